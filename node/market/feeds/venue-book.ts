/**
 * The book of one instrument as its venue tells it, deeper than what is published. Stitches a snapshot and changes by the venue's ids (rules:
 * Binance API documentation, "How to manage a local order book correctly"), and says what changed among the visible levels.
 */
import { BookSide } from '../book-side.js';
import type { BookChangeEvent, BookSnapshotEvent, FeedLevel } from './feed-event.js';

/** Levels a side that are kept of a venue; the worst leave first. */
const VENUE_LEVELS_MAX = 16_384;
/** Changes that wait for the first snapshot; with more of them the oldest are dropped, and the snapshot then shows a gap if they were needed. */
const WAITING_CHANGES_MAX = 1024;

export interface VisibleChange {
  readonly bids: readonly FeedLevel[];
  readonly asks: readonly FeedLevel[];
}

export type VenueBookStep =
  /** The visible levels changed. */
  | { readonly type: 'changed'; readonly change: VisibleChange }
  /** A new beginning: publish `visible` as a snapshot. */
  | { readonly type: 'restarted' }
  /** Changes are missing: what is published must not stand; publish `visible` (empty) as a snapshot. */
  | { readonly type: 'lost' }
  | { readonly type: 'unchanged' };

const UNCHANGED: VenueBookStep = { type: 'unchanged' };

export class VenueBook {
  readonly #bids = new BookSide('bids', VENUE_LEVELS_MAX);
  readonly #asks = new BookSide('asks', VENUE_LEVELS_MAX);
  /** The visible levels as they were last told. */
  readonly bids: VisibleSide;
  readonly asks: VisibleSide;
  #isInSync = false;
  #lastId: number | null = null;
  #isFirstAfterSnapshot = false;
  #waiting: BookChangeEvent[] = [];
  gaps = 0;

  constructor(visibleLevels: number) {
    this.bids = new VisibleSide(-1, visibleLevels);
    this.asks = new VisibleSide(1, visibleLevels);
  }

  snapshot(event: BookSnapshotEvent): VenueBookStep {
    // one that was under way while the changes went on: what is here is newer
    if (this.#isInSync && this.#lastId !== null && event.lastId !== null && event.lastId <= this.#lastId) return UNCHANGED;
    this.#bids.clear();
    this.#asks.clear();
    for (const level of event.bids) this.#bids.set(level.price, level.quantity);
    for (const level of event.asks) this.#asks.set(level.price, level.quantity);
    this.#lastId = event.lastId;
    this.#isInSync = true;
    this.#isFirstAfterSnapshot = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const change of waiting) if (this.#isInSync) this.#apply(change);
    this.#takeVisible();
    return { type: this.#isInSync ? 'restarted' : 'lost' };
  }

  change(event: BookChangeEvent): VenueBookStep {
    // a source without ids and snapshots begins with an empty book
    if (!this.#isInSync && event.ids !== null) {
      if (this.#waiting.length === WAITING_CHANGES_MAX) this.#waiting.shift();
      this.#waiting.push(event);
      return UNCHANGED;
    }
    this.#apply(event);
    if (event.ids !== null && !this.#isInSync) {
      this.#takeVisible();
      return { type: 'lost' };
    }
    const change = { bids: this.bids.take(this.#bids), asks: this.asks.take(this.#asks) };
    return change.bids.length + change.asks.length === 0 ? UNCHANGED : { type: 'changed', change };
  }

  /** The recording begins again: the venue's ids start over, and the book with its next snapshot. */
  restart(): void {
    this.#isInSync = false;
    this.#lastId = null;
    this.#waiting = [];
  }

  #apply(event: BookChangeEvent): void {
    if (event.ids !== null && this.#lastId !== null) {
      if (event.ids.last <= this.#lastId) return;
      if (!this.#follows(event.ids, this.#lastId)) {
        this.#lose(event);
        return;
      }
      this.#lastId = event.ids.last;
      this.#isFirstAfterSnapshot = false;
    }
    for (const level of event.bids) this.#bids.set(level.price, level.quantity);
    for (const level of event.asks) this.#asks.set(level.price, level.quantity);
  }

  #follows(ids: NonNullable<BookChangeEvent['ids']>, lastId: number): boolean {
    if (ids.previous === null) return this.#isFirstAfterSnapshot ? ids.first <= lastId + 1 : ids.first === lastId + 1;
    return this.#isFirstAfterSnapshot ? ids.previous <= lastId : ids.previous === lastId;
  }

  #lose(event: BookChangeEvent): void {
    this.gaps += 1;
    this.#isInSync = false;
    this.#lastId = null;
    this.#bids.clear();
    this.#asks.clear();
    this.#waiting = [event];
  }

  #takeVisible(): void {
    this.bids.take(this.#bids);
    this.asks.take(this.#asks);
  }
}

/** The best levels of a side, and how they differ from those before. */
export class VisibleSide {
  count = 0;
  #prices: Float64Array;
  #quantities: Float64Array;
  #nextPrices: Float64Array;
  #nextQuantities: Float64Array;
  readonly #direction: 1 | -1;
  readonly #levelsMax: number;

  constructor(direction: 1 | -1, levelsMax: number) {
    this.#direction = direction;
    this.#levelsMax = levelsMax;
    this.#prices = new Float64Array(levelsMax);
    this.#quantities = new Float64Array(levelsMax);
    this.#nextPrices = new Float64Array(levelsMax);
    this.#nextQuantities = new Float64Array(levelsMax);
  }

  price(index: number): number {
    return this.#prices[index] as number;
  }

  quantity(index: number): number {
    return this.#quantities[index] as number;
  }

  /** Takes over the best levels of `side` and gives the differences, best first; quantity 0 for a level that is no longer visible. */
  take(side: BookSide): FeedLevel[] {
    const count = Math.min(side.count, this.#levelsMax);
    const changes: FeedLevel[] = [];
    let before = 0;
    for (let index = 0; index < count; index += 1) {
      const price = side.price(index);
      const quantity = side.quantity(index);
      before = this.#removeBetterThan(price, before, changes);
      const isKnown = before < this.count && this.price(before) === price;
      if (!isKnown || this.quantity(before) !== quantity) changes.push({ price, quantity });
      if (isKnown) before += 1;
      this.#nextPrices[index] = price;
      this.#nextQuantities[index] = quantity;
    }
    for (; before < this.count; before += 1) changes.push({ price: this.price(before), quantity: 0 });
    this.count = count;
    [this.#prices, this.#nextPrices] = [this.#nextPrices, this.#prices];
    [this.#quantities, this.#nextQuantities] = [this.#nextQuantities, this.#quantities];
    return changes;
  }

  #removeBetterThan(price: number, from: number, changes: FeedLevel[]): number {
    let at = from;
    while (at < this.count && this.price(at) * this.#direction < price * this.#direction) {
      changes.push({ price: this.price(at), quantity: 0 });
      at += 1;
    }
    return at;
  }
}
