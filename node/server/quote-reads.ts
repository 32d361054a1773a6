/**
 * Reads of single quotes: of this region from the hub, of others through the cache, whose calls to their regions go over the links. A region
 * that is linked is asked for a sign of life now and then, so that a quote does not grow old only because its market stands still.
 */
import type { ErrorCode, Settings } from '../../registry/index.js';
import { KIND, type MarketReader, QuoteCache, type QuoteCachePort, type QuoteResult, regionOf } from '../market/index.js';
import {
  decodeQuote,
  decodeQuoteResponse,
  emptyQuote,
  emptyQuoteResponse,
  encodeEcho,
  encodeQuoteRequest,
  encodeQuoteResponse,
  MessageType,
  type Quote,
} from '../wire/index.js';
import type { ClientSession } from './client-session.js';
import type { MarketSide } from './market-side.js';
import type { Metrics } from './metrics.js';
import { codeOfWireNumber, wireNumberOf } from './wire-numbers.js';

export interface QuoteReadsOptions {
  readonly region: number;
  readonly market: MarketSide;
  readonly settings: Pick<
    Settings,
    | 'quoteCacheEntriesMax'
    | 'quoteCacheFetchTimeoutMs'
    | 'quoteCacheWaitersMax'
    | 'quoteCacheHotReads'
    | 'quoteCacheHalfLifeMs'
    | 'quoteCacheHotMax'
  >;
  readonly metrics: Metrics;
}

export class QuoteReads implements QuoteCachePort {
  readonly region: number;
  readonly #market: MarketSide;
  readonly #cache: QuoteCache;
  readonly #reader: MarketReader;
  readonly #quote = emptyQuote();
  readonly #response = emptyQuoteResponse();
  #nextRequestId = 1;

  constructor({ region, market, settings, metrics }: QuoteReadsOptions) {
    this.region = region;
    this.#market = market;
    this.#cache = new QuoteCache(
      {
        entriesMax: settings.quoteCacheEntriesMax,
        waitersMax: settings.quoteCacheWaitersMax,
        fetchTimeoutMs: settings.quoteCacheFetchTimeoutMs,
        hotReads: settings.quoteCacheHotReads,
        halfLifeMs: settings.quoteCacheHalfLifeMs,
        hotMax: settings.quoteCacheHotMax,
      },
      this,
    );
    // The cache reads the hub like any other subscriber: hot instruments of other regions come over the link once, whoever else reads them.
    this.#reader = market.hub.attach('cache', { send: (_channel, type, bytes, at, length) => this.#delivered(type, bytes, at, length) });
    metrics.followCache(() => this.#cache.figures());
  }

  get figures(): { entries: number; hits: number; misses: number } {
    const { entries, hits, misses } = this.#cache.figures();
    return { entries, hits, misses };
  }

  read(session: ClientSession, requestId: number, instrument: number, maxAgeMs: number): void {
    this.#cache.read(instrument, maxAgeMs, performance.now(), (result) => this.#answer(session, requestId, instrument, result));
  }

  /** The answer of a linked region to a fetch. */
  answered(session: ClientSession, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const response = decodeQuoteResponse(view, bytes, at, length, this.#response);
    // A region answers for its own instruments only.
    if (regionOf(response.instrument) !== session.peer.number) return;
    if (response.error !== 0)
      return this.#cache.fetchFailed(response.instrument, codeOfWireNumber(response.error) ?? 'RELAIS_E_QUOTE_NONE', length);
    const { instrument, updateSeq, eventTimeUs, bid, ask, bidQuantity, askQuantity } = response;
    this.#cache.fetched(
      Object.assign(this.#quote, { instrument, updateSeq, eventTimeUs, bid, ask, bidQuantity, askQuantity }),
      length,
      performance.now(),
    );
  }

  /** A linked region has answered our sign of life: what it had sent before is here. */
  regionHeard(region: number): void {
    this.#cache.regionCurrent(region, performance.now());
  }

  regionDown(region: number): void {
    this.#cache.regionDown(region);
  }

  tick(nowMs: number): void {
    this.#cache.tick(nowMs);
    for (const session of this.#market.linksUp) session.answer(MessageType.Echo, encodeEcho, { requestId: 0, timeUs: 0 });
  }

  // ---- QuoteCachePort --------------------------------------------------------------------------------------------------------------

  knows(instrument: number): boolean {
    return this.#market.hub.knows(instrument);
  }

  isConnected(region: number): boolean {
    return this.#market.link(region) !== undefined;
  }

  localQuote(instrument: number, into: Quote): Quote | null {
    return this.#market.hub.localQuote(instrument, into);
  }

  fetch(instrument: number): void {
    this.#market
      .link(regionOf(instrument))
      ?.answer(MessageType.QuoteRequest, encodeQuoteRequest, { requestId: this.#nextRequestId++, instrument, maxAgeMs: 0 });
  }

  subscribe(instrument: number): void {
    this.#market.subscribe(this.#reader, instrument, KIND.quotes);
  }

  unsubscribe(instrument: number): void {
    this.#market.unsubscribe(this.#reader, instrument, KIND.quotes);
  }

  #delivered(type: number, bytes: Uint8Array, at: number, length: number): number {
    if (type === MessageType.Quote) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#cache.updated(decodeQuote(view, bytes, at, length, this.#quote), length, performance.now());
    }
    return 1;
  }

  #answer(session: ClientSession, requestId: number, instrument: number, { error, source, ageMs, quote }: QuoteResult): void {
    const { updateSeq, eventTimeUs, bid, ask, bidQuantity, askQuantity } = quote;
    const wire: { error: number; source: number } =
      error === null ? { error: 0, source } : { error: wireNumberOf(error as ErrorCode), source: 0 };
    session.answer(MessageType.QuoteResponse, encodeQuoteResponse, {
      ...emptyQuoteResponse(),
      ...{ requestId, instrument, error: wire.error, ageMs: Math.min(Math.round(ageMs), 0xffff_ffff) },
      source: wire.source as ReturnType<typeof emptyQuoteResponse>['source'],
      ...(error === null ? { updateSeq, eventTimeUs, bid, ask, bidQuantity, askQuantity } : {}),
    });
  }
}
