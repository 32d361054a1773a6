/**
 * What can be refused without looking at a book: 0, or a reject reason. Before an entry is appended these are refusals; should such an entry
 * be in a log all the same, they are rejects, with the same outcome on every server.
 */
import { MessageType, OrdType, RejectReason, SelfTradePolicy, Side, TimeInForce } from '../wire/index.js';
import { CANCEL_ON_DISCONNECT, type EngineState, POST_ONLY } from './engine-state.js';
import type { Instrument } from './instrument.js';
import type { Request } from './request.js';

/** How far acceptUntil may lie ahead of the entry, in µs. */
export const ACCEPT_AHEAD_MAX_US = 300_000_000;

export function staticCheck(state: EngineState, request: Request, nowUs: number): RejectReason {
  if (request.id.length === 0) return RejectReason.MalformedOrder;
  if (nowUs > request.acceptUntilUs) return RejectReason.TooLate;
  if (request.acceptUntilUs > nowUs + ACCEPT_AHEAD_MAX_US) return RejectReason.MalformedOrder;
  switch (request.type) {
    case MessageType.NewOrder:
      return checkNewOrder(state, request);
    case MessageType.CancelOrder:
      if (request.origId.length === 0) return RejectReason.MalformedOrder;
      return state.instrument(request.instrument) === undefined ? RejectReason.UnknownInstrument : 0;
    case MessageType.ReplaceOrder:
      return checkReplace(state, request);
    default:
      return checkMassCancel(state, request);
  }
}

function checkNewOrder(state: EngineState, request: Request): RejectReason {
  const order = request.newOrder;
  const { side, ordType, timeInForce } = order;
  if (side < Side.Buy || side > Side.Sell || ordType < OrdType.Market || ordType > OrdType.StopLimit) return RejectReason.MalformedOrder;
  if (timeInForce < TimeInForce.Day || timeInForce > TimeInForce.FillOrKill) return RejectReason.MalformedOrder;
  if (order.flags > (POST_ONLY | CANCEL_ON_DISCONNECT) || order.selfTradePolicy > SelfTradePolicy.CancelBoth)
    return RejectReason.MalformedOrder;
  const hasPrice = ordType === OrdType.Limit || ordType === OrdType.StopLimit;
  const isStop = ordType === OrdType.Stop || ordType === OrdType.StopLimit;
  if ((!hasPrice && order.price !== 0) || (!isStop && order.stopPrice !== 0)) return RejectReason.UnsupportedOrderCharacteristic;
  const isImmediate = timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill;
  if (isStop && isImmediate) return RejectReason.UnsupportedOrderCharacteristic;
  if ((order.flags & POST_ONLY) !== 0 && (ordType !== OrdType.Limit || isImmediate)) return RejectReason.UnsupportedOrderCharacteristic;
  const instrument = state.instrument(request.instrument);
  if (instrument === undefined || !instrument.isEnabled) return RejectReason.UnknownInstrument;
  if (!instrument.isOpen) return RejectReason.ExchangeClosed;
  if (!instrument.isGoodQuantity(order.quantity)) return RejectReason.IncorrectQuantity;
  if (hasPrice && checkPrice(instrument, order.price) !== 0) return checkPrice(instrument, order.price);
  if (isStop) return checkPrice(instrument, order.stopPrice);
  return 0;
}

/** Which prices a replace needs depends on the order that it means: those are checked when it is known. */
function checkReplace(state: EngineState, request: Request): RejectReason {
  if (request.origId.length === 0) return RejectReason.MalformedOrder;
  const instrument = state.instrument(request.instrument);
  if (instrument === undefined || !instrument.isEnabled) return RejectReason.UnknownInstrument;
  if (!instrument.isOpen) return RejectReason.ExchangeClosed;
  const { price, stopPrice, quantity } = request.replaceOrder;
  if (!instrument.isGoodQuantity(quantity)) return RejectReason.IncorrectQuantity;
  if (price !== 0 && checkPrice(instrument, price) !== 0) return checkPrice(instrument, price);
  return stopPrice === 0 ? 0 : checkPrice(instrument, stopPrice);
}

function checkMassCancel(state: EngineState, request: Request): RejectReason {
  if (request.massCancel.side > Side.Sell) return RejectReason.MalformedOrder;
  if (request.instrument !== 0 && state.instrument(request.instrument) === undefined) return RejectReason.UnknownInstrument;
  return 0;
}

export function checkPrice(instrument: Instrument, price: number): RejectReason {
  if (!instrument.isInBand(price)) return RejectReason.PriceExceedsBand;
  return instrument.isOnTick(price) ? 0 : RejectReason.InvalidTick;
}
