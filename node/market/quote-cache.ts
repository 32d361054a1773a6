/**
 * Quotes of other regions, near the clients that read them.
 *
 * Intuition: a household keeps what it eats often in the pantry (hot: delivered daily, by subscription), buys the rest when asked (one
 * errand however many are hungry), and throws out what nobody has touched for longest.
 *
 * Pure: time is passed in, effects go through QuoteCachePort. A read that is answered from here causes no call to another region, not even
 * to make an instrument hot: that happens in `tick`.
 *
 * Age: since this region received the quote, or, for a quote kept by a live subscription, since its region last said that nothing is missing
 * (`regionCurrent`): a market that stands still does not make its quote old.
 */
import type { ErrorCode } from '../../registry/index.js';
import { emptyQuote, type Quote, QuoteSource } from '../wire/index.js';
import { regionOf } from './hub.js';
import { QuoteSlots, SUBSCRIPTION } from './quote-slots.js';

export interface QuoteCacheLimits {
  readonly entriesMax: number;
  readonly waitersMax: number;
  readonly fetchTimeoutMs: number;
  readonly hotReads: number;
  readonly halfLifeMs: number;
  readonly hotMax: number;
}

export interface QuoteCachePort {
  readonly region: number;
  knows(instrument: number): boolean;
  isConnected(region: number): boolean;
  /** Last quote of an instrument of this region, null if there is none. */
  localQuote(instrument: number, into: Quote): Quote | null;
  /** Ask the region of the instrument for its quote; `fetched` or `fetchFailed` follows, or the timeout. */
  fetch(instrument: number): void;
  /** Keep this instrument's quote coming; each one goes to `updated`. */
  subscribe(instrument: number): void;
  unsubscribe(instrument: number): void;
}

/** Valid during the call only. `source` is a QuoteSource, 0 with an error. */
export interface QuoteResult {
  error: ErrorCode | null;
  source: number;
  ageMs: number;
  readonly quote: Quote;
}

export type QuoteAnswer = (result: QuoteResult) => void;

export interface QuoteCacheFigures {
  readonly entries: number;
  /** Entries kept by subscription. */
  readonly hot: number;
  readonly waiters: number;
  readonly memoryBytes: number;
  readonly servedAgeMs: number;
  readonly local: number;
  readonly hits: number;
  readonly misses: number;
  /** Misses that found a fetch under way. */
  readonly joined: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly evicted: number;
  /** Fetches, subscriptions and their ends. */
  readonly crossRegionCalls: number;
  /** Bytes of quotes from other regions for this cache. */
  readonly crossRegionBytes: number;
}

interface Fetch {
  readonly startedMs: number;
  /** Whether the subscription was asked for before: then it brings all that changes after this answer. */
  readonly isAfterSubscription: boolean;
  readonly answers: QuoteAnswer[];
}

export class QuoteCache {
  readonly #limits: QuoteCacheLimits;
  readonly #port: QuoteCachePort;
  readonly #slots: QuoteSlots;
  readonly #fetches = new Map<number, Fetch>();
  /** Instruments that were read often enough since the last tick. */
  readonly #warm = new Set<number>();
  /** Instruments kept by subscription. */
  readonly #hot = new Set<number>();
  /** Region → when everything that it had sent was here. */
  readonly #currentMs = new Map<number, number>();
  readonly #result: QuoteResult = { error: null, source: 0, ageMs: 0, quote: emptyQuote() };
  #waiters = 0;
  #reads = { local: 0, hits: 0, misses: 0, joined: 0, errors: 0, timeouts: 0, evicted: 0 };
  #servedAgeMs = 0;
  #crossRegion = { calls: 0, bytes: 0 };

  constructor(limits: QuoteCacheLimits, port: QuoteCachePort) {
    this.#limits = limits;
    this.#port = port;
    this.#slots = new QuoteSlots(limits.entriesMax, limits.halfLifeMs);
  }

  /**
   * Reads one quote, at most `maxAgeMs` old. `answer` is called once: at once, or when the fetch ends. Error codes in the result:
   * RELAIS_E_MARKET_INSTRUMENT_UNKNOWN, RELAIS_E_QUOTE_NONE, RELAIS_E_REGION_UNREACHABLE, RELAIS_E_QUOTE_TIMEOUT, RELAIS_E_QUOTE_BUSY.
   */
  read(instrument: number, maxAgeMs: number, nowMs: number, answer: QuoteAnswer): void {
    if (regionOf(instrument) === this.#port.region) {
      this.#readLocal(instrument, answer);
      return;
    }
    const slot = this.#slots.find(instrument);
    if (slot >= 0) {
      this.#touch(slot, instrument, nowMs);
      const ageMs = nowMs - this.#freshMs(slot);
      if (ageMs <= maxAgeMs) {
        this.#reads.hits += 1;
        this.#servedAgeMs += ageMs;
        this.#give(slot, QuoteSource.Cache, ageMs, answer);
        return;
      }
    }
    this.#reads.misses += 1;
    this.#fetch(instrument, nowMs, answer);
  }

  /** The answer of the instrument's region to `fetch`; `bytes` is what it took on the wire. */
  fetched(quote: Quote, bytes: number, nowMs: number): void {
    this.#crossRegion.bytes += bytes;
    const slot = this.#store(quote, nowMs);
    const fetch = this.#endFetch(quote.instrument);
    if (fetch === undefined) return;
    if (fetch.isAfterSubscription && this.#slots.subscription(slot) === SUBSCRIPTION.asked) {
      this.#slots.setSubscription(slot, SUBSCRIPTION.live);
    }
    // every waiting read counts: an instrument may be hot from its first quote on
    for (const _ of fetch.answers) this.#touch(slot, quote.instrument, nowMs);
    for (const answer of fetch.answers) this.#give(slot, QuoteSource.Fetched, 0, answer);
  }

  fetchFailed(instrument: number, error: ErrorCode, bytes: number): void {
    this.#crossRegion.bytes += bytes;
    for (const answer of this.#endFetch(instrument)?.answers ?? []) this.#refuse(instrument, error, answer);
  }

  /** A quote that came by subscription. */
  updated(quote: Quote, bytes: number, nowMs: number): void {
    this.#crossRegion.bytes += bytes;
    const slot = this.#slots.find(quote.instrument);
    if (slot < 0 || this.#slots.subscription(slot) === SUBSCRIPTION.none) return;
    this.#slots.setSubscription(slot, SUBSCRIPTION.live);
    this.#slots.write(slot, quote, nowMs);
  }

  /** Everything that the region had sent up to this moment is here: what its subscriptions delivered is what it has. */
  regionCurrent(region: number, nowMs: number): void {
    this.#currentMs.set(region, nowMs);
  }

  /** The link is gone: waiting reads fail now; what is cached is served while it is young enough, and ages. */
  regionDown(region: number): void {
    // ages go on from when the region was last known to be current
    for (const instrument of this.#hot) {
      if (regionOf(instrument) !== region) continue;
      const slot = this.#slots.find(instrument);
      this.#slots.read(slot, this.#result.quote);
      this.#slots.write(slot, this.#result.quote, this.#freshMs(slot));
      this.#slots.setSubscription(slot, SUBSCRIPTION.asked);
    }
    this.#currentMs.delete(region);
    for (const instrument of [...this.#fetches.keys()]) {
      if (regionOf(instrument) === region) this.fetchFailed(instrument, 'RELAIS_E_REGION_UNREACHABLE', 0);
    }
  }

  /** Ends fetches that took too long, makes warm instruments hot and lets cold ones go. Call it every 100 ms or so. */
  tick(nowMs: number): void {
    this.#endLateFetches(nowMs);
    for (const instrument of this.#hot) {
      const slot = this.#slots.find(instrument);
      if (this.#slots.heat(slot, nowMs) < this.#limits.hotReads / 4) this.#cool(slot, instrument);
    }
    for (const instrument of this.#warm) {
      const slot = this.#slots.find(instrument);
      const isReachable = this.#port.isConnected(regionOf(instrument));
      if (isReachable && this.#hot.size < this.#limits.hotMax && slot >= 0) this.#heatUp(slot, instrument);
    }
    this.#warm.clear();
  }

  /** For metrics. `memoryBytes` is an estimate; `servedAgeMs` is the sum over all hits. */
  figures(): QuoteCacheFigures {
    return {
      entries: this.#slots.size,
      hot: this.#hot.size,
      waiters: this.#waiters,
      memoryBytes: this.#slots.memoryBytes,
      servedAgeMs: this.#servedAgeMs,
      ...this.#reads,
      crossRegionCalls: this.#crossRegion.calls,
      crossRegionBytes: this.#crossRegion.bytes,
    };
  }

  #readLocal(instrument: number, answer: QuoteAnswer): void {
    if (this.#port.localQuote(instrument, this.#result.quote) === null) {
      this.#refuse(instrument, this.#port.knows(instrument) ? 'RELAIS_E_QUOTE_NONE' : 'RELAIS_E_MARKET_INSTRUMENT_UNKNOWN', answer);
      return;
    }
    this.#reads.local += 1;
    this.#answer(null, QuoteSource.Local, 0, answer);
  }

  #fetch(instrument: number, nowMs: number, answer: QuoteAnswer): void {
    if (!this.#port.knows(instrument)) return this.#refuse(instrument, 'RELAIS_E_MARKET_INSTRUMENT_UNKNOWN', answer);
    if (!this.#port.isConnected(regionOf(instrument))) return this.#refuse(instrument, 'RELAIS_E_REGION_UNREACHABLE', answer);
    if (this.#waiters >= this.#limits.waitersMax) return this.#refuse(instrument, 'RELAIS_E_QUOTE_BUSY', answer);
    this.#waiters += 1;
    const running = this.#fetches.get(instrument);
    if (running !== undefined) {
      this.#reads.joined += 1;
      running.answers.push(answer);
      return;
    }
    this.#fetches.set(instrument, { startedMs: nowMs, isAfterSubscription: this.#hot.has(instrument), answers: [answer] });
    this.#crossRegion.calls += 1;
    this.#port.fetch(instrument);
  }

  #endFetch(instrument: number): Fetch | undefined {
    const fetch = this.#fetches.get(instrument);
    this.#fetches.delete(instrument);
    this.#waiters -= fetch?.answers.length ?? 0;
    return fetch;
  }

  #endLateFetches(nowMs: number): void {
    // in the order in which they began
    for (const [instrument, { startedMs }] of this.#fetches) {
      if (nowMs - startedMs < this.#limits.fetchTimeoutMs) return;
      this.#reads.timeouts += 1;
      this.fetchFailed(instrument, 'RELAIS_E_QUOTE_TIMEOUT', 0);
    }
  }

  #store(quote: Quote, nowMs: number): number {
    let slot = this.#slots.find(quote.instrument);
    if (slot < 0) {
      if (this.#slots.isFull) this.#evict();
      slot = this.#slots.add(quote.instrument, nowMs);
    } else if (this.#slots.subscription(slot) === SUBSCRIPTION.live && this.#slots.updateSeq(slot) > quote.updateSeq) {
      // the subscription was faster than the answer
      return slot;
    }
    this.#slots.write(slot, quote, nowMs);
    return slot;
  }

  #evict(): void {
    const slot = this.#slots.oldest;
    const instrument = this.#slots.instrument(slot);
    if (this.#hot.has(instrument)) this.#cool(slot, instrument);
    this.#slots.remove(slot);
    this.#reads.evicted += 1;
  }

  #touch(slot: number, instrument: number, nowMs: number): void {
    this.#slots.touch(slot, 1, nowMs);
    if (this.#slots.subscription(slot) !== SUBSCRIPTION.none) return;
    if (this.#slots.heat(slot, nowMs) >= this.#limits.hotReads) this.#warm.add(instrument);
  }

  #freshMs(slot: number): number {
    const receivedMs = this.#slots.receivedMs(slot);
    if (this.#slots.subscription(slot) !== SUBSCRIPTION.live) return receivedMs;
    return Math.max(receivedMs, this.#currentMs.get(regionOf(this.#slots.instrument(slot))) ?? 0);
  }

  #heatUp(slot: number, instrument: number): void {
    this.#hot.add(instrument);
    this.#slots.setSubscription(slot, SUBSCRIPTION.asked);
    this.#crossRegion.calls += 1;
    this.#port.subscribe(instrument);
  }

  #cool(slot: number, instrument: number): void {
    this.#hot.delete(instrument);
    this.#slots.setSubscription(slot, SUBSCRIPTION.none);
    this.#crossRegion.calls += 1;
    this.#port.unsubscribe(instrument);
  }

  #give(slot: number, source: number, ageMs: number, answer: QuoteAnswer): void {
    this.#slots.read(slot, this.#result.quote);
    this.#answer(null, source, ageMs, answer);
  }

  #refuse(instrument: number, error: ErrorCode, answer: QuoteAnswer): void {
    this.#reads.errors += 1;
    Object.assign(this.#result.quote, emptyQuote(), { instrument });
    this.#answer(error, 0, 0, answer);
  }

  #answer(error: ErrorCode | null, source: number, ageMs: number, answer: QuoteAnswer): void {
    this.#result.error = error;
    this.#result.source = source;
    this.#result.ageMs = ageMs;
    answer(this.#result);
  }
}
