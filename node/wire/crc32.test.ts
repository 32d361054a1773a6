import { describe, expect, test } from '@jest/globals';
import CRC32 from 'crc-32';
import fc from 'fast-check';
import { CRC32_NATIVE_FROM_BYTES, crc32, crc32BySlices } from './crc32.js';

describe('crc32', () => {
  test('gives the check value that every description of this CRC names', () => {
    expect(crc32(new TextEncoder().encode('123456789'), 0, 9)).toBe(0xcbf43926);
  });

  test('nothing has the CRC 0', () => {
    expect(crc32(new Uint8Array(3), 1, 0)).toBe(0);
  });

  test('agrees with another implementation for any bytes, place and length, small or large', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2 * CRC32_NATIVE_FROM_BYTES }), fc.nat(20), fc.nat(20), (content, before, after) => {
        const bytes = new Uint8Array(before + content.length + after).fill(0xa5);
        bytes.set(content, before);
        const expected = CRC32.buf(content) >>> 0;
        expect(crc32(bytes, before, content.length)).toBe(expected);
        expect(crc32BySlices(bytes, before, content.length, 0)).toBe(expected);
      }),
    );
  });

  test('parts chained by their seed give the CRC of the whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), fc.nat(1000), (content, cut) => {
        const split = Math.min(cut, content.length);
        const first = crc32(content, 0, split);
        expect(crc32(content, split, content.length - split, first)).toBe(crc32(content, 0, content.length));
      }),
    );
  });
});
