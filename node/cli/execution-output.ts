import type { Execution } from '../client/index.js';
import { type Columns, isoTime } from './output.js';

/** An execution as commands print it: decimals in place of scaled integers. */
export interface PrintedExecution {
  readonly time: string;
  readonly txId: string;
  readonly index: number;
  readonly type: string;
  readonly status: string;
  readonly clientOrderId: string;
  readonly orderId: number;
  readonly partner: number;
  readonly instrument: string;
  readonly side: string;
  readonly price: string;
  readonly quantity: string;
  readonly lastPrice: string;
  readonly lastQuantity: string;
  readonly filled: string;
  readonly open: string;
  readonly reason: string;
}

export function printedExecution(execution: Execution): PrintedExecution {
  const { instrument, txId } = execution;
  const price = (scaled: number) => instrument?.formatPrice(scaled) ?? String(scaled);
  const quantity = (scaled: number) => instrument?.formatQuantity(scaled) ?? String(scaled);
  return {
    time: isoTime(execution.transactTimeUs),
    txId: `${txId.region}:${txId.epoch}:${txId.seq}`,
    index: execution.index,
    type: execution.type ?? 'unknown',
    status: execution.status ?? '',
    clientOrderId: execution.clientOrderId,
    orderId: execution.orderId,
    partner: execution.partner,
    instrument: instrument?.symbol ?? (execution.instrumentId === 0 ? '' : String(execution.instrumentId)),
    side: execution.side ?? '',
    // 0 stands for "none" on the wire: market and stop orders, and executions that are no trade.
    price: execution.price === 0 ? '' : price(execution.price),
    quantity: quantity(execution.quantity),
    lastPrice: execution.lastQuantity === 0 ? '' : price(execution.lastPrice),
    lastQuantity: quantity(execution.lastQuantity),
    filled: quantity(execution.cumQuantity),
    open: quantity(execution.leavesQuantity),
    reason: execution.rejectReason ?? execution.cancelReason ?? '',
  };
}

export const EXECUTION_COLUMNS: Columns<PrintedExecution> = {
  'client order id': (e) => e.clientOrderId,
  instrument: (e) => e.instrument,
  side: (e) => e.side,
  status: (e) => e.status,
  quantity: (e) => e.quantity,
  price: (e) => e.price,
  filled: (e) => e.filled,
  open: (e) => e.open,
  txid: (e) => e.txId,
};

/** A mass cancel is no order: most columns have no meaning for its result. */
export const MASS_CANCEL_COLUMNS: Columns<PrintedExecution> = {
  'client order id': (e) => e.clientOrderId,
  status: (e) => e.status,
  reason: (e) => e.reason,
  txid: (e) => e.txId,
};

/** One line for people. */
export function executionLine(e: PrintedExecution): string {
  const fill = e.type === 'trade' ? `${e.lastQuantity} at ${e.lastPrice}, ` : '';
  const why = e.reason === '' ? '' : ` (${e.reason})`;
  return `${e.time}  ${e.instrument}  ${e.type.padEnd(9)} ${e.side.padEnd(4)} ${fill}filled ${e.filled} of ${e.quantity}${why}  ${e.clientOrderId}  ${e.txId}`;
}
