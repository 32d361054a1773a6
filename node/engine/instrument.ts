import type { InstrumentDefined } from '../wire/index.js';
import { NONE } from './order-records.js';
import { type LadderBlocks, PriceLadder } from './price-ladder.js';
import type { PriceLevels } from './price-levels.js';
import { TouchedLevels } from './touched-levels.js';

/** Sides as the wire numbers them. */
export const BUY = 1;
export const SELL = 2;

/** One instrument: its limits, its session, its book, its waiting stop orders, its counters. */
export class Instrument {
  readonly number: number;
  /** Place in the list of instruments, in order of definition; not part of the state. */
  readonly index: number;
  symbol = '';
  priceScale = 0;
  quantityScale = 0;
  tick = 1;
  lot = 1;
  bandLow = 0;
  bandHigh = 0;
  maxQuantity = 0;
  isEnabled = false;
  isOpen = false;

  readonly bids: PriceLadder;
  readonly offers: PriceLadder;
  readonly buyStops: PriceLadder;
  readonly sellStops: PriceLadder;
  /** Open quantity of each side, waiting stop orders included: kept within 2^53 − 1, so that no sum inside the book can leave it. */
  buyQuantity = 0;
  sellQuantity = 0;
  stopCount = 0;

  hasTraded = false;
  lastTradePrice = 0;

  quoteSeq = 0;
  tradeSeq = 0;
  bookSeq = 0;
  statusSeq = 0;

  /** Best bid and offer as last published: what the book showed after the last command. */
  quotedBid = 0;
  quotedBidQuantity = 0;
  quotedAsk = 0;
  quotedAskQuantity = 0;

  /** Levels that the present command has changed. */
  readonly touchedBids = new TouchedLevels();
  readonly touchedOffers = new TouchedLevels();

  /** Triggered stop orders that wait for their turn within the present command. */
  triggeredHead = NONE;
  triggeredTail = NONE;

  constructor(number: number, index: number, levels: PriceLevels, blocks: LadderBlocks) {
    this.number = number;
    this.index = index;
    this.bids = new PriceLadder(levels, blocks);
    this.offers = new PriceLadder(levels, blocks);
    this.buyStops = new PriceLadder(levels, blocks);
    this.sellStops = new PriceLadder(levels, blocks);
  }

  define(definition: InstrumentDefined): void {
    this.symbol = definition.symbol;
    this.priceScale = definition.priceScale;
    this.quantityScale = definition.quantityScale;
    this.tick = definition.tick;
    this.lot = definition.lot;
    this.bandLow = definition.bandLow;
    this.bandHigh = definition.bandHigh;
    this.maxQuantity = definition.maxQuantity;
    this.isEnabled = definition.enabled !== 0;
  }

  bookOf(side: number): PriceLadder {
    return side === BUY ? this.bids : this.offers;
  }

  oppositeOf(side: number): PriceLadder {
    return side === BUY ? this.offers : this.bids;
  }

  touchedOf(side: number): TouchedLevels {
    return side === BUY ? this.touchedBids : this.touchedOffers;
  }

  stopsOf(side: number): PriceLadder {
    return side === BUY ? this.buyStops : this.sellStops;
  }

  openQuantity(side: number): number {
    return side === BUY ? this.buyQuantity : this.sellQuantity;
  }

  addOpenQuantity(side: number, change: number): void {
    if (side === BUY) this.buyQuantity += change;
    else this.sellQuantity += change;
  }

  isOnTick(price: number): boolean {
    return price % this.tick === 0;
  }

  /** A band of 0 to 0 is none. */
  isInBand(price: number): boolean {
    return (this.bandLow === 0 && this.bandHigh === 0) || (price >= this.bandLow && price <= this.bandHigh);
  }

  isGoodQuantity(quantity: number): boolean {
    return quantity > 0 && quantity <= this.maxQuantity && quantity % this.lot === 0;
  }
}

/** Whether limits make sense; others are ignored. */
export function isGoodDefinition(definition: InstrumentDefined): boolean {
  return (
    definition.instrument !== 0 &&
    definition.tick > 0 &&
    definition.lot > 0 &&
    definition.maxQuantity >= definition.lot &&
    definition.bandLow <= definition.bandHigh &&
    definition.enabled <= 1
  );
}

/** Key of a resting order's level: best first. */
export const bookKey = (side: number, price: number): number => (side === BUY ? -price : price);

/** Price of a level of the book by its key. */
export const priceOfKey = (side: number, key: number): number => (side === BUY ? 0 - key : key);

/** Key of a waiting stop order's level: the one that is triggered first is first. */
export const stopKey = (side: number, stopPrice: number): number => (side === BUY ? stopPrice : -stopPrice);
