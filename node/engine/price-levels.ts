/**
 * Price levels: what stands at one price of one side, as 32-byte records off the heap. A level exists exactly while orders stand at it.
 *
 * Each level has a key that sorts best first on every side: the price for offers and buy stops, its negative for bids and sell stops.
 */
import { assert } from '../../registry/index.js';
import { Int, NONE, type OrderRecords } from './order-records.js';

const LEVEL_BYTES = 32;
const WIDE = LEVEL_BYTES / 8;
const INTS = LEVEL_BYTES / 4;
const KEY = 0;
const QUANTITY = 1;
const HEAD = 4;
const TAIL = 5;
const TOUCHED = 6;

export class PriceLevels {
  private readonly records: OrderRecords;
  private readonly wides: Float64Array;
  private readonly ints: Int32Array;
  private freeLevel = NONE;
  private untouched = 0;

  constructor(records: OrderRecords) {
    const memory = new ArrayBuffer(records.capacity * LEVEL_BYTES);
    this.records = records;
    this.wides = new Float64Array(memory);
    this.ints = new Int32Array(memory);
  }

  allocate(key: number): number {
    let level = this.freeLevel;
    if (level === NONE) {
      level = this.untouched;
      assert(level < this.records.capacity, 'RELAIS_E_INTERNAL', 'price levels are full');
      this.untouched += 1;
    } else {
      this.freeLevel = this.ints[level * INTS + HEAD] as number;
    }
    this.wides[level * WIDE + KEY] = key;
    this.wides[level * WIDE + QUANTITY] = 0;
    this.ints[level * INTS + HEAD] = NONE;
    this.ints[level * INTS + TAIL] = NONE;
    this.ints[level * INTS + TOUCHED] = 0;
    return level;
  }

  free(level: number): void {
    this.ints[level * INTS + HEAD] = this.freeLevel;
    this.freeLevel = level;
  }

  key(level: number): number {
    return this.wides[level * WIDE + KEY] as number;
  }

  /** Sum of the open quantities at the level. */
  quantity(level: number): number {
    return this.wides[level * WIDE + QUANTITY] as number;
  }

  addQuantity(level: number, change: number): void {
    this.wides[level * WIDE + QUANTITY] = (this.wides[level * WIDE + QUANTITY] as number) + change;
  }

  /** The order that is served first. */
  head(level: number): number {
    return this.ints[level * INTS + HEAD] as number;
  }

  isEmpty(level: number): boolean {
    return this.ints[level * INTS + HEAD] === NONE;
  }

  /** Whether a command under way has changed the level: see MarketOutput. */
  isTouched(level: number): boolean {
    return this.ints[level * INTS + TOUCHED] !== 0;
  }

  setTouched(level: number, isTouched: boolean): void {
    this.ints[level * INTS + TOUCHED] = isTouched ? 1 : 0;
  }

  /** Puts an order at the end of the queue; quantities are the caller's. */
  append(level: number, slot: number): void {
    const { records } = this;
    const tail = this.ints[level * INTS + TAIL] as number;
    records.setInt(slot, Int.level, level);
    records.setInt(slot, Int.next, NONE);
    records.setInt(slot, Int.previous, tail);
    if (tail === NONE) this.ints[level * INTS + HEAD] = slot;
    else records.setInt(tail, Int.next, slot);
    this.ints[level * INTS + TAIL] = slot;
  }

  remove(level: number, slot: number): void {
    const { records } = this;
    const next = records.int(slot, Int.next);
    const previous = records.int(slot, Int.previous);
    if (previous === NONE) this.ints[level * INTS + HEAD] = next;
    else records.setInt(previous, Int.next, next);
    if (next === NONE) this.ints[level * INTS + TAIL] = previous;
    else records.setInt(next, Int.previous, previous);
  }

  clear(): void {
    this.freeLevel = NONE;
    this.untouched = 0;
  }
}
