/** Writes the section of docs/protocol.md that lists all messages and enumerations. */
import { CHANNELS, type EnumSpec } from '../schema/index.js';
import { FIELD_BYTES, type MessageLayout, type PlacedField } from './layout.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function fieldRow(field: PlacedField, at: string): string {
  const unit = field.unit ? ` Unit: ${field.unit}.` : '';
  const enumeration = field.enumeration ? ` Enumeration ${field.enumeration}.` : '';
  return `| ${at} | ${FIELD_BYTES[field.type]} | ${field.type} | \`${field.name}\` | ${cell(field.doc + unit + enumeration)} |`;
}

function messageTable(layout: MessageLayout): string[] {
  const { spec } = layout;
  const channel = spec.channel === 'log' ? 'in log entries only' : `channel ${CHANNELS[spec.channel]} (${spec.channel})`;
  const lines = [
    `#### ${spec.name} (type ${spec.type}, ${channel})`,
    '',
    `${spec.doc} At most ${layout.maxBytes.toLocaleString('en-US')} bytes.`,
    '',
    '| offset | bytes | type | field | meaning |',
    '|--:|--:|---|---|---|',
    `| 0 | 1 | u8 | \`blockLength\` | ${layout.blockBytes} in this version |`,
    ...layout.block.map((field) => fieldRow(field, `${field.offset}`)),
  ];
  if (spec.group) {
    lines.push(`| then | ${layout.entry.bytes} each | group | \`${spec.group.name}\` | ${cell(spec.group.doc)} Each entry: |`);
    lines.push(...layout.entry.fields.map((field) => fieldRow(field, `+${field.offset}`)));
  }
  for (const text of layout.texts) {
    const kind = text.utf8 ? 'UTF-8' : 'ASCII';
    lines.push(`| then | 0–${text.maxBytes} | ${kind} | \`${text.name}\` | ${cell(text.doc)} |`);
  }
  lines.push('| then | 4 | u32 | `crc32` | CRC32 of everything before it |', '');
  return lines;
}

function enumTable(spec: EnumSpec): string[] {
  return [
    `#### ${spec.name}`,
    '',
    spec.doc,
    '',
    '| value | name | meaning |',
    '|--:|---|---|',
    '| 0 | | not set |',
    ...Object.entries(spec.values).map(([value, [name, doc]]) => `| ${value} | ${name} | ${cell(doc)} |`),
    '',
  ];
}

export function emitTables(layouts: readonly MessageLayout[], enums: readonly EnumSpec[]): string {
  return [
    '### Messages',
    '',
    'Offsets count from the first byte of the message (`blockLength`). A message is `blockLength`, the other fields of the fixed block, the',
    'entries of its group, the bytes of its texts in the order listed, and the CRC32. Numbers are little-endian and unaligned, `i32` and `i64`',
    'in two’s complement; 64-bit values lie within ±(2^53 − 1). The parts must add up to the length that the frame gives.',
    'A newer version appends fields to the end of the fixed block only: what lies between the fields you know and `blockLength` is skipped.',
    'Fields beyond `blockLength` are null: 0, an empty group, an empty text. A block that ends within a field is malformed.',
    'ASCII texts hold bytes 0x21 to 0x7e only.',
    '',
    ...layouts.flatMap(messageTable),
    '### Enumerations',
    '',
    'A value that is not listed comes from a newer version: treat the message as not understood where the value matters.',
    '',
    ...enums.flatMap(enumTable),
  ].join('\n');
}

const BEGIN = '<!-- generated:messages -->';
const END = '<!-- /generated -->';

/** The page with what stands between the markers replaced; the markers are added at the end of a page that has none. */
export function replaceSection(page: string, section: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  const block = `${BEGIN}\n\n${section.trimEnd()}\n\n${END}`;
  if (begin === -1 || end === -1) return `${page === '' ? '# Protocol\n' : page.trimEnd()}\n\n${block}\n`;
  return `${page.slice(0, begin)}${block}${page.slice(end + END.length)}`;
}
