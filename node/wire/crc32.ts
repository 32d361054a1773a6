/**
 * CRC32 (the one of zlib, Ethernet and PNG: reflected polynomial 0xedb88320).
 *
 * Small inputs take a table walk of eight bytes a step in JavaScript ("slicing-by-8", Kounavis and Berry, 2008): no call into native code
 * and no view to allocate, which is what costs at the size of a message. Larger ones go to zlib, whose native code wins above a few
 * hundred bytes; `npm run -s bench -- codec` prints both.
 */
import { crc32 as nativeCrc32 } from 'node:zlib';

/** Measured: at this size the call into native code and its view cost as much as the walk. */
export const CRC32_NATIVE_FROM_BYTES = 384;

const TABLE = makeTable();

/** Eight tables of 256 entries one after the other; table k advances a byte by k further zero bytes. */
function makeTable(): Int32Array {
  const table = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    table[byte] = remainder;
  }
  for (let entry = 256; entry < table.length; entry += 1) {
    const before = table[entry - 256] as number;
    table[entry] = (before >>> 8) ^ (table[before & 255] as number);
  }
  return table;
}

/**
 * CRC32 of `length` bytes from `at`, as an unsigned 32-bit number. `seed` is the CRC32 of what came before, so that parts can be chained.
 * The range must lie within `bytes`.
 */
export function crc32(bytes: Uint8Array, at: number, length: number, seed = 0): number {
  if (length >= CRC32_NATIVE_FROM_BYTES) return nativeCrc32(bytes.subarray(at, at + length), seed);
  return crc32BySlices(bytes, at, length, seed);
}

/** The table walk alone, whatever the size; for benchmarks and tests. */
export function crc32BySlices(bytes: Uint8Array, at: number, length: number, seed: number): number {
  const table = TABLE;
  const end = at + length;
  const lastStep = end - 7;
  let remainder = ~seed;
  let position = at;
  // The casts only drop `undefined`: every index is within its array.
  while (position < lastStep) {
    remainder ^=
      (bytes[position] as number) |
      ((bytes[position + 1] as number) << 8) |
      ((bytes[position + 2] as number) << 16) |
      ((bytes[position + 3] as number) << 24);
    remainder =
      (table[1792 | (remainder & 255)] as number) ^
      (table[1536 | ((remainder >>> 8) & 255)] as number) ^
      (table[1280 | ((remainder >>> 16) & 255)] as number) ^
      (table[1024 | (remainder >>> 24)] as number) ^
      (table[768 | (bytes[position + 4] as number)] as number) ^
      (table[512 | (bytes[position + 5] as number)] as number) ^
      (table[256 | (bytes[position + 6] as number)] as number) ^
      (table[bytes[position + 7] as number] as number);
    position += 8;
  }
  while (position < end) {
    remainder = (remainder >>> 8) ^ (table[(remainder ^ (bytes[position] as number)) & 255] as number);
    position += 1;
  }
  return ~remainder >>> 0;
}
