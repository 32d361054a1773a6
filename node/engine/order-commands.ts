/** New orders and replaces: the commands that bring quantity into a book. */
import { ExecType, OrdStatus, OrdType, RejectReason, SelfTradePolicy, TimeInForce } from '../wire/index.js';
import { type EngineState, POST_ONLY } from './engine-state.js';
import type { ExecutionReports } from './execution-reports.js';
import type { Instrument } from './instrument.js';
import type { Matching } from './matching.js';
import { Byte, Int, NONE, OrderState, Wide } from './order-records.js';
import type { Request } from './request.js';
import { RequestMemory } from './request-memory.js';
import { checkPrice } from './static-checks.js';
import type { Stops } from './stops.js';

export class OrderCommands {
  private readonly state: EngineState;
  private readonly reports: ExecutionReports;
  private readonly matching: Matching;
  private readonly stops: Stops;
  private readonly memory: RequestMemory;

  constructor(state: EngineState, reports: ExecutionReports, matching: Matching, stops: Stops) {
    this.state = state;
    this.reports = reports;
    this.matching = matching;
    this.stops = stops;
    this.memory = new RequestMemory(state);
  }

  /** A new order that has passed the static checks and whose client order id is free. */
  enter(request: Request): void {
    const { records } = this.state;
    const instrument = this.state.instrument(request.instrument) as Instrument;
    if (records.isFull) {
      this.reports.request(request.partner, request.instrument, ExecType.Rejected, RejectReason.TooManyOrders, request.id, request.origId);
      return;
    }
    const slot = this.newOrder(request, instrument);
    const reason = this.whyRejected(slot, instrument);
    if (reason !== 0) {
      records.setByte(slot, Byte.ordStatus, OrdStatus.Rejected);
      records.setByte(slot, Byte.rejectReason, reason);
      this.reports.order(slot, ExecType.Rejected);
      return;
    }
    records.setByte(slot, Byte.ordStatus, OrdStatus.New);
    records.setByte(slot, Byte.state, OrderState.matching);
    this.state.enlist(slot);
    this.reports.order(slot, ExecType.New);
    this.place(slot, instrument);
  }

  /** A replace that has passed the static checks and whose client order id is free. */
  replace(request: Request): void {
    const { state, reports } = this;
    const { partner, origId } = request;
    if (state.records.isFull) {
      reports.request(partner, request.instrument, ExecType.CancelRejected, RejectReason.TooManyOrders, request.id, origId);
      return;
    }
    let slot = state.openOrder(partner, origId.bytes, origId.at, origId.length);
    if (slot !== NONE && state.instrumentOf(slot).number !== request.instrument) slot = NONE;
    const reason = slot === NONE ? RejectReason.UnknownOrder : this.whyNotReplaced(slot, request);
    if (reason !== 0) {
      this.memory.rejected(request, slot, reason);
      reports.request(partner, request.instrument, ExecType.CancelRejected, reason, request.id, origId);
      return;
    }
    this.change(slot, request);
  }

  private newOrder(request: Request, instrument: Instrument): number {
    const { records, seq } = this.state;
    const order = request.newOrder;
    const slot = this.memory.remember(request);
    records.setWide(slot, Wide.orderId, seq);
    records.setWide(slot, Wide.price, order.price);
    records.setWide(slot, Wide.stopPrice, order.stopPrice);
    records.setWide(slot, Wide.quantity, order.quantity);
    records.setWide(slot, Wide.session, request.session);
    records.setInt(slot, Int.instrument, instrument.index);
    records.setInt(slot, Int.link, slot);
    records.setByte(slot, Byte.side, order.side);
    records.setByte(slot, Byte.ordType, order.ordType);
    records.setByte(slot, Byte.timeInForce, order.timeInForce);
    records.setByte(slot, Byte.flags, order.flags);
    records.setByte(slot, Byte.selfTradePolicy, order.selfTradePolicy || SelfTradePolicy.CancelResting);
    return slot;
  }

  private whyRejected(slot: number, instrument: Instrument): RejectReason {
    const { records } = this.state;
    const side = records.byte(slot, Byte.side);
    const quantity = records.wide(slot, Wide.quantity);
    if (instrument.openQuantity(side) + quantity > Number.MAX_SAFE_INTEGER) return RejectReason.Overflow;
    if (isStop(records.byte(slot, Byte.ordType))) return this.stops.isFull(instrument) ? RejectReason.TooManyOrders : 0;
    const isMarket = records.byte(slot, Byte.ordType) === OrdType.Market;
    const reach = this.matching.reach(side, isMarket, records.wide(slot, Wide.price));
    const wouldTake = this.matching.wouldTake(instrument, side, reach);
    if ((records.byte(slot, Byte.flags) & POST_ONLY) !== 0) return wouldTake ? RejectReason.WouldTakeLiquidity : 0;
    if (isMarket && !wouldTake) return RejectReason.NotEnoughLiquidity;
    if (records.byte(slot, Byte.timeInForce) !== TimeInForce.FillOrKill) return 0;
    const policy = records.byte(slot, Byte.selfTradePolicy);
    return this.matching.whyNotFillable(instrument, side, reach, quantity, records.partner(slot), policy);
  }

  /** Matches an open order, or lets it wait for its trigger; then whatever its trades have triggered. */
  private place(slot: number, instrument: Instrument): void {
    const { records } = this.state;
    const isWaiting = isStop(records.byte(slot, Byte.ordType)) && records.byte(slot, Byte.triggered) === 0;
    if (!isWaiting) {
      const timeInForce = records.byte(slot, Byte.timeInForce);
      this.matching.execute(slot, timeInForce === TimeInForce.Day || timeInForce === TimeInForce.GoodTillCancel);
    } else if (this.stops.isReached(instrument, records.byte(slot, Byte.side), records.wide(slot, Wide.stopPrice))) {
      this.stops.queue(slot);
    } else {
      this.stops.wait(slot);
    }
    this.matching.runTriggered(instrument);
  }

  private whyNotReplaced(slot: number, request: Request): RejectReason {
    const { records } = this.state;
    const instrument = this.state.instrumentOf(slot);
    const { price, stopPrice, quantity } = request.replaceOrder;
    const side = records.byte(slot, Byte.side);
    const ordType = records.byte(slot, Byte.ordType);
    const isWaiting = records.byte(slot, Byte.state) === OrderState.waiting;
    const hasPrice = ordType !== OrdType.Stop;
    if ((!hasPrice && price !== 0) || (!isWaiting && stopPrice !== 0)) return RejectReason.UnsupportedOrderCharacteristic;
    if (hasPrice && checkPrice(instrument, price) !== 0) return checkPrice(instrument, price);
    if (isWaiting && checkPrice(instrument, stopPrice) !== 0) return checkPrice(instrument, stopPrice);
    if (quantity <= records.wide(slot, Wide.cumQuantity)) return RejectReason.IncorrectQuantity;
    const growth = quantity - records.wide(slot, Wide.quantity);
    if (instrument.openQuantity(side) + growth > Number.MAX_SAFE_INTEGER) return RejectReason.Overflow;
    const isPostOnly = (records.byte(slot, Byte.flags) & POST_ONLY) !== 0;
    const wouldTake = isPostOnly && this.matching.wouldTake(instrument, side, this.matching.reach(side, false, price));
    return wouldTake ? RejectReason.WouldTakeLiquidity : 0;
  }

  private change(slot: number, request: Request): void {
    const { records } = this.state;
    const { price, stopPrice, quantity } = request.replaceOrder;
    const isWaiting = records.byte(slot, Byte.state) === OrderState.waiting;
    const isSamePrice = price === records.wide(slot, Wide.price) && (!isWaiting || stopPrice === records.wide(slot, Wide.stopPrice));
    const keepsItsTurn = isSamePrice && quantity <= records.wide(slot, Wide.quantity);
    if (!keepsItsTurn) this.matching.takeOut(slot);
    this.matching.changeQuantity(slot, quantity);
    records.setWide(slot, Wide.price, price);
    if (isWaiting) records.setWide(slot, Wide.stopPrice, stopPrice);
    const name = this.memory.changed(request, slot, ExecType.Replaced);
    if (name !== NONE) this.state.rename(slot, name);
    this.reports.changed(slot, ExecType.Replaced, request.id, request.origId);
    if (!keepsItsTurn) this.place(slot, this.state.instrumentOf(slot));
  }
}

const isStop = (ordType: number): boolean => ordType === OrdType.Stop || ordType === OrdType.StopLimit;
