import { RelaisError } from '../../../registry/index.js';
import type { ExecutionReport } from '../../wire/index.js';
import {
  type CancelReasonName,
  cancelReasons,
  type ExecutionTypeName,
  executionTypes,
  type OrderStatusName,
  type OrderTypeName,
  orderStatuses,
  orderTypes,
  type RejectReasonName,
  rejectReasons,
  type SideName,
  sides,
  type TimeInForceName,
  timesInForce,
} from './enum-names.js';
import type { Instrument } from './instrument.js';

/** A position in the log of a region. Durable wherever it is seen. */
export interface TxId {
  readonly region: number;
  readonly epoch: number;
  readonly seq: number;
}

/** A durable result of a command. Prices and quantities are scaled: `instrument.formatPrice(execution.lastPrice)`. */
export interface Execution {
  readonly txId: TxId;
  /** Position among the reports of one command, from 0. */
  readonly index: number;
  /** undefined for an instrument that this connection may not see (drop copy of a withdrawn one). */
  readonly instrument: Instrument | undefined;
  readonly instrumentId: number;
  /** Number of the partner that owns the order. */
  readonly partner: number;
  readonly orderId: number;
  readonly clientOrderId: string;
  /** Of the order that a cancel or replace means; '' otherwise. */
  readonly origClientOrderId: string;
  /** undefined: a kind of report that this version does not know. */
  readonly type: ExecutionTypeName | undefined;
  readonly status: OrderStatusName | undefined;
  readonly rejectReason: RejectReasonName | undefined;
  readonly cancelReason: CancelReasonName | undefined;
  readonly side: SideName | undefined;
  readonly orderType: OrderTypeName | undefined;
  readonly timeInForce: TimeInForceName | undefined;
  /** Answer to a repeated client order id or to a status request: tells the state, is no new event. */
  readonly possibleDuplicate: boolean;
  /** The order took liquidity (`aggressor`) or gave it (`maker`) in this fill. */
  readonly aggressor: boolean;
  readonly maker: boolean;
  readonly price: number;
  readonly quantity: number;
  readonly lastPrice: number;
  readonly lastQuantity: number;
  readonly leavesQuantity: number;
  readonly cumQuantity: number;
  readonly transactTimeUs: number;
}

const POSSIBLE_DUPLICATE = 1;
const AGGRESSOR = 2;
const MAKER = 4;

export function executionFrom(report: ExecutionReport, instrument: Instrument | undefined): Execution {
  const type = executionTypes.name(report.execType);
  return {
    txId: { region: report.region, epoch: report.epoch, seq: report.seq },
    index: report.index,
    instrument,
    instrumentId: report.instrument,
    partner: report.partner,
    orderId: report.orderId,
    clientOrderId: report.clientOrderId,
    origClientOrderId: report.origClientOrderId,
    type,
    status: orderStatuses.name(report.ordStatus),
    rejectReason: rejectReasons.name(report.rejectReason),
    cancelReason: cancelReasons.name(report.cancelReason),
    side: sides.name(report.side),
    orderType: orderTypes.name(report.ordType),
    timeInForce: timesInForce.name(report.timeInForce),
    possibleDuplicate: (report.flags & POSSIBLE_DUPLICATE) !== 0 || type === 'orderStatus',
    aggressor: (report.flags & AGGRESSOR) !== 0,
    maker: (report.flags & MAKER) !== 0,
    price: report.price,
    quantity: report.quantity,
    lastPrice: report.lastPrice,
    lastQuantity: report.lastQuantity,
    leavesQuantity: report.leavesQuantity,
    cumQuantity: report.cumQuantity,
    transactTimeUs: report.transactTimeUs,
  };
}

/** Whether the order of this report can never trade again. */
export const isOver = (execution: Execution): boolean =>
  execution.status === 'filled' || execution.status === 'canceled' || execution.status === 'rejected' || execution.status === 'expired';

/** A command that had no effect, and why. `execution` is the durable rejection, undefined if it was refused before the log. */
export class OrderError extends RelaisError {
  readonly clientOrderId: string;
  readonly rejectReason: RejectReasonName | undefined;
  readonly execution: Execution | undefined;

  constructor(
    code: 'RELAIS_E_ORDER_REFUSED' | 'RELAIS_E_ORDER_REJECTED' | 'RELAIS_E_CANCEL_REJECTED',
    about: { clientOrderId: string; rejectReason: RejectReasonName | undefined; execution?: Execution; detail?: string },
  ) {
    const reason = about.rejectReason ?? 'unknown reason';
    super(code, `${about.clientOrderId}: ${reason}${about.detail ? `, ${about.detail}` : ''}`);
    this.name = 'OrderError';
    this.clientOrderId = about.clientOrderId;
    this.rejectReason = about.rejectReason;
    this.execution = about.execution;
  }
}

/** The error that a first result means, or undefined if the command took effect. */
export function errorOf(execution: Execution): OrderError | undefined {
  const about = { clientOrderId: execution.clientOrderId, rejectReason: execution.rejectReason, execution };
  if (execution.type === 'cancelRejected') return new OrderError('RELAIS_E_CANCEL_REJECTED', about);
  const isRejected = execution.type === 'rejected' || (execution.possibleDuplicate && execution.status === 'rejected');
  return isRejected ? new OrderError('RELAIS_E_ORDER_REJECTED', about) : undefined;
}
