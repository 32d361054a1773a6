// Generated from node/wire/schema by `npm run generate`. Do not edit.

// 0 is always "not set". A peer of a newer version may send numbers that are not listed here: treat them as not understood.

/** Side of an order (FIX 54). */
export const Side = {
  /** buys */
  Buy: 1,
  /** sells */
  Sell: 2,
} as const;
export type Side = 0 | (typeof Side)[keyof typeof Side];
/** Name of each value of Side, by number; '' for not set. */
export const SIDE_NAMES: readonly string[] = ['', 'Buy', 'Sell'];

/** Order type (FIX 40). */
export const OrdType = {
  /** executes against what rests, the rest is cancelled */
  Market: 1,
  /** at its price or better */
  Limit: 2,
  /** becomes a market order when a trade reaches stopPrice */
  Stop: 3,
  /** becomes a limit order when a trade reaches stopPrice */
  StopLimit: 4,
} as const;
export type OrdType = 0 | (typeof OrdType)[keyof typeof OrdType];
/** Name of each value of OrdType, by number; '' for not set. */
export const ORD_TYPE_NAMES: readonly string[] = ['', 'Market', 'Limit', 'Stop', 'StopLimit'];

/** How long an order stays (FIX 59). */
export const TimeInForce = {
  /** until the end of the session of its instrument */
  Day: 1,
  /** until cancelled */
  GoodTillCancel: 2,
  /** what does not execute at once is cancelled */
  ImmediateOrCancel: 3,
  /** executes whole at once or not at all */
  FillOrKill: 4,
} as const;
export type TimeInForce = 0 | (typeof TimeInForce)[keyof typeof TimeInForce];
/** Name of each value of TimeInForce, by number; '' for not set. */
export const TIME_IN_FORCE_NAMES: readonly string[] = ['', 'Day', 'GoodTillCancel', 'ImmediateOrCancel', 'FillOrKill'];

/** What an execution report says (FIX 150). */
export const ExecType = {
  /** accepted and durable */
  New: 1,
  /** partly or wholly filled */
  Trade: 2,
  /** cancelled */
  Canceled: 3,
  /** price or quantity changed */
  Replaced: 4,
  /** refused by the book; the order never rested */
  Rejected: 5,
  /** end of its session */
  Expired: 6,
  /** a stop order has entered the book */
  TriggeredOrActivated: 7,
  /** answer to a duplicate or to a status request: the state of the order as it is now */
  OrderStatus: 8,
  /** a cancel or replace was refused; the order stays as it was */
  CancelRejected: 9,
} as const;
export type ExecType = 0 | (typeof ExecType)[keyof typeof ExecType];
/** Name of each value of ExecType, by number; '' for not set. */
export const EXEC_TYPE_NAMES: readonly string[] = ['', 'New', 'Trade', 'Canceled', 'Replaced', 'Rejected', 'Expired', 'TriggeredOrActivated', 'OrderStatus', 'CancelRejected'];

/** State of an order (FIX 39). */
export const OrdStatus = {
  /** resting or waiting for its trigger */
  New: 1,
  /** partly filled */
  PartiallyFilled: 2,
  /** wholly filled */
  Filled: 3,
  /** cancelled */
  Canceled: 4,
  /** refused */
  Rejected: 5,
  /** expired */
  Expired: 6,
} as const;
export type OrdStatus = 0 | (typeof OrdStatus)[keyof typeof OrdStatus];
/** Name of each value of OrdStatus, by number; '' for not set. */
export const ORD_STATUS_NAMES: readonly string[] = ['', 'New', 'PartiallyFilled', 'Filled', 'Canceled', 'Rejected', 'Expired'];

/** Why an order, cancel or replace was refused (FIX 103, 102). */
export const RejectReason = {
  /** no such instrument in this region */
  UnknownInstrument: 1,
  /** outside the trading session of the instrument */
  ExchangeClosed: 2,
  /** zero, not a multiple of the lot, or too large */
  IncorrectQuantity: 3,
  /** outside the price band */
  PriceExceedsBand: 4,
  /** not a multiple of the tick */
  InvalidTick: 5,
  /** no open order with this id */
  UnknownOrder: 6,
  /** the client order id is in use for another order */
  DuplicateOrder: 7,
  /** after acceptUntil */
  TooLate: 8,
  /** a combination of type, time in force and flags that makes no sense */
  UnsupportedOrderCharacteristic: 9,
  /** post-only would have executed */
  WouldTakeLiquidity: 10,
  /** fill-or-kill could not be filled, or a market order met an empty book */
  NotEnoughLiquidity: 11,
  /** would trade against the same partner */
  SelfTrade: 12,
  /** a product or sum leaves ±(2^53 − 1) */
  Overflow: 13,
  /** the partner has no role that allows it */
  NotAuthorized: 14,
  /** the region cannot make it durable now */
  DiskFull: 15,
  /** the limit of open orders is reached */
  TooManyOrders: 16,
  /** this server does not accept orders */
  NotPrimary: 17,
  /** a field is missing or out of range */
  MalformedOrder: 18,
} as const;
export type RejectReason = 0 | (typeof RejectReason)[keyof typeof RejectReason];
/** Name of each value of RejectReason, by number; '' for not set. */
export const REJECT_REASON_NAMES: readonly string[] = ['', 'UnknownInstrument', 'ExchangeClosed', 'IncorrectQuantity', 'PriceExceedsBand', 'InvalidTick', 'UnknownOrder', 'DuplicateOrder', 'TooLate', 'UnsupportedOrderCharacteristic', 'WouldTakeLiquidity', 'NotEnoughLiquidity', 'SelfTrade', 'Overflow', 'NotAuthorized', 'DiskFull', 'TooManyOrders', 'NotPrimary', 'MalformedOrder'];

/** Why an order was cancelled without being filled. */
export const CancelReason = {
  /** cancel request */
  ByRequest: 1,
  /** mass cancel request */
  MassCancel: 2,
  /** cancel on disconnect */
  Disconnect: 3,
  /** rest of an IOC or market order */
  RestOfImmediate: 4,
  /** self-trade prevention */
  SelfTradePrevention: 5,
  /** by the operator of the region */
  Operator: 6,
} as const;
export type CancelReason = 0 | (typeof CancelReason)[keyof typeof CancelReason];
/** Name of each value of CancelReason, by number; '' for not set. */
export const CANCEL_REASON_NAMES: readonly string[] = ['', 'ByRequest', 'MassCancel', 'Disconnect', 'RestOfImmediate', 'SelfTradePrevention', 'Operator'];

/** What happens when an order would trade with one of the same partner. */
export const SelfTradePolicy = {
  /** the resting order is cancelled (default) */
  CancelResting: 1,
  /** the rest of the incoming order is cancelled */
  CancelIncoming: 2,
  /** both are cancelled */
  CancelBoth: 3,
} as const;
export type SelfTradePolicy = 0 | (typeof SelfTradePolicy)[keyof typeof SelfTradePolicy];
/** Name of each value of SelfTradePolicy, by number; '' for not set. */
export const SELF_TRADE_POLICY_NAMES: readonly string[] = ['', 'CancelResting', 'CancelIncoming', 'CancelBoth'];

/** Whose executions. */
export const ExecutionScope = {
  /** of this partner */
  Own: 1,
  /** drop copy of all partners (role with that right) */
  All: 2,
} as const;
export type ExecutionScope = 0 | (typeof ExecutionScope)[keyof typeof ExecutionScope];
/** Name of each value of ExecutionScope, by number; '' for not set. */
export const EXECUTION_SCOPE_NAMES: readonly string[] = ['', 'Own', 'All'];

/** Where an answered quote came from. */
export const QuoteSource = {
  /** of this region */
  Local: 1,
  /** cached here */
  Cache: 2,
  /** fetched from its region for this request */
  Fetched: 3,
} as const;
export type QuoteSource = 0 | (typeof QuoteSource)[keyof typeof QuoteSource];
/** Name of each value of QuoteSource, by number; '' for not set. */
export const QUOTE_SOURCE_NAMES: readonly string[] = ['', 'Local', 'Cache', 'Fetched'];
