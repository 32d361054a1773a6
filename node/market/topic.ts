/** What the hub keeps of one instrument and kind: the latest state, and who reads it. */
import { type BookSnapshot, CHANNELS, emptyBookSnapshot, encodeBookSnapshot, MessageType } from '../wire/index.js';
import { BookBuilder } from './book-builder.js';
import { BOOK_LEVELS_MAX } from './book-side.js';

/** Bits of `kinds` in Subscribe; `status` is the hub's own: whoever reads anything of an instrument gets its status as well. */
export const KIND = { quotes: 1, trades: 2, book: 4, status: 8 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];
export const ASKABLE_KINDS = [KIND.quotes, KIND.trades, KIND.book] as const;

/** What a topic needs of a reader. */
export interface TopicReader {
  /** False if the channel is full. */
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): boolean;
  deliver(subscription: Subscription, type: number, bytes: Uint8Array, at: number, length: number): void;
  notify(instrument: number, code: NoticeCode, dropped: number): void;
}

export type NoticeCode = 'RELAIS_E_SLOW_READER' | 'RELAIS_E_MARKET_DATA_GAP';

/** One reader's interest in one topic. */
export interface Subscription {
  readonly reader: TopicReader;
  readonly topic: Topic;
  /** Gets nothing but a snapshot, once its channel has room. */
  isWaiting: boolean;
  /** Messages left out since it began to wait. */
  missed: number;
  /** Came while the state was being asked of another region: even a state that the others know is new to it. */
  isOwedState: boolean;
  isGone: boolean;
}

export class Topic {
  readonly instrument: number;
  readonly kind: Kind;
  readonly channel: number;
  /**
   * The state of a remote topic is being asked for, or its region is away: what is here may be out of date. What comes first is the state,
   * whatever its sequence.
   */
  isAwaitingState: boolean;
  /** Sequence of the last message; 0 before the first. */
  updateSeq = 0;
  readonly book: BookBuilder | null;
  /** Replaced, never changed: a list that is being walked stays as it is. */
  subscriptions: readonly Subscription[] = [];
  #last = new Uint8Array(0);
  #lastLength = 0;
  #lastType = 0;

  constructor(instrument: number, kind: Kind, isLocal: boolean) {
    this.instrument = instrument;
    this.kind = kind;
    this.channel = kind === KIND.book ? CHANNELS.book : CHANNELS.marketData;
    this.isAwaitingState = !isLocal;
    this.book = kind === KIND.book ? new BookBuilder() : null;
    // a local book begins empty, and its first increment has sequence 1
    if (isLocal) this.book?.snapshot({ ...emptyBookSnapshot(), instrument });
  }

  /** Whether the message is the last one again. */
  isLast(type: number, bytes: Uint8Array, at: number, length: number): boolean {
    if (type !== this.#lastType || length !== this.#lastLength) return false;
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== this.#last[index]) return false;
    return true;
  }

  keep(type: number, bytes: Uint8Array, at: number, length: number): void {
    if (this.#last.length < length) this.#last = new Uint8Array(Math.max(length, 64));
    this.#last.set(bytes.subarray(at, at + length));
    this.#lastLength = length;
    this.#lastType = type;
  }

  forget(): void {
    this.#lastLength = 0;
    this.updateSeq = 0;
    this.book?.reset();
    this.isAwaitingState = true;
  }

  /** Bytes of the last message of a topic that is not a book; null before the first. Valid until the next. */
  lastMessage(): Uint8Array | null {
    return this.#lastLength === 0 ? null : this.#last.subarray(0, this.#lastLength);
  }

  /** Sends the present state; true if there is nothing to send or it was taken. */
  sendState(reader: TopicReader): boolean {
    if (this.book !== null) {
      if (!this.book.isInSync) return true;
      const length = encodedSnapshot.of(this.book, this.instrument);
      return reader.send(this.channel, MessageType.BookSnapshot, encodedSnapshot.bytes, 0, length);
    }
    if (this.#lastLength === 0) return true;
    return reader.send(this.channel, this.#lastType, this.#last, 0, this.#lastLength);
  }
}

/** The last snapshot that was encoded: readers that are restarted together share it. */
class EncodedSnapshot {
  readonly bytes = new Uint8Array(64 + 2 * BOOK_LEVELS_MAX * 16);
  readonly #view = new DataView(this.bytes.buffer);
  readonly #message: BookSnapshot = emptyBookSnapshot();
  #book: BookBuilder | null = null;
  #version = -1;
  #length = 0;

  of(book: BookBuilder, instrument: number): number {
    if (this.#book !== book || this.#version !== book.version) {
      this.#length = encodeBookSnapshot(book.toSnapshot(instrument, this.#message), this.bytes, this.#view, 0);
      this.#book = book;
      this.#version = book.version;
    }
    return this.#length;
  }
}

const encodedSnapshot = new EncodedSnapshot();
