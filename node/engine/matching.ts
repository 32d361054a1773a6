/**
 * Price-time priority. An order meets the best opposite level first and the oldest order at it first, at the price of what rests. All
 * changes of a book go through here.
 */
import { CancelReason, ExecType, OrdStatus, OrdType, RejectReason, SelfTradePolicy } from '../wire/index.js';
import type { EngineState } from './engine-state.js';
import { AGGRESSOR, type ExecutionReports, MAKER } from './execution-reports.js';
import { BUY, bookKey, type Instrument, priceOfKey, SELL } from './instrument.js';
import type { MarketOutput } from './market-output.js';
import { Byte, Int, NONE, OrderState, Wide } from './order-records.js';
import type { Stops } from './stops.js';

const otherSide = (side: number): number => (side === BUY ? SELL : BUY);

export class Matching {
  private readonly state: EngineState;
  private readonly reports: ExecutionReports;
  private readonly market: MarketOutput;
  private readonly stops: Stops;

  constructor(state: EngineState, reports: ExecutionReports, market: MarketOutput, stops: Stops) {
    this.state = state;
    this.reports = reports;
    this.market = market;
    this.stops = stops;
  }

  /** Largest key of the opposite side that an order at `price` meets; a market order meets all. */
  reach(side: number, isMarket: boolean, price: number): number {
    return isMarket ? Number.POSITIVE_INFINITY : bookKey(otherSide(side), price);
  }

  /** Whether an order with this reach would trade at once. */
  wouldTake(instrument: Instrument, side: number, reach: number): boolean {
    const best = instrument.oppositeOf(side).best();
    return best !== NONE && this.state.levels.key(best) <= reach;
  }

  /**
   * Whether `quantity` could be filled at once: 0, or the reason why not. Orders of the same partner are passed over under CancelResting;
   * under the other policies matching would end there.
   */
  whyNotFillable(instrument: Instrument, side: number, reach: number, quantity: number, partner: number, policy: number): RejectReason {
    const { levels, records } = this.state;
    if (instrument.openQuantity(otherSide(side)) < quantity) return RejectReason.NotEnoughLiquidity;
    const ladder = instrument.oppositeOf(side);
    let fillable = 0;
    let seen = 0;
    let isBlocked = false;
    for (let level = ladder.best(); level !== NONE && levels.key(level) <= reach; level = ladder.after(levels.key(level))) {
      for (let slot = levels.head(level); slot !== NONE; slot = records.int(slot, Int.next)) {
        const leaves = records.leavesQuantity(slot);
        const isOwn = records.partner(slot) === partner;
        seen += leaves;
        if (isOwn && policy !== SelfTradePolicy.CancelResting) isBlocked = true;
        if (!isOwn && !isBlocked) fillable += leaves;
        if (fillable >= quantity) return 0;
        if (isBlocked && seen >= quantity) return RejectReason.SelfTrade;
      }
    }
    return seen >= quantity ? RejectReason.SelfTrade : RejectReason.NotEnoughLiquidity;
  }

  /**
   * Matches an open order (state matching) as far as it goes, then lets the rest stand in the book or cancels it. The order may be over,
   * and its record gone, when this returns. Stop orders that its trades trigger wait in the queue of the instrument.
   */
  execute(slot: number, mayRest: boolean): void {
    const { levels, records } = this.state;
    const instrument = this.state.instrumentOf(slot);
    const side = records.byte(slot, Byte.side);
    const ordType = records.byte(slot, Byte.ordType);
    const isMarket = ordType === OrdType.Market || ordType === OrdType.Stop;
    const reach = this.reach(side, isMarket, records.wide(slot, Wide.price));
    const ladder = instrument.oppositeOf(side);
    const partner = records.partner(slot);
    while (records.leavesQuantity(slot) > 0) {
      const level = ladder.best();
      if (level === NONE || levels.key(level) > reach) break;
      const resting = levels.head(level);
      if (records.partner(resting) !== partner) {
        this.fill(instrument, slot, resting, level);
      } else if (this.preventSelfTrade(slot, resting)) {
        return;
      }
    }
    if (records.leavesQuantity(slot) === 0) this.state.close(slot);
    else if (mayRest && !isMarket) this.rest(slot);
    else this.cancelOpen(slot, CancelReason.RestOfImmediate);
  }

  /** Ends an open order wherever it stands, and reports it. */
  cancel(slot: number, reason: CancelReason): void {
    this.takeOut(slot);
    this.cancelOpen(slot, reason);
  }

  expire(slot: number): void {
    this.takeOut(slot);
    this.state.records.setByte(slot, Byte.ordStatus, OrdStatus.Expired);
    this.reports.order(slot, ExecType.Expired);
    this.state.close(slot);
  }

  /** Marks an order as cancelled and takes it out, without a report: the caller reports it, then closes it. */
  markCanceled(slot: number, reason: CancelReason): void {
    this.takeOut(slot);
    this.state.records.setByte(slot, Byte.ordStatus, OrdStatus.Canceled);
    this.state.records.setByte(slot, Byte.cancelReason, reason);
  }

  /** Puts the rest of an order at the end of its price level. */
  rest(slot: number): void {
    const { levels, records } = this.state;
    const instrument = this.state.instrumentOf(slot);
    const side = records.byte(slot, Byte.side);
    const level = instrument.bookOf(side).findOrCreate(bookKey(side, records.wide(slot, Wide.price)));
    this.market.touch(instrument, side, level);
    levels.append(level, slot);
    levels.addQuantity(level, records.leavesQuantity(slot));
    records.setByte(slot, Byte.state, OrderState.resting);
  }

  /** Takes an order off its price level, or out of the waiting stop orders. */
  takeOut(slot: number): void {
    const { records } = this.state;
    const state = records.byte(slot, Byte.state);
    if (state === OrderState.waiting) this.stops.takeOut(slot);
    else if (state === OrderState.resting) this.takeOffLevel(slot, records.leavesQuantity(slot));
    records.setByte(slot, Byte.state, OrderState.matching);
  }

  /** Changes the total quantity of an open order. One that rests keeps its turn. */
  changeQuantity(slot: number, quantity: number): void {
    const { levels, records } = this.state;
    const instrument = this.state.instrumentOf(slot);
    const side = records.byte(slot, Byte.side);
    const change = quantity - records.wide(slot, Wide.quantity);
    records.setWide(slot, Wide.quantity, quantity);
    instrument.addOpenQuantity(side, change);
    if (records.byte(slot, Byte.state) !== OrderState.resting) return;
    const level = records.int(slot, Int.level);
    this.market.touch(instrument, side, level);
    levels.addQuantity(level, change);
  }

  /** Enters the triggered stop orders into the book one after the other, and those that their trades trigger, until none is left. */
  runTriggered(instrument: Instrument): void {
    const { records } = this.state;
    for (let slot = this.stops.takeTriggered(instrument); slot !== NONE; slot = this.stops.takeTriggered(instrument)) {
      records.setByte(slot, Byte.state, OrderState.matching);
      records.setByte(slot, Byte.triggered, 1);
      this.reports.order(slot, ExecType.TriggeredOrActivated);
      this.execute(slot, true);
    }
  }

  private cancelOpen(slot: number, reason: CancelReason): void {
    this.state.records.setByte(slot, Byte.ordStatus, OrdStatus.Canceled);
    this.state.records.setByte(slot, Byte.cancelReason, reason);
    this.reports.order(slot, ExecType.Canceled);
    this.state.close(slot);
  }

  private fill(instrument: Instrument, aggressor: number, resting: number, level: number): void {
    const { levels, records } = this.state;
    const side = records.byte(aggressor, Byte.side);
    const price = priceOfKey(otherSide(side), levels.key(level));
    const quantity = Math.min(records.leavesQuantity(aggressor), records.leavesQuantity(resting));
    this.addFill(instrument, aggressor, quantity);
    this.addFill(instrument, resting, quantity);
    const isRestingFilled = records.leavesQuantity(resting) === 0;
    if (isRestingFilled) {
      this.takeOffLevel(resting, quantity);
    } else {
      this.market.touch(instrument, otherSide(side), level);
      levels.addQuantity(level, -quantity);
    }
    instrument.hasTraded = true;
    instrument.lastTradePrice = price;
    this.reports.fill(aggressor, price, quantity, AGGRESSOR);
    this.reports.fill(resting, price, quantity, MAKER);
    if (isRestingFilled) this.state.close(resting);
    this.market.traded(instrument, price, quantity, side);
    this.stops.trigger(instrument, price);
  }

  private addFill(instrument: Instrument, slot: number, quantity: number): void {
    const { records } = this.state;
    records.setWide(slot, Wide.cumQuantity, records.wide(slot, Wide.cumQuantity) + quantity);
    records.setByte(slot, Byte.ordStatus, records.leavesQuantity(slot) === 0 ? OrdStatus.Filled : OrdStatus.PartiallyFilled);
    instrument.addOpenQuantity(records.byte(slot, Byte.side), -quantity);
  }

  /** `quantity`: how much of the level goes with the order. */
  private takeOffLevel(slot: number, quantity: number): void {
    const { levels, records } = this.state;
    const instrument = this.state.instrumentOf(slot);
    const side = records.byte(slot, Byte.side);
    const level = records.int(slot, Int.level);
    this.market.touch(instrument, side, level);
    levels.remove(level, slot);
    levels.addQuantity(level, -quantity);
    if (levels.isEmpty(level)) instrument.bookOf(side).remove(level);
  }

  /** True when the incoming order is over. */
  private preventSelfTrade(slot: number, resting: number): boolean {
    const policy = this.state.records.byte(slot, Byte.selfTradePolicy);
    if (policy !== SelfTradePolicy.CancelIncoming) this.cancel(resting, CancelReason.SelfTradePrevention);
    if (policy === SelfTradePolicy.CancelResting) return false;
    this.cancelOpen(slot, CancelReason.SelfTradePrevention);
    return true;
  }
}
