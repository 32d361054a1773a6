/** Two other regions behind links of a fixed delay, in simulated time: they answer fetches and send quotes of what was subscribed to. */
import { type QuoteCache, type QuoteCachePort, regionOf } from '../../node/market/index.js';
import { emptyQuote, type Quote } from '../../node/wire/index.js';

/** A Quote message in a frame of its own, and a QuoteRequest with its QuoteResponse: what a link carries, without the record around it. */
const QUOTE_BYTES = 70;
const FETCH_BYTES = 120;

export class SimulatedRegions implements QuoteCachePort {
  readonly region: number;
  readonly #delayMs: number;
  readonly #updateEveryMs: number;
  /** In the order in which they are due: the delay is the same for all. */
  readonly #due: { atMs: number; instrument: number }[] = [];
  readonly #subscribed = new Map<number, number>();
  readonly #quote: Quote = { ...emptyQuote(), bid: 100, ask: 101, bidQuantity: 1, askQuantity: 1 };
  nowMs = 0;
  /** Calls to another region so far. */
  calls = 0;

  constructor(region: number, delayMs: number, updateEveryMs: number) {
    this.region = region;
    this.#delayMs = delayMs;
    this.#updateEveryMs = updateEveryMs;
  }

  knows(): boolean {
    return true;
  }

  isConnected(): boolean {
    return true;
  }

  localQuote(instrument: number, into: Quote): Quote {
    return Object.assign(into, this.#quote, { instrument });
  }

  fetch(instrument: number): void {
    this.calls += 1;
    this.#due.push({ atMs: this.nowMs + 2 * this.#delayMs, instrument });
  }

  subscribe(instrument: number): void {
    this.calls += 1;
    this.#subscribed.set(instrument, this.nowMs + 2 * this.#delayMs);
  }

  unsubscribe(instrument: number): void {
    this.calls += 1;
    this.#subscribed.delete(instrument);
  }

  /** Simulated time goes on: what has arrived by then reaches the cache. */
  advanceTo(nowMs: number, cache: QuoteCache): void {
    this.nowMs = nowMs;
    const arrived = this.#due.findIndex(({ atMs }) => atMs > nowMs);
    for (const { instrument } of this.#due.splice(0, arrived < 0 ? this.#due.length : arrived)) {
      cache.fetched(this.#next(instrument), FETCH_BYTES, nowMs);
    }
    for (const [instrument, atMs] of this.#subscribed) {
      if (atMs > nowMs) continue;
      cache.updated(this.#next(instrument), QUOTE_BYTES, nowMs);
      this.#subscribed.set(instrument, nowMs + this.#updateEveryMs);
    }
  }

  /** Beats of every link: nothing is missing. */
  beat(cache: QuoteCache, regions: readonly number[]): void {
    for (const region of regions) if (region !== this.region) cache.regionCurrent(region, this.nowMs - this.#delayMs);
  }

  isOther(instrument: number): boolean {
    return regionOf(instrument) !== this.region;
  }

  #next(instrument: number): Quote {
    this.#quote.instrument = instrument;
    this.#quote.updateSeq += 1;
    return this.#quote;
  }
}
