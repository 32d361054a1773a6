/**
 * (partner, client order id) → record. Open addressing with linear probing in one typed array; twice as many places as records, so chains
 * stay short, reserved at its final size, so it never rehashes. A removal moves the followers back (no tombstones), so it never ages.
 */
import { type HashKey, keyedHash } from './keyed-hash.js';
import { Byte, Int, NONE, type OrderRecords } from './order-records.js';

export class ClientIdIndex {
  private readonly records: OrderRecords;
  private readonly key: HashKey;
  private readonly mask: number;
  /** Pairs: hash, slot + 1 (0 is empty). */
  private readonly places: Int32Array;

  constructor(records: OrderRecords, key: HashKey) {
    let size = 16;
    while (size < records.capacity * 2) size *= 2;
    this.records = records;
    this.key = key;
    this.mask = size - 1;
    this.places = new Int32Array(size * 2);
  }

  /** Slot of the record, or −1. */
  find(partner: number, bytes: Uint8Array, at: number, length: number): number {
    const hash = keyedHash(this.key, partner, bytes, at, length);
    for (let place = hash & this.mask; ; place = (place + 1) & this.mask) {
      const slot = (this.places[place * 2 + 1] as number) - 1;
      if (slot === NONE) return NONE;
      if (this.places[place * 2] === hash && this.isOf(slot, partner, bytes, at, length)) return slot;
    }
  }

  /** Enters a record whose partner and id are set, and which is not in here. */
  insert(slot: number): void {
    const { records } = this;
    const hash = keyedHash(this.key, records.partner(slot), records.bytes, records.idAt(slot), records.byte(slot, Byte.idLength));
    records.setInt(slot, Int.hash, hash);
    let place = hash & this.mask;
    while (this.places[place * 2 + 1] !== 0) place = (place + 1) & this.mask;
    this.places[place * 2] = hash;
    this.places[place * 2 + 1] = slot + 1;
  }

  remove(slot: number): void {
    const { mask, places } = this;
    let hole = this.records.int(slot, Int.hash) & mask;
    while (places[hole * 2 + 1] !== slot + 1) hole = (hole + 1) & mask;
    for (let place = (hole + 1) & mask; places[place * 2 + 1] !== 0; place = (place + 1) & mask) {
      const home = (places[place * 2] as number) & mask;
      // It may move into the hole only if that is not before its home, going round.
      if (((place - home) & mask) < ((place - hole) & mask)) continue;
      places[hole * 2] = places[place * 2] as number;
      places[hole * 2 + 1] = places[place * 2 + 1] as number;
      hole = place;
    }
    places[hole * 2 + 1] = 0;
  }

  clear(): void {
    this.places.fill(0);
  }

  private isOf(slot: number, partner: number, bytes: Uint8Array, at: number, length: number): boolean {
    const { records } = this;
    if (records.byte(slot, Byte.idLength) !== length || records.partner(slot) !== partner) return false;
    const idAt = records.idAt(slot);
    for (let index = 0; index < length; index += 1) if (records.bytes[idAt + index] !== bytes[at + index]) return false;
    return true;
  }
}
