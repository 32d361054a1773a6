/** Feed events → encoded market messages with sequences of their own. An instrument has one publisher only, a feed one of its own. */
import {
  BOOK_SNAPSHOT_MAX_BYTES,
  emptyBookIncrement,
  emptyBookSnapshot,
  emptyQuote,
  emptyTrade,
  encodeBookIncrement,
  encodeBookSnapshot,
  encodeQuote,
  encodeTrade,
  MessageType,
} from '../../wire/index.js';
import type { BookChangeEvent, BookSnapshotEvent, FeedEvent, FeedInstrument, FeedLevel, QuoteEvent, TradeEvent } from './feed-event.js';
import { VenueBook, type VisibleChange } from './venue-book.js';

/** Where messages go: MarketDataHub.publish. Bytes are valid during the call only. */
export type PublishMessage = (type: number, bytes: Uint8Array, view: DataView, at: number, length: number) => void;

export interface FeedPublisherLimits {
  /** Levels a side that are published. */
  readonly bookLevelsMax: number;
}

const OFFSET_MAX = 2 ** 31 - 1;

interface Source {
  readonly instrument: FeedInstrument;
  quoteSeq: number;
  tradeSeq: number;
  bookSeq: number;
  /** A source that sends quotes is believed; otherwise they are made from the top of its book. */
  sendsQuotes: boolean;
  bid: number;
  ask: number;
  bidQuantity: number;
  askQuantity: number;
  readonly book: VenueBook;
}

export class FeedPublisher {
  readonly #publish: PublishMessage;
  readonly #limits: FeedPublisherLimits;
  readonly #sources = new Map<number, Source>();
  readonly #bytes = new Uint8Array(BOOK_SNAPSHOT_MAX_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #quote = emptyQuote();
  readonly #trade = emptyTrade();
  readonly #increment = emptyBookIncrement();
  readonly #snapshot = emptyBookSnapshot();
  messages = 0;

  constructor(publish: PublishMessage, limits: FeedPublisherLimits) {
    this.#publish = publish;
    this.#limits = limits;
  }

  /** Times that changes of a venue's book were missing. */
  get bookGaps(): number {
    let gaps = 0;
    for (const source of this.#sources.values()) gaps += source.book.gaps;
    return gaps;
  }

  /** Publishes an event as of `eventTimeUs` (its own time, or that of its replay). */
  event(event: FeedEvent, eventTimeUs: number): void {
    const source = this.#source(event.instrument);
    if (event.type === 'quote') this.#quoteOf(source, event, eventTimeUs);
    else if (event.type === 'trade') this.#tradeOf(source, event, eventTimeUs);
    else this.#bookOf(source, event, eventTimeUs);
  }

  /** A recording begins again: sequences go on, books wait for their next snapshot. */
  restart(): void {
    for (const source of this.#sources.values()) source.book.restart();
  }

  #source(instrument: FeedInstrument): Source {
    let source = this.#sources.get(instrument.instrument);
    if (source === undefined) {
      const book = new VenueBook(this.#limits.bookLevelsMax);
      const nothing = { bid: 0, ask: 0, bidQuantity: 0, askQuantity: 0 };
      source = { instrument, quoteSeq: 0, tradeSeq: 0, bookSeq: 0, sendsQuotes: false, ...nothing, book };
      this.#sources.set(instrument.instrument, source);
    }
    return source;
  }

  #quoteOf(source: Source, event: QuoteEvent, eventTimeUs: number): void {
    source.sendsQuotes = true;
    this.#sendQuote(source, event.bid, event.bidQuantity, event.ask, event.askQuantity, eventTimeUs);
  }

  #sendQuote(source: Source, bid: number, bidQuantity: number, ask: number, askQuantity: number, eventTimeUs: number): void {
    source.quoteSeq += 1;
    const quote = this.#quote;
    quote.instrument = source.instrument.instrument;
    quote.updateSeq = source.quoteSeq;
    quote.eventTimeUs = eventTimeUs;
    quote.bid = source.bid = bid;
    quote.ask = source.ask = ask;
    quote.bidQuantity = source.bidQuantity = bidQuantity;
    quote.askQuantity = source.askQuantity = askQuantity;
    this.#send(MessageType.Quote, encodeQuote(quote, this.#bytes, this.#view, 0));
  }

  #tradeOf(source: Source, event: TradeEvent, eventTimeUs: number): void {
    source.tradeSeq += 1;
    const trade = this.#trade;
    trade.instrument = source.instrument.instrument;
    trade.updateSeq = source.tradeSeq;
    trade.eventTimeUs = eventTimeUs;
    trade.tradeId = event.tradeId;
    trade.price = event.price;
    trade.quantity = event.quantity;
    trade.aggressorSide = event.aggressorSide;
    this.#send(MessageType.Trade, encodeTrade(trade, this.#bytes, this.#view, 0));
  }

  #bookOf(source: Source, event: BookSnapshotEvent | BookChangeEvent, eventTimeUs: number): void {
    const step = event.type === 'bookSnapshot' ? source.book.snapshot(event) : source.book.change(event);
    if (step.type === 'unchanged') return;
    if (step.type === 'changed') this.#sendIncrements(source, step.change, eventTimeUs);
    else this.#sendSnapshot(source, eventTimeUs);
    if (!source.sendsQuotes) this.#quoteFromBook(source, eventTimeUs);
  }

  #quoteFromBook(source: Source, eventTimeUs: number): void {
    const { bids, asks } = source.book;
    const [bid, bidQuantity] = bids.count > 0 ? [bids.price(0), bids.quantity(0)] : [0, 0];
    const [ask, askQuantity] = asks.count > 0 ? [asks.price(0), asks.quantity(0)] : [0, 0];
    const isSame = bid === source.bid && ask === source.ask && bidQuantity === source.bidQuantity && askQuantity === source.askQuantity;
    if (!isSame) this.#sendQuote(source, bid, bidQuantity, ask, askQuantity, eventTimeUs);
  }

  #sendSnapshot(source: Source, eventTimeUs: number): void {
    const { bids, asks } = source.book;
    const snapshot = this.#snapshot;
    source.bookSeq += 1;
    snapshot.instrument = source.instrument.instrument;
    snapshot.updateSeq = source.bookSeq;
    snapshot.eventTimeUs = eventTimeUs;
    snapshot.bidCount = bids.count;
    snapshot.levels = [bids, asks].flatMap((side) =>
      Array.from({ length: side.count }, (_, at) => ({ price: side.price(at), quantity: side.quantity(at) })),
    );
    this.#send(MessageType.BookSnapshot, encodeBookSnapshot(snapshot, this.#bytes, this.#view, 0));
  }

  /** One increment, or several where the prices are too far apart for one base price. */
  #sendIncrements(source: Source, { bids, asks }: VisibleChange, eventTimeUs: number): void {
    let start = 0;
    const levels: readonly FeedLevel[] = [...bids, ...asks];
    while (start < levels.length) {
      const basePrice = (levels[start] as FeedLevel).price;
      let end = start + 1;
      while (end < levels.length && Math.abs((levels[end] as FeedLevel).price - basePrice) <= OFFSET_MAX) end += 1;
      this.#sendIncrement(source, levels.slice(start, end), Math.max(Math.min(bids.length, end) - start, 0), basePrice, eventTimeUs);
      start = end;
    }
  }

  #sendIncrement(source: Source, levels: readonly FeedLevel[], bidCount: number, basePrice: number, eventTimeUs: number): void {
    source.bookSeq += 1;
    const increment = this.#increment;
    increment.instrument = source.instrument.instrument;
    increment.updateSeq = source.bookSeq;
    increment.eventTimeUs = eventTimeUs;
    increment.basePrice = basePrice;
    increment.bidCount = bidCount;
    increment.levels = levels.map(({ price, quantity }) => ({ priceOffset: price - basePrice, quantity }));
    this.#send(MessageType.BookIncrement, encodeBookIncrement(increment, this.#bytes, this.#view, 0));
  }

  #send(type: number, length: number): void {
    this.messages += 1;
    this.#publish(type, this.#bytes, this.#view, 0, length);
  }
}
