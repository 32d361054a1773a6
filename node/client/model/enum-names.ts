/** Enumerations of the wire as the SDK writes them: the first letter small ('buy', 'immediateOrCancel'). */
import {
  CancelReason,
  ExecType,
  OrdStatus,
  OrdType,
  QuoteSource,
  RejectReason,
  SelfTradePolicy,
  Side,
  TimeInForce,
} from '../../wire/index.js';

type Names<E> = Uncapitalize<Extract<keyof E, string>>;

export type SideName = Names<typeof Side>;
export type OrderTypeName = Names<typeof OrdType>;
export type TimeInForceName = Names<typeof TimeInForce>;
export type ExecutionTypeName = Names<typeof ExecType>;
export type OrderStatusName = Names<typeof OrdStatus>;
export type RejectReasonName = Names<typeof RejectReason>;
export type CancelReasonName = Names<typeof CancelReason>;
export type SelfTradeName = Names<typeof SelfTradePolicy>;
export type QuoteSourceName = Names<typeof QuoteSource>;

const small = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function both<E extends Record<string, number>>(enumeration: E) {
  const names = new Map(Object.entries(enumeration).map(([name, value]) => [value, small(name) as Names<E>]));
  const numbers = new Map([...names].map(([value, name]) => [name as string, value as E[keyof E]]));
  return {
    /** undefined for 0 (not set) and for numbers of a newer version. */
    name: (value: number): Names<E> | undefined => names.get(value),
    /** undefined for what is no name. */
    number: (name: string): E[keyof E] | undefined => numbers.get(name),
    all: [...numbers.keys()],
  };
}

export const sides = both(Side);
export const orderTypes = both(OrdType);
export const timesInForce = both(TimeInForce);
export const executionTypes = both(ExecType);
export const orderStatuses = both(OrdStatus);
export const rejectReasons = both(RejectReason);
export const cancelReasons = both(CancelReason);
export const selfTradePolicies = both(SelfTradePolicy);
export const quoteSources = both(QuoteSource);
