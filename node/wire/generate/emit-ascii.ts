import { GENERATED_HEADER } from './names.js';

/** Longer ones are rare, and there the native call wins. */
const LONGEST = 24;

/**
 * Writes the reader of short texts: one call with all character codes, by length. It makes a flat string in less than half the time of the
 * native slice, whose call costs more than the copy; parts joined by + would have to be flattened again where they serve as keys.
 */
export function emitAscii(): string {
  const cases = Array.from({ length: LONGEST }, (_, index) => {
    const codes = Array.from({ length: index + 1 }, (__, offset) => `bytes[at${offset === 0 ? '' : ` + ${offset}`}] as number`);
    return [`    case ${index + 1}:`, `      return String.fromCharCode(${codes.join(', ')});`];
  });
  return [
    GENERATED_HEADER,
    '/** A string of `length` one-byte characters from `at`; the range lies within `bytes`. */',
    'export function asciiText(bytes: Uint8Array, at: number, length: number): string {',
    '  switch (length) {',
    '    case 0:',
    "      return '';",
    ...cases.flat(),
    '    default:',
    '      return Buffer.prototype.latin1Slice.call(bytes, at, at + length);',
    '  }',
    '}',
    '',
  ].join('\n');
}
