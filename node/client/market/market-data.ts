/**
 * Market data of one client: one subscription an (instrument, kind) however many read it, snapshots and increments stitched, gaps found
 * by sequence and healed by subscribing anew.
 */
import type { RelaisError } from '../../../registry/index.js';
import {
  type BookIncrement,
  type BookSnapshot,
  encodeSubscribe,
  encodeUnsubscribe,
  MessageType,
  type Quote as QuoteMessage,
  type Trade as TradeMessage,
} from '../../wire/index.js';
import { sides } from '../model/enum-names.js';
import type { Instrument } from '../model/instrument.js';
import { BoundedStream } from '../stream/bounded-stream.js';
import { LatestStream } from '../stream/latest-stream.js';
import { BookStream } from './book-stream.js';
import type { Quote, Trade, TradeGap } from './events.js';
import { LocalBook } from './local-book.js';
import { TradeReader, TradeSequence } from './trade-feed.js';

export const KIND = { quotes: 1, trades: 2, book: 4 } as const;
type Kind = (typeof KIND)[keyof typeof KIND];

export interface MarketDataPort {
  newRequestId(): number;
  sendControl(type: number, bytes: Uint8Array): void;
  /** A book had a gap or a damaged message, and is asked for again. */
  bookRestarted(instrument: Instrument, reason: 'gap' | 'damage'): void;
}

interface Topic {
  readonly instrument: Instrument;
  readonly kind: Kind;
  requestId: number;
  readers: number;
  readonly quoteReaders: Set<LatestStream<number, Quote>>;
  readonly tradeReaders: Set<TradeReader>;
  readonly bookReaders: Set<BookStream>;
  lastQuote: Quote | null;
  readonly trades: TradeSequence;
  readonly book: LocalBook;
}

const topicKey = (instrumentId: number, kind: Kind): number => instrumentId * 8 + kind;

export class MarketData {
  private readonly port: MarketDataPort;
  private readonly streamBufferMax: number;
  private readonly topics = new Map<number, Topic>();
  private isConnected = false;
  quotesConflated = 0;
  booksRestarted = 0;

  constructor(port: MarketDataPort, streamBufferMax: number) {
    this.port = port;
    this.streamBufferMax = streamBufferMax;
  }

  quotes(instruments: readonly Instrument[]): LatestStream<number, Quote> {
    const topics = this.topicsOf(instruments, KIND.quotes);
    const stream: LatestStream<number, Quote> = new LatestStream(
      (older, newer) => {
        this.quotesConflated += 1;
        return { ...newer, conflated: older.conflated + 1 };
      },
      () => {
        for (const topic of topics) if (topic.quoteReaders.delete(stream)) this.left(topic);
      },
    );
    for (const topic of topics) {
      topic.quoteReaders.add(stream);
      this.joined(topic);
      if (topic.lastQuote !== null) stream.set(topic.instrument.id, topic.lastQuote);
    }
    return stream;
  }

  trades(instruments: readonly Instrument[]): BoundedStream<Trade | TradeGap> {
    const topics = this.topicsOf(instruments, KIND.trades);
    const readers = new Map<Topic, TradeReader>();
    const stream: BoundedStream<Trade | TradeGap> = new BoundedStream(
      this.streamBufferMax,
      () => {
        for (const [topic, reader] of readers) if (topic.tradeReaders.delete(reader)) this.left(topic);
      },
      () => {
        for (const reader of readers.values()) reader.roomAgain();
      },
    );
    for (const topic of topics) {
      const reader = new TradeReader(stream, topic.instrument, readers);
      readers.set(topic, reader);
      topic.tradeReaders.add(reader);
      this.joined(topic);
    }
    return stream;
  }

  book(instrument: Instrument, depth: number): BookStream {
    const [topic] = this.topicsOf([instrument], KIND.book) as [Topic];
    const stream: BookStream = new BookStream(instrument, topic.book, depth, () => {
      if (topic.bookReaders.delete(stream)) this.left(topic);
    });
    topic.bookReaders.add(stream);
    this.joined(topic);
    if (topic.book.isConsistent) stream.changed();
    return stream;
  }

  connected(): void {
    this.isConnected = true;
    for (const topic of this.topics.values()) this.subscribe(topic);
  }

  disconnected(): void {
    this.isConnected = false;
    for (const topic of this.topics.values()) {
      topic.book.clear();
      topic.lastQuote = null;
    }
  }

  onQuote(message: QuoteMessage): void {
    const topic = this.topics.get(topicKey(message.instrument, KIND.quotes));
    if (topic === undefined) return;
    const { updateSeq, eventTimeUs, bid, ask, bidQuantity, askQuantity } = message;
    const quote = { instrument: topic.instrument, updateSeq, eventTimeUs, bid, ask, bidQuantity, askQuantity, conflated: 0 };
    topic.lastQuote = quote;
    for (const reader of topic.quoteReaders) reader.set(topic.instrument.id, quote);
  }

  onTrade(message: TradeMessage): void {
    const topic = this.topics.get(topicKey(message.instrument, KIND.trades));
    if (topic === undefined) return;
    const { updateSeq, eventTimeUs, tradeId, price, quantity } = message;
    const aggressorSide = sides.name(message.aggressorSide);
    const trade: Trade = { type: 'trade', instrument: topic.instrument, updateSeq, eventTimeUs, tradeId, price, quantity, aggressorSide };
    for (const item of topic.trades.follow(trade)) for (const reader of topic.tradeReaders) reader.push(item);
  }

  onBookSnapshot(message: BookSnapshot): void {
    const topic = this.topics.get(topicKey(message.instrument, KIND.book));
    if (topic === undefined) return;
    if (topic.book.snapshot(message)) for (const reader of topic.bookReaders) reader.changed();
    else this.restart(topic, 'damage');
  }

  onBookIncrement(message: BookIncrement): void {
    const topic = this.topics.get(topicKey(message.instrument, KIND.book));
    if (topic === undefined) return;
    const outcome = topic.book.increment(message);
    if (outcome === 'applied') for (const reader of topic.bookReaders) reader.changed();
    else if (outcome === 'gap') this.restart(topic, 'gap');
  }

  /** A message of the book channel, or of the other one, was damaged. What it was about cannot be known: all of it is asked for again. */
  damaged(isBookChannel: boolean): void {
    for (const topic of this.topics.values()) {
      if ((topic.kind === KIND.book) !== isBookChannel) continue;
      if (isBookChannel) this.restart(topic, 'damage');
      else this.askAgain(topic);
    }
  }

  /** The server refused a subscription: its readers get the error. False if the request was not a subscription. */
  refused(requestId: number, error: RelaisError): boolean {
    for (const topic of this.topics.values()) {
      if (topic.requestId !== requestId) continue;
      this.endReaders(topic, error);
      return true;
    }
    return false;
  }

  /** Ends all streams, with an error or in order. */
  close(error: unknown): void {
    this.isConnected = false;
    for (const topic of [...this.topics.values()]) this.endReaders(topic, error);
  }

  private endReaders(topic: Topic, error: unknown): void {
    for (const reader of [...topic.quoteReaders]) reader.end(error);
    for (const reader of [...topic.tradeReaders]) reader.end(error);
    for (const reader of [...topic.bookReaders]) reader.end(error);
  }

  private topicsOf(instruments: readonly Instrument[], kind: Kind): Topic[] {
    return [...new Set(instruments)].map((instrument) => {
      const key = topicKey(instrument.id, kind);
      const known = this.topics.get(key);
      if (known !== undefined) return known;
      const topic: Topic = {
        instrument,
        kind,
        requestId: 0,
        readers: 0,
        quoteReaders: new Set(),
        tradeReaders: new Set(),
        bookReaders: new Set(),
        lastQuote: null,
        trades: new TradeSequence(instrument),
        book: new LocalBook(),
      };
      this.topics.set(key, topic);
      return topic;
    });
  }

  private joined(topic: Topic): void {
    topic.readers += 1;
    if (topic.readers === 1 && this.isConnected) this.subscribe(topic);
  }

  private left(topic: Topic): void {
    topic.readers -= 1;
    if (topic.readers > 0) return;
    this.topics.delete(topicKey(topic.instrument.id, topic.kind));
    if (this.isConnected) this.unsubscribe(topic);
  }

  private restart(topic: Topic, reason: 'gap' | 'damage'): void {
    topic.book.clear();
    this.booksRestarted += 1;
    this.port.bookRestarted(topic.instrument, reason);
    this.askAgain(topic);
  }

  /** The answer begins with the present state. */
  private askAgain(topic: Topic): void {
    this.unsubscribe(topic);
    this.subscribe(topic);
  }

  private subscribe(topic: Topic): void {
    topic.requestId = this.port.newRequestId();
    this.send(MessageType.Subscribe, encodeSubscribe, topic);
  }

  private unsubscribe(topic: Topic): void {
    this.send(MessageType.Unsubscribe, encodeUnsubscribe, topic);
  }

  private send(type: number, encode: typeof encodeSubscribe, topic: Topic): void {
    const bytes = new Uint8Array(32);
    const { requestId, instrument, kind } = topic;
    const length = encode({ requestId, instrument: instrument.id, kinds: kind }, bytes, new DataView(bytes.buffer), 0);
    this.port.sendControl(type, bytes.subarray(0, length));
  }
}
