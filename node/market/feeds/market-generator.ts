/**
 * The shipped market: quotes, books and trades of made-up instruments, the same for the same seed.
 *
 * Prices are geometric random walks with a weak pull back to their start (an Ornstein–Uhlenbeck process in the logarithm: Uhlenbeck and
 * Ornstein 1930), correlated through one common factor; events come as a Poisson process whose rate switches between calm and bursts (a
 * Markov-modulated Poisson process). Volatility and sizes follow the kind of the instrument. None of it forecasts anything.
 */
import { RelaisError } from '../../../registry/index.js';
import type { FeedEvent, FeedInstrument } from './feed-event.js';
import { GeneratedBook } from './generated-book.js';
import { SeededRandom } from './seeded-random.js';

export interface GeneratedInstrument extends FeedInstrument {
  /** Scaled as prices. */
  readonly tick: number;
  /** Scaled as quantities. */
  readonly lot: number;
  /** Scaled as prices. */
  readonly startPrice: number;
  /** On average. */
  readonly quotesPerSecond: number;
}

/** Standard deviation of the logarithm of the price over a second, and a common quantity in whole units. */
const KINDS = {
  fx: { volatility: 2e-5, usualQuantity: 1_000_000 },
  crypto: { volatility: 8e-5, usualQuantity: 0.4 },
  metal: { volatility: 4e-5, usualQuantity: 20 },
} as const;

const DEPTH = 20;
const COMMON_SHARE = 0.6;
const PULL_BACK_S = 4 * 3600;
const CALM_S = 19;
const BURST_S = 1;
const BURST_FACTOR = 8;
const CALM_RATE_SHARE = (CALM_S + BURST_S) / (CALM_S + BURST_S * BURST_FACTOR);

interface Walk {
  readonly instrument: GeneratedInstrument;
  readonly book: GeneratedBook;
  readonly volatility: number;
  /** Logarithm of price over start price. */
  logMove: number;
  lastS: number;
  lastCommon: number;
  nextS: number;
  isBursting: boolean;
  regimeEndS: number;
  tradeId: number;
}

export class MarketGenerator {
  readonly #random: SeededRandom;
  readonly #walks: readonly Walk[];
  /** The common factor, a Brownian motion, and its time. */
  #common = 0;
  #nowS = 0;
  #hasBegun = false;

  /** Errors: RELAIS_E_CONFIGURATION (no instrument; a price, tick, lot or rate that is not positive). */
  constructor(instruments: readonly GeneratedInstrument[], seed: number) {
    if (instruments.length === 0) throw new RelaisError('RELAIS_E_CONFIGURATION', 'a generator without instruments');
    this.#random = new SeededRandom(seed);
    this.#walks = instruments.map((instrument) => this.#walk(instrument));
  }

  /** The next events, at one moment; times are microseconds since the start of the generator. The first call gives the whole books. */
  next(): FeedEvent[] {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      return this.#walks.flatMap((walk) => this.#begin(walk));
    }
    const walk = this.#walks.reduce((first, other) => (other.nextS < first.nextS ? other : first));
    this.#advanceTo(walk.nextS);
    return this.#step(walk);
  }

  #walk(instrument: GeneratedInstrument): Walk {
    const { tick, lot, startPrice, quotesPerSecond, symbol, quantityScale } = instrument;
    if (![tick, lot, startPrice, quotesPerSecond].every((value) => Number.isFinite(value) && value > 0)) {
      throw new RelaisError('RELAIS_E_CONFIGURATION', `generator of ${symbol}: tick, lot, start price and rate must be positive`);
    }
    const kind = KINDS[kindOf(symbol)];
    // levels stand about a hundred-thousandth of the price apart, as in liquid markets
    const spacing = Math.max(Math.round((startPrice * 1e-5) / tick), 1) * tick;
    const usualQuantity = kind.usualQuantity * 10 ** quantityScale;
    return {
      instrument,
      book: new GeneratedBook({ spacing, depth: DEPTH, lot, usualQuantity }, this.#random),
      volatility: kind.volatility,
      logMove: 0,
      lastS: 0,
      lastCommon: 0,
      nextS: this.#random.exponential(1 / (quotesPerSecond * CALM_RATE_SHARE)),
      isBursting: false,
      regimeEndS: this.#random.exponential(CALM_S),
      tradeId: 0,
    };
  }

  #advanceTo(nowS: number): void {
    this.#common += Math.sqrt(nowS - this.#nowS) * this.#random.normal();
    this.#nowS = nowS;
  }

  #begin(walk: Walk): FeedEvent[] {
    const { bids, asks } = walk.book.move(walk.instrument.startPrice, 1);
    return [{ ...this.#moment(walk), type: 'bookSnapshot', lastId: null, bids, asks }, this.#quote(walk)];
  }

  #step(walk: Walk): FeedEvent[] {
    const before = walk.logMove;
    this.#movePrice(walk);
    const events: FeedEvent[] = [];
    // who takes, takes in the direction in which the price then goes, mostly
    if (this.#random.uniform() < (walk.isBursting ? 0.4 : 0.2)) events.push(this.#trade(walk, walk.logMove >= before));
    const price = walk.instrument.startPrice * Math.exp(walk.logMove);
    const { bids, asks } = walk.book.move(price, 1 + this.#random.below(walk.isBursting ? 4 : 2));
    if (bids.length + asks.length > 0) events.push({ ...this.#moment(walk), type: 'bookChange', ids: null, bids, asks });
    events.push(this.#quote(walk));
    this.#schedule(walk);
    return events;
  }

  #movePrice(walk: Walk): void {
    const elapsedS = this.#nowS - walk.lastS;
    const common = this.#common - walk.lastCommon;
    const own = Math.sqrt(elapsedS) * this.#random.normal();
    const shock = COMMON_SHARE * common + Math.sqrt(1 - COMMON_SHARE ** 2) * own;
    walk.logMove += -walk.logMove * Math.min(elapsedS / PULL_BACK_S, 1) + walk.volatility * (walk.isBursting ? 2 : 1) * shock;
    walk.lastS = this.#nowS;
    walk.lastCommon = this.#common;
  }

  #schedule(walk: Walk): void {
    if (this.#nowS >= walk.regimeEndS) {
      walk.isBursting = !walk.isBursting;
      walk.regimeEndS = this.#nowS + this.#random.exponential(walk.isBursting ? BURST_S : CALM_S);
    }
    const rate = walk.instrument.quotesPerSecond * CALM_RATE_SHARE * (walk.isBursting ? BURST_FACTOR : 1);
    walk.nextS = this.#nowS + this.#random.exponential(1 / rate);
  }

  #moment(walk: Walk) {
    const us = Math.round(this.#nowS * 1e6);
    return { instrument: walk.instrument, eventTimeUs: us, paceUs: us };
  }

  #quote(walk: Walk): FeedEvent {
    const { bid, ask } = walk.book;
    return { ...this.#moment(walk), type: 'quote', bid: bid.price, ask: ask.price, bidQuantity: bid.quantity, askQuantity: ask.quantity };
  }

  #trade(walk: Walk, isRising: boolean): FeedEvent {
    const isBuy = this.#random.uniform() < (isRising ? 0.8 : 0.2);
    const { price, quantity } = isBuy ? walk.book.ask : walk.book.bid;
    const { lot } = walk.instrument;
    const lots = 1 + this.#random.below(quantity / lot);
    walk.tradeId += 1;
    return { ...this.#moment(walk), type: 'trade', tradeId: walk.tradeId, price, quantity: lots * lot, aggressorSide: isBuy ? 1 : 2 };
  }
}

function kindOf(symbol: string): keyof typeof KINDS {
  if (/XAU|XAG|XPT|XPD|GOLD/i.test(symbol)) return 'metal';
  return /BTC|ETH|SOL|XRP|USDT|USDC/i.test(symbol) ? 'crypto' : 'fx';
}
