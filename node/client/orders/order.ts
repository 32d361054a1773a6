import type { RelaisError } from '../../../registry/index.js';
import type { CommandObserver } from '../core/command-tracker.js';
import { type Execution, errorOf, isOver, OrderError } from '../model/execution.js';
import type { Instrument } from '../model/instrument.js';
import type { ReplaceRequest } from '../model/order-request.js';
import { ReportHistory } from './report-history.js';
import { Settled } from './settled.js';

/** A command under way. None of its promises has to be awaited: an unawaited rejection does not end the process. */
export interface CommandHandle {
  readonly clientOrderId: string;
  /** The server's session has the bytes. Promises nothing else: the command may still be refused, or be lost with that server. */
  readonly received: Promise<void>;
  /**
   * The first result, durable. Errors: OrderError (RELAIS_E_ORDER_REFUSED, RELAIS_E_ORDER_REJECTED, RELAIS_E_CANCEL_REJECTED),
   * RELAIS_E_ORDER_NOT_ACCEPTED, RELAIS_E_OUTCOME_UNKNOWN, RELAIS_E_CLIENT_CLOSED.
   */
  readonly confirmed: Promise<Execution>;
}

/** An order of this client. */
export interface Order extends CommandHandle {
  readonly instrument: Instrument;
  /** Latest state that is known; undefined before the first result. */
  readonly last: Execution | undefined;
  /** The report that ended it: filled, canceled or expired. Errors: as `confirmed`; RELAIS_E_CLIENT_CLOSED when the client closes first. */
  readonly done: Promise<Execution>;
  /** Every report of this order from the first one, without gap or duplicate across reconnects, until it is over. */
  executions(): AsyncIterableIterator<Execution>;
  cancel(): CommandHandle;
  replace(request: ReplaceRequest): CommandHandle;
}

/** A cancel, replace or mass cancel. */
export class PendingCommand implements CommandHandle, CommandObserver<Execution> {
  readonly clientOrderId: string;
  private readonly receipt = new Settled<void>();
  private readonly result = new Settled<Execution>();
  readonly received: Promise<void>;
  readonly confirmed: Promise<Execution>;

  constructor(clientOrderId: string) {
    this.clientOrderId = clientOrderId;
    this.received = this.receipt.promise;
    this.confirmed = this.result.promise;
  }

  /** @internal */
  noteReceived(): void {
    this.receipt.resolve();
  }

  /** @internal */
  noteConfirmed(execution: Execution): void {
    const error = errorOf(execution);
    if (error === undefined) this.result.resolve(execution);
    else this.noteFailed(error);
  }

  /** @internal */
  noteFailed(error: RelaisError): void {
    this.receipt.reject(error);
    this.result.reject(error);
  }
}

/** What an order needs from the desk that entered it. */
export interface OrderActions {
  cancel(order: LiveOrder): CommandHandle;
  replace(order: LiveOrder, request: ReplaceRequest): CommandHandle;
  over(order: LiveOrder): void;
}

/** The order as the desk sees it. */
export class LiveOrder extends PendingCommand implements Order {
  readonly instrument: Instrument;
  readonly done: Promise<Execution>;
  /** Client order id under which the region knows it now: a replace may have changed it. */
  currentId: string;
  private latest: Execution | undefined;
  private readonly actions: OrderActions;
  private readonly end = new Settled<Execution>();
  private readonly history: ReportHistory;

  constructor(clientOrderId: string, instrument: Instrument, actions: OrderActions, reportsMax: number) {
    super(clientOrderId);
    this.currentId = clientOrderId;
    this.instrument = instrument;
    this.actions = actions;
    this.history = new ReportHistory(reportsMax);
    this.done = this.end.promise;
  }

  get last(): Execution | undefined {
    return this.latest;
  }

  executions(): AsyncIterableIterator<Execution> {
    return this.history.read();
  }

  cancel(): CommandHandle {
    return this.actions.cancel(this);
  }

  replace(request: ReplaceRequest): CommandHandle {
    return this.actions.replace(this, request);
  }

  /** @internal A report of the stream: each one once, in order. */
  report(execution: Execution): void {
    this.note(execution);
    this.history.add(execution);
    if (isOver(execution)) this.finish(execution);
  }

  /** @internal A state that was told out of the stream (duplicate, status). */
  status(execution: Execution): void {
    if (!this.isOlderThanLast(execution)) this.note(execution);
  }

  /** @internal No report is missing any more: a state that says it is over is the end. */
  settle(): void {
    if (this.latest !== undefined && isOver(this.latest)) this.finish(this.latest);
  }

  /** @internal */
  override noteFailed(error: RelaisError): void {
    super.noteFailed(error);
    if (error instanceof OrderError) this.latest ??= error.execution;
    this.end.reject(error);
    this.history.end(error);
    this.actions.over(this);
  }

  /** @internal The client closes: its later reports will not be seen. */
  abandon(error: RelaisError): void {
    this.end.reject(error);
    this.history.end(error);
  }

  private finish(execution: Execution): void {
    if (errorOf(execution) === undefined) this.end.resolve(execution);
    this.history.end();
    this.actions.over(this);
  }

  private note(execution: Execution): void {
    this.latest = execution;
    if (execution.type === 'replaced') this.currentId = execution.clientOrderId;
  }

  private isOlderThanLast(execution: Execution): boolean {
    const last = this.latest;
    if (last === undefined) return false;
    if (execution.txId.epoch !== last.txId.epoch) return execution.txId.epoch < last.txId.epoch;
    return execution.txId.seq < last.txId.seq || execution.cumQuantity < last.cumQuantity;
  }
}
