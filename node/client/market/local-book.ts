import { RelaisError } from '../../../registry/index.js';
import { BookBuilder, type BookSide } from '../../market/index.js';
import type { BookIncrement, BookSnapshot } from '../../wire/index.js';
import type { ReadableBook } from './book-stream.js';
import type { BookLevel } from './events.js';

/** The book of one instrument as this client holds it: the same builder, and so the same book, as in the region. */
export class LocalBook implements ReadableBook {
  private readonly builder = new BookBuilder();

  get updateSeq(): number {
    return this.builder.updateSeq;
  }

  get eventTimeUs(): number {
    return this.builder.eventTimeUs;
  }

  /** A snapshot has come, and no increment after it is missing. */
  get isConsistent(): boolean {
    return this.builder.isInSync;
  }

  /** False if it contradicts itself. */
  snapshot(message: BookSnapshot): boolean {
    const took = this.guarded(() => {
      this.builder.snapshot(message);
      return true;
    });
    return took === true;
  }

  /** Increments that a snapshot has in it already are left out; after a gap nothing is of use until the next snapshot. */
  increment(message: BookIncrement): 'applied' | 'ignored' | 'gap' {
    const step = this.guarded(() => this.builder.increment(message));
    if (step === undefined) return 'gap';
    return step === 'old' || step === 'waiting' ? 'ignored' : step;
  }

  clear(): void {
    this.builder.reset();
  }

  levels(side: 'bids' | 'asks', depth: number): BookLevel[] {
    const from: BookSide = this.builder[side];
    const count = Math.min(depth, from.count);
    const levels: BookLevel[] = new Array(count);
    for (let at = 0; at < count; at += 1) levels[at] = { price: from.price(at), quantity: from.quantity(at) };
    return levels;
  }

  /** undefined if the message contradicts itself: the book is then out of use until the next snapshot. */
  private guarded<T>(apply: () => T): T | undefined {
    try {
      return apply();
    } catch (error) {
      if (!(error instanceof RelaisError) || error.code !== 'RELAIS_E_BOOK_INVALID') throw error;
      this.builder.reset();
      return undefined;
    }
  }
}
