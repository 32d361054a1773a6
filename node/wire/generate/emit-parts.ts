/** Pieces of source text that decoders and readers have in common. */
import { FIELD_BYTES, type MessageLayout, type PlacedField } from './layout.js';

/** Expression that reads a field; the narrow types need no check. */
export function readExpression(field: PlacedField, view: string, at: string): string {
  const place = field.offset === 0 ? at : `${at} + ${field.offset}`;
  const cast = field.enumeration === undefined ? '' : ` as ${field.enumeration}`;
  switch (field.type) {
    case 'u8':
      return `${view}.getUint8(${place})${cast}`;
    case 'u16':
      return `${view}.getUint16(${place}, true)`;
    case 'u32':
      return `${view}.getUint32(${place}, true)`;
    case 'i32':
      return `${view}.getInt32(${place}, true)`;
    case 'u64':
      return `readU64(${view}, ${place})`;
    case 'i64':
      return `readI64(${view}, ${place})`;
  }
}

/** Call that refuses a wide field outside its range. */
export const checkExpression = (field: PlacedField, view: string, at: string): string =>
  readExpression(field, view, at).replace('read', 'check');

export const isWide = (field: PlacedField): boolean => FIELD_BYTES[field.type] === 8;

/** Lines that walk over count, entries and texts and check that they add up; leaves `<text>At`, `<text>Length` and `count` behind. */
export function emitWalk(layout: MessageLayout, block: string, blockAt: string): string[] {
  const { spec, count } = layout;
  if (!count && layout.texts.length === 0) return ['checkLength(at + blockLength, at, length);'];
  const lines = ['let end = at + blockLength;'];
  if (spec.group && count) {
    lines.push(
      `const count = ${block}.getUint16(${blockAt} + ${count.offset}, true);`,
      `checkCount(count, ${spec.group.maxCount});`,
      'const entriesAt = end;',
      `end += count * ${layout.entry.bytes};`,
    );
  }
  for (const text of layout.texts) {
    const check = text.utf8 ? 'checkText(' : 'checkAscii(bytes, ';
    lines.push(
      `const ${text.name}At = end;`,
      `const ${text.lengthField.name} = ${block}.getUint8(${blockAt} + ${text.lengthField.offset});`,
      `${check}end, ${text.lengthField.name}, ${text.maxBytes}, at + length - 4);`,
      `end += ${text.lengthField.name};`,
    );
  }
  lines.push('checkLength(end, at, length);');
  return lines;
}

/** The parameter `bytes` is part of the signature of every message, used or not. */
export const bytesParameter = (layout: MessageLayout): string => (layout.texts.length > 0 ? 'bytes' : '_bytes');
