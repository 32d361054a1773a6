/**
 * Puts a record together from damaged copies of it.
 *
 * Intuition: three photocopies of a page, each with a speck somewhere else. Letter by letter, what two of them agree on is the text. A
 * record that is longer than the distance between two damages would never arrive whole, however often it is sent again; after three
 * copies it does. Its CRC32 must then be good, and its tag is checked as always.
 *
 * Bounded: the lowest few numbers that are still missing, two copies of each.
 */
import { recordBodyBytesAt, recordCrcIsGood, recordNumberAt } from './record.js';

const NUMBERS_MAX = 8;

export class DamagedCopies {
  private readonly copies = new Map<number, Uint8Array[]>();

  /** Takes a record with a good header and a bad CRC32; gives it repaired if the copies so far suffice. */
  add(bytes: Uint8Array, at: number, recordBytes: number, isMissing: (number: number) => boolean): Uint8Array | null {
    const number = recordNumberAt(bytes, at);
    if (!isMissing(number)) return null;
    const record = new Uint8Array(bytes.subarray(at, at + recordBytes));
    const held = this.copies.get(number) ?? this.place(number, isMissing);
    const [first, second] = held ?? [];
    if (held === null) return null;
    if (first === undefined || second === undefined || first.length !== recordBytes || second.length !== recordBytes) {
      held.push(record);
      if (held.length > 2) held.shift();
      return null;
    }
    const repaired = record.map((byte, index) => {
      const [a, b] = [first[index] as number, second[index] as number];
      return (a & b) | (a & byte) | (b & byte);
    });
    if (recordBodyBytesAt(repaired, 0) === recordBodyBytesAt(record, 0) && recordCrcIsGood(repaired, 0, recordBytes)) {
      this.copies.delete(number);
      return repaired;
    }
    held.shift();
    held.push(record);
    return null;
  }

  /** Room for a number; null if lower ones take it all. */
  private place(number: number, isMissing: (number: number) => boolean): Uint8Array[] | null {
    if (this.copies.size >= NUMBERS_MAX) {
      for (const other of this.copies.keys()) if (!isMissing(other)) this.copies.delete(other);
    }
    if (this.copies.size >= NUMBERS_MAX) {
      const highest = Math.max(...this.copies.keys());
      if (number > highest) return null;
      this.copies.delete(highest);
    }
    const held: Uint8Array[] = [];
    this.copies.set(number, held);
    return held;
  }
}
