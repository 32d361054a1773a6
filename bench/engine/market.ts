/** An instrument, an engine for it, and orders in short. */
import { type EngineOutput, MatchingEngine } from '../../node/engine/index.js';
import {
  encodeCalendarTick,
  encodeCancelOrder,
  encodeInstrumentDefined,
  encodeNewOrder,
  encodeReplaceOrder,
  MessageType,
  type OrdType,
  type Side,
  type TimeInForce,
} from '../../node/wire/index.js';
import type { CommandTape } from './tape.js';

export const INSTRUMENT = 65_537;
export const START_US = 1_700_000_000_000_000;
export const RECORDS_MAX = 2_097_152;
/** How long a client order id is remembered: a client that waits 2 s for an answer. */
export const ACCEPT_AHEAD_US = 2_000_000;

export function aMatchingEngine(): MatchingEngine {
  const limits = { recordsMax: RECORDS_MAX, instrumentsMax: 16, stopsPerInstrumentMax: 10_000 };
  return new MatchingEngine({ region: 1, ...limits, hashKey: { low: 0x2b7e1516, high: 0x28aed2a6 } });
}

/** Counts what comes out, as a server that takes every message would. */
export class CountingOutput implements EngineOutput {
  reports = 0;
  messages = 0;
  bytes = 0;

  execution(_partner: number, _bytes: Uint8Array, _view: DataView, _at: number, length: number): void {
    this.reports += 1;
    this.bytes += length;
  }

  market(_type: number, _instrument: number, _bytes: Uint8Array, _view: DataView, _at: number, length: number): void {
    this.messages += 1;
    this.bytes += length;
  }
}

export function addOpening(tape: CommandTape): void {
  const limits = { tick: 1, lot: 1, bandLow: 0, bandHigh: 0, maxQuantity: 1e12 };
  const definition = { instrument: INSTRUMENT, symbol: 'BTCUSD', priceScale: 1, quantityScale: 3, enabled: 1, ...limits };
  tape.add(START_US - 1_000_000_000, 0, MessageType.InstrumentDefined, (b, v, at) => encodeInstrumentDefined(definition, b, v, at));
  const tick = { instrument: INSTRUMENT, open: 1 };
  tape.add(START_US - 1_000_000_000, 0, MessageType.CalendarTick, (b, v, at) => encodeCalendarTick(tick, b, v, at));
}

export interface ShortOrder {
  id: string;
  partner: number;
  side: Side;
  ordType: OrdType;
  timeInForce: TimeInForce;
  price: number;
  quantity: number;
}

export function addOrder(tape: CommandTape, timeUs: number, order: ShortOrder): void {
  const { id, partner, ...rest } = order;
  const more = { instrument: INSTRUMENT, flags: 0, selfTradePolicy: 0 as const, stopPrice: 0, clientTimeUs: timeUs };
  const message = { ...rest, ...more, acceptUntilUs: timeUs + ACCEPT_AHEAD_US, clientOrderId: id };
  tape.add(timeUs, partner, MessageType.NewOrder, (b, v, at) => encodeNewOrder(message, b, v, at));
}

export function addCancel(tape: CommandTape, timeUs: number, partner: number, id: string, origClientOrderId: string): void {
  const message = { instrument: INSTRUMENT, acceptUntilUs: timeUs + ACCEPT_AHEAD_US, clientOrderId: id, origClientOrderId };
  tape.add(timeUs, partner, MessageType.CancelOrder, (b, v, at) => encodeCancelOrder(message, b, v, at));
}

export function addReplace(
  tape: CommandTape,
  timeUs: number,
  partner: number,
  id: string,
  change: { origClientOrderId: string; price: number; quantity: number },
): void {
  const common = { instrument: INSTRUMENT, stopPrice: 0, acceptUntilUs: timeUs + ACCEPT_AHEAD_US, clientOrderId: id };
  const message = { ...common, ...change };
  tape.add(timeUs, partner, MessageType.ReplaceOrder, (b, v, at) => encodeReplaceOrder(message, b, v, at));
}
