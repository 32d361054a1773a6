import type { BookIncrement, BookSnapshot } from '../../wire/index.js';
import type { ReadableBook } from './book-stream.js';
import type { BookLevel } from './events.js';

/** Levels that a side may have; a source that sends more is not believed. */
const LEVELS_MAX = 65_536;

/**
 * The book of one instrument as this client holds it: a snapshot, and the increments that follow it by sequence. Increments up to the
 * snapshot's own sequence are in it already and are left out; a missing one makes the book stand aside until the next snapshot.
 */
export class LocalBook implements ReadableBook {
  updateSeq = 0;
  eventTimeUs = 0;
  isConsistent = false;
  private readonly bids = new BookSide(-1);
  private readonly asks = new BookSide(1);

  /** False if it contradicts itself: levels out of order, or without quantity. */
  snapshot(message: BookSnapshot): boolean {
    this.clear();
    const { levels, bidCount } = message;
    if (bidCount > levels.length) return false;
    const isGood = this.bids.fill(levels, 0, bidCount) && this.asks.fill(levels, bidCount, levels.length);
    if (!isGood) return false;
    this.reached(message);
    this.isConsistent = true;
    return true;
  }

  increment(message: BookIncrement): 'applied' | 'ignored' | 'gap' {
    if (!this.isConsistent || message.updateSeq <= this.updateSeq) return 'ignored';
    const { levels, bidCount, basePrice } = message;
    if (message.updateSeq !== this.updateSeq + 1 || bidCount > levels.length) {
      this.isConsistent = false;
      return 'gap';
    }
    let at = 0;
    for (const { priceOffset, quantity } of levels) {
      const side = at < bidCount ? this.bids : this.asks;
      side.set(basePrice + priceOffset, quantity);
      at += 1;
    }
    this.reached(message);
    if (this.bids.count <= LEVELS_MAX && this.asks.count <= LEVELS_MAX) return 'applied';
    this.isConsistent = false;
    return 'gap';
  }

  clear(): void {
    this.isConsistent = false;
    this.bids.clear();
    this.asks.clear();
  }

  levels(side: 'bids' | 'asks', depth: number): BookLevel[] {
    return (side === 'bids' ? this.bids : this.asks).best(depth);
  }

  private reached({ updateSeq, eventTimeUs }: { updateSeq: number; eventTimeUs: number }): void {
    this.updateSeq = updateSeq;
    this.eventTimeUs = eventTimeUs;
  }
}

/** One side, worst level first, so that changes near the best price move little memory. */
class BookSide {
  /** 1: lower prices are better (offers), −1: higher ones are (bids). */
  private readonly direction: 1 | -1;
  private prices: number[] = [];
  private quantities: number[] = [];

  constructor(direction: 1 | -1) {
    this.direction = direction;
  }

  get count(): number {
    return this.prices.length;
  }

  clear(): void {
    this.prices = [];
    this.quantities = [];
  }

  /** Levels best first, as snapshots have them. False if they are out of order or empty. */
  fill(levels: readonly BookLevel[], from: number, to: number): boolean {
    for (const { price, quantity } of levels.slice(from, to).toReversed()) {
      const better = this.prices.at(-1);
      if (quantity <= 0 || (better !== undefined && (price - better) * this.direction >= 0)) return false;
      this.prices.push(price);
      this.quantities.push(quantity);
    }
    return true;
  }

  /** Quantity 0 deletes the level. */
  set(price: number, quantity: number): void {
    const at = this.placeOf(price);
    const exists = this.prices[at] === price;
    if (quantity <= 0) {
      if (exists) this.remove(at);
    } else if (exists) this.quantities[at] = quantity;
    else {
      this.prices.splice(at, 0, price);
      this.quantities.splice(at, 0, quantity);
    }
  }

  best(depth: number): BookLevel[] {
    const levels: BookLevel[] = [];
    const last = this.prices.length - 1;
    for (let at = last; at >= 0 && levels.length < depth; at--) {
      levels.push({ price: this.prices[at] as number, quantity: this.quantities[at] as number });
    }
    return levels;
  }

  private remove(at: number): void {
    this.prices.splice(at, 1);
    this.quantities.splice(at, 1);
  }

  /** First place whose price is not worse. */
  private placeOf(price: number): number {
    let low = 0;
    let high = this.prices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (((this.prices[middle] as number) - price) * this.direction > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
