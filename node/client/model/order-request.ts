/** Requests of the API → messages of the orders channel. What makes no sense is refused here, before anything is sent. */
import { RelaisError } from '../../../registry/index.js';
import {
  encodeCancelOrder,
  encodeMassCancel,
  encodeNewOrder,
  encodeReplaceOrder,
  MessageType,
  OrdType,
  SelfTradePolicy,
  type Side,
  TimeInForce,
} from '../../wire/index.js';
import {
  type OrderTypeName,
  orderTypes,
  type SelfTradeName,
  type SideName,
  selfTradePolicies,
  sides,
  type TimeInForceName,
  timesInForce,
} from './enum-names.js';
import type { DecimalInput, Instrument } from './instrument.js';

const SHORT_TIMES = { gtc: 'goodTillCancel', ioc: 'immediateOrCancel', fok: 'fillOrKill' } as const;

interface CommandOptions {
  /** At most 32 printable ASCII characters, unique per partner. Made up if left out. */
  readonly clientOrderId?: string;
  /** From now on: the command is executed within this time or never. At most 300,000. */
  readonly acceptWithinMs?: number;
}

export interface OrderRequest extends CommandOptions {
  /** Symbol, or region/symbol. */
  readonly instrument: string;
  readonly side: SideName;
  /** Default: limit; stop-limit with `stopPrice` and `price`; stop with `stopPrice` alone. */
  readonly type?: OrderTypeName;
  /** For limit and stopLimit. */
  readonly price?: DecimalInput;
  /** For stop and stopLimit. */
  readonly stopPrice?: DecimalInput;
  readonly quantity: DecimalInput;
  /** Default: day; immediateOrCancel for market. */
  readonly timeInForce?: TimeInForceName | keyof typeof SHORT_TIMES;
  /** Rest in the book or be rejected; never take. */
  readonly postOnly?: boolean;
  /** Cancelled when the connection that entered it has ended for good. */
  readonly cancelOnDisconnect?: boolean;
  /** When it would trade with an order of the same partner. Default: cancelResting. */
  readonly selfTrade?: SelfTradeName;
}

export interface ReplaceRequest extends CommandOptions {
  /** Left out for an order of this client: the price that it has. By client order id alone a limit order needs it. */
  readonly price?: DecimalInput;
  readonly stopPrice?: DecimalInput;
  /** New total, what is filled included. */
  readonly quantity: DecimalInput;
}

export interface MassCancelRequest extends CommandOptions {
  /** All instruments if left out. */
  readonly instrument?: string;
  /** Both sides if left out. */
  readonly side?: SideName;
}

export interface EncodedCommand {
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** What the client adds to a request. */
export interface CommandStamp {
  readonly clientOrderId: string;
  readonly acceptUntilUs: number;
  readonly clientTimeUs: number;
}

const COMMAND_BYTES_MAX = 160;
const scratch = new Uint8Array(COMMAND_BYTES_MAX);
const scratchView = new DataView(scratch.buffer);
const kept = (type: number, length: number): EncodedCommand => ({ type, bytes: scratch.slice(0, length), length });
const wrong = (detail: string): RelaisError => new RelaisError('RELAIS_E_ORDER_REQUEST', detail);

/** Errors: RELAIS_E_ORDER_REQUEST and those of `Instrument.price`. */
export function encodeOrder(request: OrderRequest, instrument: Instrument, stamp: CommandStamp): EncodedCommand {
  const side = sides.number(request.side);
  if (side === undefined) throw wrong(`side must be one of ${sides.all.join(', ')}`);
  const ordType = orderTypes.number(request.type ?? impliedType(request));
  if (ordType === undefined) throw wrong(`type must be one of ${orderTypes.all.join(', ')}`);
  const timeInForce = timeInForceOf(request.timeInForce, ordType);
  const price = priceOf('price', request.price, ordType === OrdType.Limit || ordType === OrdType.StopLimit, instrument);
  const stopPrice = priceOf('stopPrice', request.stopPrice, ordType === OrdType.Stop || ordType === OrdType.StopLimit, instrument);
  const selfTradePolicy = request.selfTrade === undefined ? SelfTradePolicy.CancelResting : selfTradePolicies.number(request.selfTrade);
  if (selfTradePolicy === undefined) throw wrong(`selfTrade must be one of ${selfTradePolicies.all.join(', ')}`);
  const flags = (request.postOnly === true ? 1 : 0) | (request.cancelOnDisconnect === true ? 2 : 0);
  const order = { instrument: instrument.id, side, ordType, timeInForce, flags, selfTradePolicy, price, stopPrice };
  const length = encodeNewOrder({ ...order, quantity: quantityOf(request.quantity, instrument), ...stamp }, scratch, scratchView, 0);
  return kept(MessageType.NewOrder, length);
}

export function encodeCancel(instrument: Instrument, origClientOrderId: string, stamp: CommandStamp): EncodedCommand {
  const { clientOrderId, acceptUntilUs } = stamp;
  const cancel = { instrument: instrument.id, acceptUntilUs, clientOrderId, origClientOrderId };
  return kept(MessageType.CancelOrder, encodeCancelOrder(cancel, scratch, scratchView, 0));
}

/** Errors: RELAIS_E_ORDER_REQUEST and those of `Instrument.price`. */
export function encodeReplace(
  request: ReplaceRequest,
  instrument: Instrument,
  origClientOrderId: string,
  stamp: CommandStamp,
): EncodedCommand {
  const { clientOrderId, acceptUntilUs } = stamp;
  const replace = {
    instrument: instrument.id,
    price: request.price === undefined ? 0 : instrument.price(request.price),
    stopPrice: request.stopPrice === undefined ? 0 : instrument.price(request.stopPrice),
    quantity: quantityOf(request.quantity, instrument),
    acceptUntilUs,
    clientOrderId,
    origClientOrderId,
  };
  return kept(MessageType.ReplaceOrder, encodeReplaceOrder(replace, scratch, scratchView, 0));
}

/** Errors: RELAIS_E_ORDER_REQUEST. */
export function encodeMassCancelOf(request: MassCancelRequest, instrument: Instrument | undefined, stamp: CommandStamp): EncodedCommand {
  const side: Side | undefined = request.side === undefined ? 0 : sides.number(request.side);
  if (side === undefined) throw wrong(`side must be one of ${sides.all.join(', ')}`);
  const { clientOrderId, acceptUntilUs } = stamp;
  const massCancel = { instrument: instrument?.id ?? 0, side, acceptUntilUs, clientOrderId };
  return kept(MessageType.MassCancel, encodeMassCancel(massCancel, scratch, scratchView, 0));
}

/** Errors: RELAIS_E_ORDER_REQUEST. */
export function checkClientOrderId(id: string): string {
  if (!/^[\x21-\x7e]{1,32}$/.test(id))
    throw wrong(`clientOrderId must be 1 to 32 printable ASCII characters without blanks: ${JSON.stringify(id)}`);
  return id;
}

function impliedType(request: OrderRequest): OrderTypeName {
  if (request.stopPrice === undefined) return 'limit';
  return request.price === undefined ? 'stop' : 'stopLimit';
}

function timeInForceOf(given: OrderRequest['timeInForce'], ordType: OrdType) {
  if (given === undefined) return ordType === OrdType.Market ? TimeInForce.ImmediateOrCancel : TimeInForce.Day;
  const value = timesInForce.number(given in SHORT_TIMES ? SHORT_TIMES[given as keyof typeof SHORT_TIMES] : given);
  if (value === undefined) throw wrong(`timeInForce must be one of ${[...timesInForce.all, ...Object.keys(SHORT_TIMES)].join(', ')}`);
  return value;
}

function priceOf(field: string, given: DecimalInput | undefined, isNeeded: boolean, instrument: Instrument): number {
  if (isNeeded && given === undefined) throw wrong(`${field} is missing`);
  if (!isNeeded && given !== undefined) throw wrong(`${field} has no meaning for this order type`);
  return given === undefined ? 0 : instrument.price(given);
}

function quantityOf(given: DecimalInput, instrument: Instrument): number {
  if (given === undefined) throw wrong('quantity is missing');
  const quantity = instrument.quantity(given);
  if (quantity <= 0) throw wrong('quantity must be positive');
  return quantity;
}
