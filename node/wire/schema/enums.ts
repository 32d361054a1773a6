import type { EnumSpec } from './schema.js';

/** Enumerations; names as FIX 5.0 SP2 uses them, numbers our own (0 is always "not set"). */
export const ENUMS: readonly EnumSpec[] = [
  { name: 'Side', doc: 'Side of an order (FIX 54).', values: { 1: ['Buy', 'buys'], 2: ['Sell', 'sells'] } },
  {
    name: 'OrdType',
    doc: 'Order type (FIX 40).',
    values: {
      1: ['Market', 'executes against what rests, the rest is cancelled'],
      2: ['Limit', 'at its price or better'],
      3: ['Stop', 'becomes a market order when a trade reaches stopPrice'],
      4: ['StopLimit', 'becomes a limit order when a trade reaches stopPrice'],
    },
  },
  {
    name: 'TimeInForce',
    doc: 'How long an order stays (FIX 59).',
    values: {
      1: ['Day', 'until the end of the session of its instrument'],
      2: ['GoodTillCancel', 'until cancelled'],
      3: ['ImmediateOrCancel', 'what does not execute at once is cancelled'],
      4: ['FillOrKill', 'executes whole at once or not at all'],
    },
  },
  {
    name: 'ExecType',
    doc: 'What an execution report says (FIX 150).',
    values: {
      1: ['New', 'accepted and durable'],
      2: ['Trade', 'partly or wholly filled'],
      3: ['Canceled', 'cancelled'],
      4: ['Replaced', 'price or quantity changed'],
      5: ['Rejected', 'refused by the book; the order never rested'],
      6: ['Expired', 'end of its session'],
      7: ['TriggeredOrActivated', 'a stop order has entered the book'],
      8: ['OrderStatus', 'answer to a duplicate or to a status request: the state of the order as it is now'],
      9: ['CancelRejected', 'a cancel or replace was refused; the order stays as it was'],
    },
  },
  {
    name: 'OrdStatus',
    doc: 'State of an order (FIX 39).',
    values: {
      1: ['New', 'resting or waiting for its trigger'],
      2: ['PartiallyFilled', 'partly filled'],
      3: ['Filled', 'wholly filled'],
      4: ['Canceled', 'cancelled'],
      5: ['Rejected', 'refused'],
      6: ['Expired', 'expired'],
    },
  },
  {
    name: 'RejectReason',
    doc: 'Why an order, cancel or replace was refused (FIX 103, 102).',
    values: {
      1: ['UnknownInstrument', 'no such instrument in this region'],
      2: ['ExchangeClosed', 'outside the trading session of the instrument'],
      3: ['IncorrectQuantity', 'zero, not a multiple of the lot, or too large'],
      4: ['PriceExceedsBand', 'outside the price band'],
      5: ['InvalidTick', 'not a multiple of the tick'],
      6: ['UnknownOrder', 'no open order with this id'],
      7: ['DuplicateOrder', 'the client order id is in use for another order'],
      8: ['TooLate', 'after acceptUntil'],
      9: ['UnsupportedOrderCharacteristic', 'a combination of type, time in force and flags that makes no sense'],
      10: ['WouldTakeLiquidity', 'post-only would have executed'],
      11: ['NotEnoughLiquidity', 'fill-or-kill could not be filled, or a market order met an empty book'],
      12: ['SelfTrade', 'would trade against the same partner'],
      13: ['Overflow', 'a product or sum leaves ±(2^53 − 1)'],
      14: ['NotAuthorized', 'the partner has no role that allows it'],
      15: ['DiskFull', 'the region cannot make it durable now'],
      16: ['TooManyOrders', 'the limit of open orders is reached'],
      17: ['NotPrimary', 'this server does not accept orders'],
      18: ['MalformedOrder', 'a field is missing or out of range'],
    },
  },
  {
    name: 'CancelReason',
    doc: 'Why an order was cancelled without being filled.',
    values: {
      1: ['ByRequest', 'cancel request'],
      2: ['MassCancel', 'mass cancel request'],
      3: ['Disconnect', 'cancel on disconnect'],
      4: ['RestOfImmediate', 'rest of an IOC or market order'],
      5: ['SelfTradePrevention', 'self-trade prevention'],
      6: ['Operator', 'by the operator of the region'],
    },
  },
  {
    name: 'SelfTradePolicy',
    doc: 'What happens when an order would trade with one of the same partner.',
    values: {
      1: ['CancelResting', 'the resting order is cancelled (default)'],
      2: ['CancelIncoming', 'the rest of the incoming order is cancelled'],
      3: ['CancelBoth', 'both are cancelled'],
    },
  },
  {
    name: 'ExecutionScope',
    doc: 'Whose executions.',
    values: { 1: ['Own', 'of this partner'], 2: ['All', 'drop copy of all partners (role with that right)'] },
  },
  {
    name: 'QuoteSource',
    doc: 'Where an answered quote came from.',
    values: { 1: ['Local', 'of this region'], 2: ['Cache', 'cached here'], 3: ['Fetched', 'fetched from its region for this request'] },
  },
];
