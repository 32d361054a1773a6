/** Writes the module of one message: interface, encoder, decoder. The reader is in emit-reader.ts. */
import type { FieldType } from '../schema/index.js';
import { bytesParameter, emitWalk, readExpression } from './emit-parts.js';
import { emitReader } from './emit-reader.js';
import { FIELD_BYTES, type MessageLayout } from './layout.js';
import { constantName, GENERATED_HEADER } from './names.js';

const TYPE_SUFFIX: Readonly<Record<FieldType, string>> = { u8: 'U8', u16: 'U16', u32: 'U32', i32: 'I32', u64: 'U64', i64: 'I64' };

const docLine = (field: { doc: string; unit?: string }): string => `  /** ${field.doc}${field.unit ? ` Unit: ${field.unit}.` : ''} */`;

function emitInterface(layout: MessageLayout): string[] {
  const { spec } = layout;
  const lines = [`/** ${spec.doc} */`, `export interface ${spec.name} {`];
  for (const field of layout.fields) lines.push(docLine(field), `  ${field.name}: ${field.enumeration ?? 'number'};`);
  if (spec.group) {
    const entry = layout.entry.fields.map((field) => `${field.name}: ${field.enumeration ?? 'number'}`).join('; ');
    lines.push(docLine(spec.group), `  ${spec.group.name}: { ${entry} }[];`);
  }
  for (const text of layout.texts) {
    const kind = text.utf8 ? 'UTF-8, cut when longer' : 'printable ASCII';
    lines.push(`  /** ${text.doc} At most ${text.maxBytes} bytes, ${kind}. */`, `  ${text.name}: string;`);
  }
  lines.push('}', '');
  const values = [
    ...layout.fields.map((field) => `${field.name}: 0`),
    ...(spec.group ? [`${spec.group.name}: []`] : []),
    ...layout.texts.map((text) => `${text.name}: ''`),
  ];
  lines.push(`/** A ${spec.name} of null values, to be filled in or decoded into. */`);
  lines.push(`export const empty${spec.name} = (): ${spec.name} => ({ ${values.join(', ')} });`, '');
  return lines;
}

function emitEncoder(layout: MessageLayout): string[] {
  const { spec, count } = layout;
  const constant = constantName(spec.name);
  const lines = [
    `/** Writes the fields and gives the length with the CRC32, which \`writeMessageCrc\` adds: for whoever still changes fields. */`,
    `export function encode${spec.name}Fields(value: ${spec.name}, bytes: Uint8Array, view: DataView, at: number): number {`,
    `  needRoom(bytes, at, ${layout.blockBytes + 4});`,
    `  view.setUint8(at, ${layout.blockBytes});`,
  ];
  for (const field of layout.fields) lines.push(`  write${TYPE_SUFFIX[field.type]}(view, at + ${field.offset}, value.${field.name});`);
  if (!spec.group && layout.texts.length === 0) {
    lines.push(`  return ${layout.blockBytes + 4};`, '}', '');
  } else {
    lines.push(`  let end = at + ${layout.blockBytes};`);
    if (spec.group && count) {
      lines.push(
        `  const entries = value.${spec.group.name};`,
        `  checkCount(entries.length, ${spec.group.maxCount});`,
        `  needRoom(bytes, end, entries.length * ${layout.entry.bytes} + 4);`,
        `  view.setUint16(at + ${count.offset}, entries.length, true);`,
        '  for (const entry of entries) {',
        ...layout.entry.fields.map(
          (field) =>
            `    write${TYPE_SUFFIX[field.type]}(view, end${field.offset === 0 ? '' : ` + ${field.offset}`}, entry.${field.name});`,
        ),
        `    end += ${layout.entry.bytes};`,
        '  }',
      );
    }
    for (const text of layout.texts) {
      lines.push(
        `  const ${text.lengthField.name} = write${text.utf8 ? 'Utf8' : 'Ascii'}(bytes, end, value.${text.name}, ${text.maxBytes});`,
        `  view.setUint8(at + ${text.lengthField.offset}, ${text.lengthField.name});`,
        `  end += ${text.lengthField.name};`,
      );
    }
    lines.push('  needRoom(bytes, end, 4);', '  return end + 4 - at;', '}', '');
  }
  lines.push(
    `/** Writes a whole ${spec.name}, CRC32 included, and gives its length (at most ${constant}_MAX_BYTES). */`,
    `export function encode${spec.name}(value: ${spec.name}, bytes: Uint8Array, view: DataView, at: number): number {`,
    `  const length = encode${spec.name}Fields(value, bytes, view, at);`,
    '  writeMessageCrc(bytes, view, at, length);',
    '  return length;',
    '}',
    '',
  );
  return lines;
}

function emitDecoder(layout: MessageLayout): string[] {
  const { spec } = layout;
  const constant = constantName(spec.name);
  const lines = [
    `/** Decodes into \`into\`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */`,
    `export function decode${spec.name}(view: DataView, ${bytesParameter(layout)}: Uint8Array, at: number, length: number, into: ${spec.name}): ${spec.name} {`,
    '  const blockLength = blockLengthOf(view, at, length);',
    '  let block = view;',
    '  let blockAt = at;',
    `  if (blockLength < ${layout.blockBytes}) {`,
    `    block = completeBlock(view, at, blockLength, ${constant}_FIELD_ENDS, SHORT_BLOCK);`,
    '    blockAt = 0;',
    '  }',
    ...emitWalk(layout, 'block', 'blockAt').map((line) => `  ${line}`),
    ...layout.fields.map((field) => `  into.${field.name} = ${readExpression(field, 'block', 'blockAt')};`),
  ];
  if (spec.group) {
    const empty = layout.entry.fields.map((field) => `${field.name}: 0`).join(', ');
    lines.push(
      `  const entries = into.${spec.group.name};`,
      `  while (entries.length < count) entries.push({ ${empty} });`,
      '  entries.length = count;',
      '  let entryAt = entriesAt;',
      '  for (const entry of entries) {',
      ...layout.entry.fields.map((field) => `    entry.${field.name} = ${readExpression(field, 'view', 'entryAt')};`),
      `    entryAt += ${layout.entry.bytes};`,
      '  }',
    );
  }
  for (const text of layout.texts) {
    lines.push(`  into.${text.name} = read${text.utf8 ? 'Utf8' : 'Ascii'}(bytes, ${text.name}At, ${text.lengthField.name});`);
  }
  lines.push('  return into;', '}', '');
  return lines;
}

/** Source text of `<message>.gen.ts`. */
export function emitMessage(layout: MessageLayout): string {
  const { spec } = layout;
  const constant = constantName(spec.name);
  const body = [
    `export const ${constant}_MAX_BYTES = ${layout.maxBytes};`,
    `const ${constant}_FIELD_ENDS: readonly number[] = [${layout.block.map((f) => f.offset + FIELD_BYTES[f.type]).join(', ')}];`,
    `const SHORT_BLOCK = new DataView(new ArrayBuffer(${layout.blockBytes}));`,
    '',
    ...emitInterface(layout),
    ...emitEncoder(layout),
    ...emitDecoder(layout),
    ...emitReader(layout),
  ].join('\n');
  const used = (names: readonly string[]): string[] => names.filter((name) => new RegExp(`\\b${name}\\b`).test(body)).sort();
  const enums = used([...new Set([...layout.fields, ...layout.entry.fields].flatMap((field) => field.enumeration ?? []))]);
  const helpers = used(HELPERS);
  return [
    GENERATED_HEADER,
    ...(enums.length > 0 ? [`import type { ${enums.join(', ')} } from './enums.gen.js';`] : []),
    'import {',
    ...helpers.map((name) => `  ${name},`),
    "} from '../message-fields.js';",
    '',
    body,
  ].join('\n');
}

const HELPERS = [
  ...[
    'writeU8',
    'writeU16',
    'writeU32',
    'writeI32',
    'writeU64',
    'writeI64',
    'readU64',
    'readI64',
    'checkU64',
    'checkI64',
    'needRoom',
    'blockLengthOf',
  ],
  ...['completeBlock', 'checkLength', 'checkCount', 'checkIndex', 'writeAscii', 'checkAscii', 'checkText', 'readAscii', 'writeUtf8'],
  ...['readUtf8', 'writeMessageCrc', 'NO_BYTES', 'NO_VIEW'],
];
