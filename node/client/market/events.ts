import type { Instrument } from '../model/instrument.js';

/** Best bid and offer, scaled: `quote.instrument.formatPrice(quote.bid)`. A side without orders has price and quantity 0. */
export interface Quote {
  readonly instrument: Instrument;
  readonly updateSeq: number;
  readonly eventTimeUs: number;
  readonly bid: number;
  readonly ask: number;
  readonly bidQuantity: number;
  readonly askQuantity: number;
  /** Older quotes of this instrument that this one replaced before they were read. */
  readonly conflated: number;
}

export interface Trade {
  readonly type: 'trade';
  readonly instrument: Instrument;
  readonly updateSeq: number;
  readonly eventTimeUs: number;
  readonly tradeId: number;
  readonly price: number;
  readonly quantity: number;
  readonly aggressorSide: 'buy' | 'sell' | undefined;
}

/** Trades are missing here: nothing is left out silently. */
export interface TradeGap {
  readonly type: 'gap';
  readonly instrument: Instrument;
  /** How many; undefined when the source began to count anew. */
  readonly missed: number | undefined;
  /** `slowReader`: this stream was not read fast enough. `connection`: they did not reach this client. */
  readonly reason: 'slowReader' | 'connection';
}

export interface BookLevel {
  readonly price: number;
  readonly quantity: number;
}

/** A consistent book: snapshot and increments up to `updateSeq`. Best levels first. */
export interface BookView {
  readonly instrument: Instrument;
  readonly updateSeq: number;
  readonly eventTimeUs: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** Updates since the view that was read before, beyond one. */
  readonly conflated: number;
}
