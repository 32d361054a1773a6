/** Encoded market messages and a reader with a bounded queue, for tests. */
import {
  type BookIncrement,
  type BookSnapshot,
  CHANNELS,
  decodeBookIncrement,
  decodeBookSnapshot,
  decodeNotice,
  decodeQuote,
  decodeTrade,
  emptyBookIncrement,
  emptyBookSnapshot,
  emptyNotice,
  emptyQuote,
  emptyTrade,
  encodeBookIncrement,
  encodeBookSnapshot,
  encodeInstrumentStatus,
  encodeQuote,
  encodeTrade,
  MessageType,
  type Notice,
  type Quote,
  type Trade,
} from '../../wire/index.js';
import type { MarketOutlet } from '../market-reader.js';

export interface Encoded {
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly length: number;
}

function encoded<T>(type: number, encode: (value: T, bytes: Uint8Array, view: DataView, at: number) => number, value: T): Encoded {
  const buffer = new Uint8Array(40_000);
  const length = encode(value, buffer, new DataView(buffer.buffer), 0);
  const bytes = buffer.slice(0, length);
  return { type, bytes, view: new DataView(bytes.buffer), length };
}

export const quote = (instrument: number, updateSeq: number, more: Partial<Quote> = {}): Encoded =>
  encoded(MessageType.Quote, encodeQuote, { ...emptyQuote(), instrument, updateSeq, bid: 100, ask: 101, ...more });

export const trade = (instrument: number, updateSeq: number): Encoded =>
  encoded(MessageType.Trade, encodeTrade, { ...emptyTrade(), instrument, updateSeq, tradeId: updateSeq, price: 100, quantity: 1 });

export const status = (instrument: number, updateSeq: number): Encoded =>
  encoded(MessageType.InstrumentStatus, encodeInstrumentStatus, { instrument, updateSeq, eventTimeUs: 0, open: 1 });

export type Level = readonly [price: number, quantity: number];

export const increment = (instrument: number, updateSeq: number, bids: readonly Level[], asks: readonly Level[] = []): Encoded =>
  encoded<BookIncrement>(MessageType.BookIncrement, encodeBookIncrement, {
    ...emptyBookIncrement(),
    instrument,
    updateSeq,
    basePrice: 50,
    bidCount: bids.length,
    levels: [...bids, ...asks].map(([price, quantity]) => ({ priceOffset: price - 50, quantity })),
  });

export const snapshot = (instrument: number, updateSeq: number, bids: readonly Level[], asks: readonly Level[] = []): Encoded =>
  encoded<BookSnapshot>(MessageType.BookSnapshot, encodeBookSnapshot, {
    ...emptyBookSnapshot(),
    instrument,
    updateSeq,
    bidCount: bids.length,
    levels: [...bids, ...asks].map(([price, quantity]) => ({ price, quantity })),
  });

export type Received =
  | { type: 'Quote'; message: Quote }
  | { type: 'Trade'; message: Trade }
  | { type: 'BookSnapshot'; message: BookSnapshot }
  | { type: 'BookIncrement'; message: BookIncrement }
  | { type: 'Notice'; message: Notice }
  | { type: 'other'; messageType: number };

export function decode(type: number, bytes: Uint8Array): Received {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength;
  if (type === MessageType.Quote) return { type: 'Quote', message: decodeQuote(view, bytes, 0, length, emptyQuote()) };
  if (type === MessageType.Trade) return { type: 'Trade', message: decodeTrade(view, bytes, 0, length, emptyTrade()) };
  if (type === MessageType.BookSnapshot) {
    return { type: 'BookSnapshot', message: decodeBookSnapshot(view, bytes, 0, length, emptyBookSnapshot()) };
  }
  if (type === MessageType.BookIncrement) {
    return { type: 'BookIncrement', message: decodeBookIncrement(view, bytes, 0, length, emptyBookIncrement()) };
  }
  if (type === MessageType.Notice) return { type: 'Notice', message: decodeNotice(view, bytes, 0, length, emptyNotice()) };
  return { type: 'other', messageType: type };
}

/** Per channel a queue of `room` messages, as a Session has; `take` is the peer reading. */
export class BoundedOutlet implements MarketOutlet {
  readonly queues: Received[][] = [[], [], []];
  room: number;
  refused = 0;
  #seq = 0;

  constructor(room = Number.POSITIVE_INFINITY) {
    this.room = room;
  }

  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): number {
    const queue = this.queues[channel] as Received[];
    if (queue.length >= this.room) {
      this.refused += 1;
      return 0;
    }
    queue.push(decode(type, bytes.slice(at, at + length)));
    this.#seq += 1;
    return this.#seq;
  }

  take(channel: number, count = Number.POSITIVE_INFINITY): Received[] {
    return (this.queues[channel] as Received[]).splice(0, count);
  }

  get quotes(): Received[] {
    return this.take(CHANNELS.marketData);
  }
  get book(): Received[] {
    return this.take(CHANNELS.book);
  }
  get control(): Received[] {
    return this.take(CHANNELS.control);
  }
}
