/**
 * A price-level book built from a snapshot and increments, checked by updateSeq. The hub keeps its books with it, and so can a client:
 * both apply the same rules to the same messages, hence hold the same book.
 */
import { RelaisError } from '../../registry/index.js';
import type { BookIncrement, BookSnapshot } from '../wire/index.js';
import { BookSide } from './book-side.js';

/**
 * applied: the book has changed. old: a message from before the snapshot, nothing to do. gap: messages are missing; the book waits for a
 * snapshot from now on. waiting: there is no snapshot yet, the increment is of no use.
 */
export type BookStep = 'applied' | 'old' | 'gap' | 'waiting';

export class BookBuilder {
  readonly bids = new BookSide('bids');
  readonly asks = new BookSide('asks');
  /** updateSeq of the last message in the book; −1 while there is no snapshot. */
  updateSeq = -1;
  eventTimeUs = 0;
  /** Grows with every change: equal versions of one builder are equal books. */
  version = 0;

  get isInSync(): boolean {
    return this.updateSeq >= 0;
  }

  /** Forgets everything; the next thing of use is a snapshot. */
  reset(): void {
    this.bids.clear();
    this.asks.clear();
    this.updateSeq = -1;
    this.version += 1;
  }

  /** Replaces the book. Errors: RELAIS_E_BOOK_INVALID (more bids than levels, a level without quantity); the book is then reset. */
  snapshot(message: BookSnapshot): void {
    this.reset();
    const { levels, bidCount } = message;
    checkBidCount(bidCount, levels.length);
    for (let index = 0; index < levels.length; index += 1) {
      const level = levels[index] as { price: number; quantity: number };
      if (!(level.quantity > 0)) {
        this.reset();
        throw new RelaisError('RELAIS_E_BOOK_INVALID', `snapshot of ${message.instrument}: quantity ${level.quantity}`);
      }
      (index < bidCount ? this.bids : this.asks).set(level.price, level.quantity);
    }
    this.version += 1;
    this.updateSeq = message.updateSeq;
    this.eventTimeUs = message.eventTimeUs;
  }

  /** Applies the changes if they follow the book. Errors: RELAIS_E_BOOK_INVALID (more bids than levels, a negative quantity, a price out of range); the book is then reset. */
  increment(message: BookIncrement): BookStep {
    if (!this.isInSync) return 'waiting';
    if (message.updateSeq <= this.updateSeq) return 'old';
    if (message.updateSeq !== this.updateSeq + 1) {
      this.reset();
      return 'gap';
    }
    const { levels, bidCount, basePrice } = message;
    checkBidCount(bidCount, levels.length);
    for (let index = 0; index < levels.length; index += 1) {
      const level = levels[index] as { priceOffset: number; quantity: number };
      const price = basePrice + level.priceOffset;
      if (level.quantity < 0 || !Number.isSafeInteger(price)) {
        this.reset();
        throw new RelaisError('RELAIS_E_BOOK_INVALID', `increment of ${message.instrument}: ${level.quantity} at ${price}`);
      }
      (index < bidCount ? this.bids : this.asks).set(price, level.quantity);
    }
    this.version += 1;
    this.updateSeq = message.updateSeq;
    this.eventTimeUs = message.eventTimeUs;
    return 'applied';
  }

  /** Fills `into` with the whole book (its levels array is used again). */
  toSnapshot(instrument: number, into: BookSnapshot): BookSnapshot {
    const bidCount = this.bids.count;
    const count = bidCount + this.asks.count;
    into.instrument = instrument;
    into.updateSeq = Math.max(this.updateSeq, 0);
    into.eventTimeUs = this.eventTimeUs;
    into.bidCount = bidCount;
    const levels = into.levels;
    while (levels.length < count) levels.push({ price: 0, quantity: 0 });
    levels.length = count;
    for (let index = 0; index < count; index += 1) {
      const level = levels[index] as { price: number; quantity: number };
      const side = index < bidCount ? this.bids : this.asks;
      const at = index < bidCount ? index : index - bidCount;
      level.price = side.price(at);
      level.quantity = side.quantity(at);
    }
    return into;
  }
}

function checkBidCount(bidCount: number, levels: number): void {
  if (bidCount > levels) throw new RelaisError('RELAIS_E_BOOK_INVALID', `${bidCount} bids of ${levels} levels`);
}
