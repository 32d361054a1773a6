import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CaptureEntry, CaptureReader, encodeCaptureEntry, encodeCaptureHeader } from './capture-format.js';

const anEntry = fc.record({
  direction: fc.constantFrom('received' as const, 'sent' as const),
  timeUs: fc.maxSafeNat(),
  bytes: fc.uint8Array({ maxLength: 300 }),
});

function readInPieces(file: Uint8Array, pieceBytes: number) {
  const reader = new CaptureReader();
  const entries: CaptureEntry[] = [];
  let damage: string | null = null;
  for (let at = 0; at < file.length && damage === null; at += pieceBytes) {
    const got = reader.push(file.subarray(at, at + pieceBytes));
    entries.push(...got.entries);
    damage = got.damage;
  }
  return { entries, damage, reader };
}

test('a capture read in pieces of any size is the one that was written', () => {
  fc.assert(
    fc.property(fc.array(anEntry, { maxLength: 20 }), fc.integer({ min: 1, max: 400 }), (written, pieceBytes) => {
      const file = Buffer.concat([
        encodeCaptureHeader('initiator'),
        ...written.map(({ direction, timeUs, bytes }) => encodeCaptureEntry(direction, timeUs, bytes)),
      ]);
      const { entries, damage, reader } = readInPieces(file, pieceBytes);
      expect(damage).toBeNull();
      expect(reader.role).toBe('initiator');
      expect(reader.pendingBytes).toBe(0);
      expect(entries.map((entry) => ({ ...entry, bytes: Uint8Array.from(entry.bytes) }))).toEqual(written);
    }),
  );
});

test('what is no capture is damage, whatever it is, and never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (junk, pieceBytes) => {
      const { damage, entries } = readInPieces(junk, pieceBytes);
      expect(damage).not.toBeNull();
      expect(entries).toEqual([]);
    }),
  );
});

test('a length that no session writes is damage and costs no memory', () => {
  const entry = encodeCaptureEntry('sent', 1, new Uint8Array(4));
  new DataView(entry.buffer).setUint32(1, 0xffffffff, true);
  const { damage } = readInPieces(Buffer.concat([encodeCaptureHeader('responder'), entry]), 7);
  expect(damage).toContain('4294967295');
});
