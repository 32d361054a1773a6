/**
 * The market data hub of a region. In: encoded messages of its own engine and feeds (`publish`) and of other regions (`fromRegion`).
 * Out: the same bytes to every reader, after a snapshot, in sequence.
 *
 * Pure: no socket, no clock. Effects go through HubPort. An instrument of another region is asked for while somebody here reads it, and asked
 * for again when its region comes back or a message of its book is missing: the answer begins with a snapshot.
 */
import { assert, RelaisError } from '../../registry/index.js';
import {
  type BookIncrement,
  BookIncrementReader,
  type BookSnapshot,
  BookSnapshotReader,
  decodeBookIncrement,
  decodeBookSnapshot,
  decodeQuote,
  emptyBookIncrement,
  emptyBookSnapshot,
  InstrumentStatusReader,
  MessageType,
  messageCrcIsGood,
  type Quote,
  QuoteReader,
  TradeReader,
} from '../wire/index.js';
import type { BookBuilder, BookStep } from './book-builder.js';
import { type MarketOutlet, MarketReader, type ReaderEvents } from './market-reader.js';
import { ASKABLE_KINDS, KIND, type Kind, Topic } from './topic.js';

export interface HubPort extends ReaderEvents {
  /** Send Subscribe or Unsubscribe to the region of the instrument. Called only while that region is connected. */
  upstream(instrument: number, kinds: number, isWanted: boolean): void;
  /** A local book does not follow its increments: publish a BookSnapshot of it. */
  needSnapshot(instrument: number): void;
  /** Messages between a region and this one are missing or damaged. */
  gap(instrument: number, kind: Kind, missing: number): void;
}

export interface HubLimits {
  /** Subscriptions (instrument and kind) of one reader. */
  readonly subscriptionsMax: number;
}

const LOWEST_KINDS = KIND.quotes | KIND.trades | KIND.book;

export const regionOf = (instrument: number): number => instrument >>> 16;

export class MarketDataHub {
  readonly #region: number;
  readonly #port: HubPort;
  readonly #limits: HubLimits;
  /** Instrument → its four topics. */
  readonly #instruments = new Map<number, ReadonlyMap<Kind, Topic>>();
  readonly #connected = new Set<number>();
  readonly #increment: BookIncrement = emptyBookIncrement();
  readonly #snapshot: BookSnapshot = emptyBookSnapshot();
  published = 0;
  /** Messages from other regions that nobody had asked for, or that had been here before. */
  ignored = 0;

  constructor(region: number, port: HubPort, limits: HubLimits) {
    this.#region = region;
    this.#port = port;
    this.#limits = limits;
  }

  /** Makes an instrument known, of this region or another. Twice is once. */
  declare(instrument: number): void {
    if (this.#instruments.has(instrument)) return;
    const isLocal = regionOf(instrument) === this.#region;
    const kinds = [...ASKABLE_KINDS, KIND.status] as const;
    this.#instruments.set(instrument, new Map(kinds.map((kind) => [kind, new Topic(instrument, kind, isLocal)])));
  }

  knows(instrument: number): boolean {
    return this.#instruments.has(instrument);
  }

  attach(name: string, outlet: MarketOutlet): MarketReader {
    return new MarketReader(name, outlet, this.#port);
  }

  detach(reader: MarketReader): void {
    for (const topic of [...reader.subscriptions.keys()]) this.#leave(reader, topic);
  }

  /**
   * Subscribes a reader to kinds of an instrument: first the state, then what follows, nothing between. Kinds that it reads already start anew
   * from the state. Errors: RELAIS_E_MARKET_INSTRUMENT_UNKNOWN, RELAIS_E_SUBSCRIPTION_KINDS, RELAIS_E_SUBSCRIPTION_LIMIT; nothing is then subscribed.
   */
  subscribe(reader: MarketReader, instrument: number, kinds: number): void {
    const topics = this.#askedTopics(instrument, kinds);
    const added = topics.filter((topic) => !reader.subscriptions.has(topic));
    if (reader.askedCount + added.length > this.#limits.subscriptionsMax) {
      throw new RelaisError('RELAIS_E_SUBSCRIPTION_LIMIT', `${this.#limits.subscriptionsMax}`);
    }
    const status = this.#topic(instrument, KIND.status);
    const isFirst = status !== null && !reader.subscriptions.has(status);
    const unread = topics.filter((topic) => topic.subscriptions.length === 0);
    for (const topic of isFirst ? [...topics, status] : topics) this.#join(reader, topic);
    this.#ask(instrument, unread, true);
  }

  /** Ends a subscription; kinds that are not read are left alone. Errors: RELAIS_E_MARKET_INSTRUMENT_UNKNOWN, RELAIS_E_SUBSCRIPTION_KINDS. */
  unsubscribe(reader: MarketReader, instrument: number, kinds: number): void {
    for (const topic of this.#askedTopics(instrument, kinds)) this.#leave(reader, topic);
    if (ASKABLE_KINDS.some((kind) => reader.subscriptions.has(this.#topic(instrument, kind) as Topic))) return;
    this.#leave(reader, this.#topic(instrument, KIND.status) as Topic);
  }

  /**
   * A message of this region's engine or feeds. A BookSnapshot replaces the book. Errors: RELAIS_E_MARKET_INSTRUMENT_UNKNOWN, and those of decoding:
   * the source is defective.
   */
  publish(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const header = headerOf(type, bytes, view, at, length);
    const topic = this.#topic(header.instrument, header.kind);
    if (topic === null || regionOf(header.instrument) !== this.#region) {
      throw new RelaisError('RELAIS_E_MARKET_INSTRUMENT_UNKNOWN', `${header.instrument}`);
    }
    if (topic.book === null) topic.keep(type, bytes, at, length);
    else if (this.#applyToBook(topic.book, type, bytes, view, at, length) !== 'applied') {
      this.#port.needSnapshot(header.instrument);
      return;
    }
    topic.updateSeq = header.updateSeq;
    this.#spread(topic, type, bytes, at, length);
  }

  /**
   * A message that arrived from another region. What was not asked for is ignored; a damaged or missing message of a book has it asked for
   * again. Errors: RELAIS_E_MARKET_INSTRUMENT_UNKNOWN (not an instrument of that region) and those of decoding: the peer is defective, end the session.
   */
  fromRegion(region: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const header = headerOf(type, bytes, view, at, length);
    if (regionOf(header.instrument) !== region || region === this.#region) {
      throw new RelaisError('RELAIS_E_MARKET_INSTRUMENT_UNKNOWN', `${header.instrument} from region ${region}`);
    }
    const topic = this.#topic(header.instrument, header.kind);
    if (topic === null || topic.subscriptions.length === 0) {
      this.ignored += 1;
      return;
    }
    if (!messageCrcIsGood(bytes, at, length)) this.#lost(topic, 1);
    else if (topic.book !== null) this.#remoteBook(topic, topic.book, type, bytes, view, at, length);
    else this.#remoteLatest(topic, header.updateSeq, type, bytes, at, length);
  }

  /** A link is up: everything that is read here of that region is asked for (again). */
  regionConnected(region: number): void {
    this.#connected.add(region);
    for (const [instrument, topics] of this.#instruments) {
      if (regionOf(instrument) !== region) continue;
      const read = ASKABLE_KINDS.map((kind) => topics.get(kind) as Topic).filter((topic) => topic.subscriptions.length > 0);
      this.#ask(instrument, read, true);
    }
  }

  regionDisconnected(region: number): void {
    this.#connected.delete(region);
    for (const [instrument, topics] of this.#instruments) {
      if (regionOf(instrument) === region) for (const topic of topics.values()) topic.isAwaitingState = true;
    }
  }

  isConnected(region: number): boolean {
    return region === this.#region || this.#connected.has(region);
  }

  /** The last quote of an instrument of this region; null if there is none. */
  localQuote(instrument: number, into: Quote): Quote | null {
    const last = regionOf(instrument) === this.#region ? (this.#topic(instrument, KIND.quotes)?.lastMessage() ?? null) : null;
    if (last === null) return null;
    return decodeQuote(new DataView(last.buffer, last.byteOffset, last.byteLength), last, 0, last.byteLength, into);
  }

  /** The book as the hub has it: to look at, not to change. */
  book(instrument: number): BookBuilder | null {
    return this.#topic(instrument, KIND.book)?.book ?? null;
  }

  #topic(instrument: number, kind: Kind): Topic | null {
    return this.#instruments.get(instrument)?.get(kind) ?? null;
  }

  #askedTopics(instrument: number, kinds: number): Topic[] {
    if ((kinds & LOWEST_KINDS) === 0 || (kinds & ~LOWEST_KINDS) !== 0)
      throw new RelaisError('RELAIS_E_SUBSCRIPTION_KINDS', `kinds ${kinds}`);
    const topics = this.#instruments.get(instrument);
    if (topics === undefined) throw new RelaisError('RELAIS_E_MARKET_INSTRUMENT_UNKNOWN', `${instrument}`);
    return ASKABLE_KINDS.filter((kind) => (kinds & kind) !== 0).map((kind) => topics.get(kind) as Topic);
  }

  #join(reader: MarketReader, topic: Topic): void {
    let subscription = reader.subscriptions.get(topic);
    if (subscription === undefined) {
      subscription = { reader, topic, isWaiting: false, missed: 0, isOwedState: false, isGone: false };
      reader.subscriptions.set(topic, subscription);
      if (topic.kind !== KIND.status) reader.askedCount += 1;
      topic.subscriptions = [...topic.subscriptions, subscription];
    }
    if (topic.isAwaitingState) subscription.isOwedState = true;
    else if (!subscription.isWaiting) reader.start(subscription);
  }

  #leave(reader: MarketReader, topic: Topic): void {
    const subscription = reader.subscriptions.get(topic);
    if (subscription === undefined) return;
    reader.leave(subscription);
    if (topic.kind !== KIND.status) reader.askedCount -= 1;
    topic.subscriptions = topic.subscriptions.filter((other) => other !== subscription);
    if (topic.subscriptions.length > 0 || regionOf(topic.instrument) === this.#region) return;
    topic.forget();
    if (topic.kind !== KIND.status) this.#ask(topic.instrument, [topic], false);
  }

  #ask(instrument: number, topics: readonly Topic[], isWanted: boolean): void {
    const region = regionOf(instrument);
    if (topics.length === 0 || region === this.#region) return;
    for (const topic of topics) topic.isAwaitingState = true;
    if (!this.#connected.has(region)) return;
    this.#port.upstream(
      instrument,
      topics.reduce((kinds, topic) => kinds | topic.kind, 0),
      isWanted,
    );
  }

  #remoteBook(topic: Topic, book: BookBuilder, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    // increments that were under way when the book was asked for again say nothing
    if (topic.isAwaitingState && type !== MessageType.BookSnapshot) return;
    const before = book.updateSeq;
    const step = this.#applyToBook(book, type, bytes, view, at, length);
    if (step === 'gap') this.#lost(topic, Math.max(this.#increment.updateSeq - before - 1, 1));
    if (step !== 'applied') return;
    topic.isAwaitingState = false;
    topic.updateSeq = book.updateSeq;
    this.#spread(topic, type, bytes, at, length);
  }

  /** Quotes, trades and status stand for themselves: a later one is taken even if some between are missing, and then that is said. */
  #remoteLatest(topic: Topic, updateSeq: number, type: number, bytes: Uint8Array, at: number, length: number): void {
    const isRepeated = topic.isAwaitingState ? topic.isLast(type, bytes, at, length) : updateSeq <= topic.updateSeq;
    topic.isAwaitingState = false;
    if (isRepeated) {
      this.ignored += 1;
      this.#spread(topic, type, bytes, at, length, true);
      return;
    }
    const missing = topic.updateSeq === 0 ? 0 : updateSeq - topic.updateSeq - 1;
    topic.keep(type, bytes, at, length);
    topic.updateSeq = updateSeq;
    if (missing > 0) this.#tellMissing(topic, missing);
    this.#spread(topic, type, bytes, at, length);
  }

  #lost(topic: Topic, missing: number): void {
    this.#port.gap(topic.instrument, topic.kind, missing);
    if (topic.book === null) return;
    topic.book.reset();
    this.#ask(topic.instrument, [topic], true);
  }

  #tellMissing(topic: Topic, missing: number): void {
    this.#port.gap(topic.instrument, topic.kind, missing);
    // whoever reads quotes wants the last one; whoever reads trades wants them all
    if (topic.kind !== KIND.trades) return;
    for (const { reader } of topic.subscriptions) reader.notify(topic.instrument, 'RELAIS_E_MARKET_DATA_GAP', missing);
  }

  #applyToBook(book: BookBuilder, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): BookStep {
    if (type === MessageType.BookIncrement) return book.increment(decodeBookIncrement(view, bytes, at, length, this.#increment));
    book.snapshot(decodeBookSnapshot(view, bytes, at, length, this.#snapshot));
    return 'applied';
  }

  /** To all readers, or to those only whose first state this is. */
  #spread(topic: Topic, type: number, bytes: Uint8Array, at: number, length: number, isForOwedOnly = false): void {
    this.published += isForOwedOnly ? 0 : 1;
    for (const subscription of topic.subscriptions) {
      if (subscription.isGone || (isForOwedOnly && !subscription.isOwedState)) continue;
      subscription.isOwedState = false;
      subscription.reader.deliver(subscription, type, bytes, at, length);
    }
  }
}

interface Header {
  instrument: number;
  updateSeq: number;
  kind: Kind;
}

const header: Header = { instrument: 0, updateSeq: 0, kind: KIND.quotes };
const READERS = {
  [MessageType.Quote]: { reader: new QuoteReader(), kind: KIND.quotes },
  [MessageType.Trade]: { reader: new TradeReader(), kind: KIND.trades },
  [MessageType.BookSnapshot]: { reader: new BookSnapshotReader(), kind: KIND.book },
  [MessageType.BookIncrement]: { reader: new BookIncrementReader(), kind: KIND.book },
  [MessageType.InstrumentStatus]: { reader: new InstrumentStatusReader(), kind: KIND.status },
} as const;

/** Checks the structure of a market message and gives what all of them begin with. The result is used again by the next call. */
function headerOf(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): Header {
  const entry = READERS[type as keyof typeof READERS];
  assert(entry !== undefined, 'RELAIS_E_INTERNAL', `message type ${type} is not market data`);
  const message = entry.reader.wrap(view, bytes, at, length);
  header.instrument = message.instrument;
  header.updateSeq = message.updateSeq;
  header.kind = entry.kind;
  return header;
}
