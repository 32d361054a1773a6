/**
 * The store of the quote cache: a bounded table of quotes in typed columns, in order of last use, with a read counter that decays.
 * A slot is a row number; it holds until the slot is removed.
 */
import type { Quote } from '../wire/index.js';

const NONE = -1;
const FIRST_ROWS = 64;
/** What a Map from number to number takes an entry, roughly: the memory figure is an estimate and says so. */
const INDEX_BYTES_PER_ROW = 48;

/** How a quote is kept up to date: not at all; a subscription was asked for; it delivers. */
export const SUBSCRIPTION = { none: 0, asked: 1, live: 2 } as const;

const COLUMNS = ['updateSeq', 'eventTimeUs', 'bid', 'ask', 'bidQuantity', 'askQuantity'] as const;
type Column = (typeof COLUMNS)[number];

export class QuoteSlots {
  readonly #rowsMax: number;
  readonly #halfLifeMs: number;
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  #rows = 0;
  #used = 0;
  #columns: Record<Column, Float64Array>;
  #instruments: Float64Array;
  #receivedMs: Float64Array;
  #heat: Float64Array;
  #heatMs: Float64Array;
  #subscription: Uint8Array;
  /** Towards the more and the less recently used. */
  #newer: Int32Array;
  #older: Int32Array;
  #newest = NONE;
  #oldest = NONE;

  constructor(rowsMax: number, halfLifeMs: number) {
    this.#rowsMax = rowsMax;
    this.#halfLifeMs = halfLifeMs;
    this.#columns = Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(0)])) as Record<Column, Float64Array>;
    this.#instruments = new Float64Array(0);
    this.#receivedMs = new Float64Array(0);
    this.#heat = new Float64Array(0);
    this.#heatMs = new Float64Array(0);
    this.#subscription = new Uint8Array(0);
    this.#newer = new Int32Array(0);
    this.#older = new Int32Array(0);
    this.#grow(Math.min(FIRST_ROWS, rowsMax));
  }

  get size(): number {
    return this.#slots.size;
  }

  get isFull(): boolean {
    return this.#slots.size === this.#rowsMax;
  }

  /** Columns and index; the index is estimated. */
  get memoryBytes(): number {
    const bytesPerRow = (COLUMNS.length + 4) * 8 + 1 + 2 * 4;
    return this.#rows * bytesPerRow + this.#slots.size * INDEX_BYTES_PER_ROW;
  }

  /** −1 if there is none. */
  find(instrument: number): number {
    return this.#slots.get(instrument) ?? NONE;
  }

  /** Slot of the least recently used quote; −1 if there is none. */
  get oldest(): number {
    return this.#oldest;
  }

  /** A slot for an instrument that has none; the table must not be full. */
  add(instrument: number, nowMs: number): number {
    let slot = this.#free.pop();
    if (slot === undefined) {
      if (this.#used === this.#rows) this.#grow(Math.min(this.#rows * 2, this.#rowsMax));
      slot = this.#used;
      this.#used += 1;
    }
    this.#slots.set(instrument, slot);
    this.#instruments[slot] = instrument;
    this.#heat[slot] = 0;
    this.#heatMs[slot] = nowMs;
    this.#subscription[slot] = SUBSCRIPTION.none;
    this.#linkNewest(slot);
    return slot;
  }

  remove(slot: number): void {
    this.#unlink(slot);
    this.#slots.delete(this.instrument(slot));
    this.#free.push(slot);
  }

  /** Marks the slot as read now: newest in order, and warmer by `reads`. */
  touch(slot: number, reads: number, nowMs: number): void {
    if (slot !== this.#newest) {
      this.#unlink(slot);
      this.#linkNewest(slot);
    }
    this.#heat[slot] = this.heat(slot, nowMs) + reads;
    this.#heatMs[slot] = nowMs;
  }

  /** Recent reads; each counts half after a half-life. */
  heat(slot: number, nowMs: number): number {
    const heat = this.#heat[slot] as number;
    const elapsedMs = nowMs - (this.#heatMs[slot] as number);
    return elapsedMs <= 0 ? heat : heat * 2 ** (-elapsedMs / this.#halfLifeMs);
  }

  write(slot: number, quote: Quote, receivedMs: number): void {
    for (const name of COLUMNS) this.#columns[name][slot] = quote[name];
    this.#receivedMs[slot] = receivedMs;
  }

  read(slot: number, into: Quote): Quote {
    into.instrument = this.instrument(slot);
    into.updateSeq = this.#columns.updateSeq[slot] as number;
    into.eventTimeUs = this.#columns.eventTimeUs[slot] as number;
    into.bid = this.#columns.bid[slot] as number;
    into.ask = this.#columns.ask[slot] as number;
    into.bidQuantity = this.#columns.bidQuantity[slot] as number;
    into.askQuantity = this.#columns.askQuantity[slot] as number;
    return into;
  }

  updateSeq(slot: number): number {
    return this.#columns.updateSeq[slot] as number;
  }

  instrument(slot: number): number {
    return this.#instruments[slot] as number;
  }

  receivedMs(slot: number): number {
    return this.#receivedMs[slot] as number;
  }

  subscription(slot: number): number {
    return this.#subscription[slot] as number;
  }

  setSubscription(slot: number, state: number): void {
    this.#subscription[slot] = state;
  }

  #linkNewest(slot: number): void {
    this.#newer[slot] = NONE;
    this.#older[slot] = this.#newest;
    if (this.#newest !== NONE) this.#newer[this.#newest] = slot;
    this.#newest = slot;
    if (this.#oldest === NONE) this.#oldest = slot;
  }

  #unlink(slot: number): void {
    const newer = this.#newer[slot] as number;
    const older = this.#older[slot] as number;
    if (newer === NONE) this.#newest = older;
    else this.#older[newer] = older;
    if (older === NONE) this.#oldest = newer;
    else this.#newer[older] = newer;
  }

  #grow(rows: number): void {
    const copy = <T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    for (const name of COLUMNS) this.#columns[name] = copy(this.#columns[name], new Float64Array(rows));
    this.#instruments = copy(this.#instruments, new Float64Array(rows));
    this.#receivedMs = copy(this.#receivedMs, new Float64Array(rows));
    this.#heat = copy(this.#heat, new Float64Array(rows));
    this.#heatMs = copy(this.#heatMs, new Float64Array(rows));
    this.#subscription = copy(this.#subscription, new Uint8Array(rows));
    this.#newer = copy(this.#newer, new Int32Array(rows));
    this.#older = copy(this.#older, new Int32Array(rows));
    this.#rows = rows;
  }
}
