import type { Instrument } from '../model/instrument.js';
import { PullStream } from '../stream/pull-stream.js';
import type { BookLevel, BookView } from './events.js';

/** The part of a book builder that views are made of. */
export interface ReadableBook {
  readonly updateSeq: number;
  readonly eventTimeUs: number;
  /** Whether the book stands: a snapshot has come and no increment is missing. */
  readonly isConsistent: boolean;
  levels(side: 'bids' | 'asks', depth: number): BookLevel[];
}

/**
 * Views of one book. A view is made when the reader asks for it, from the book as it is then: a slow reader costs nothing and gets the
 * present, and while the book is being stitched anew it gets nothing.
 */
export class BookStream extends PullStream<BookView> {
  private readonly instrument: Instrument;
  private readonly book: ReadableBook;
  private readonly depth: number;
  private unread = 0;

  constructor(instrument: Instrument, book: ReadableBook, depth: number, onLeave: () => void) {
    super(onLeave);
    this.instrument = instrument;
    this.book = book;
    this.depth = depth;
  }

  /** The book has changed. */
  changed(): void {
    if (this.isOver) return;
    this.unread += 1;
    this.wake();
  }

  protected take(): BookView | undefined {
    if (this.unread === 0 || !this.book.isConsistent) return undefined;
    const conflated = this.unread - 1;
    this.unread = 0;
    return {
      instrument: this.instrument,
      updateSeq: this.book.updateSeq,
      eventTimeUs: this.book.eventTimeUs,
      bids: this.book.levels('bids', this.depth),
      asks: this.book.levels('asks', this.depth),
      conflated,
    };
  }

  protected forget(): void {
    this.unread = 0;
  }
}
