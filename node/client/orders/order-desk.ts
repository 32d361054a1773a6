/**
 * The orders of one client: enters commands, follows their reports, and after a reconnect brings everything up to date: the stream of
 * executions is asked for from the last position seen, commands without a result are settled (core/command-tracker).
 */
import { RelaisError } from '../../../registry/index.js';
import {
  decodeExecutionReport,
  decodeOrderRefused,
  ExecutionScope,
  emptyExecutionReport,
  emptyOrderRefused,
  encodeExecutionsFrom,
  MessageType,
  RejectReason,
  type ReplayPosition,
  type Welcome,
} from '../../wire/index.js';
import { CommandTracker } from '../core/command-tracker.js';
import { ExecutionCursor, type TransactionPosition } from '../core/execution-position.js';
import type { RequestTable } from '../core/request-table.js';
import { rejectReasons } from '../model/enum-names.js';
import { type Execution, executionFrom, OrderError } from '../model/execution.js';
import type { Instrument } from '../model/instrument.js';
import {
  type CommandStamp,
  checkClientOrderId,
  type EncodedCommand,
  encodeCancel,
  encodeMassCancelOf,
  encodeOrder,
  encodeReplace,
  type MassCancelRequest,
  type OrderRequest,
  type ReplaceRequest,
} from '../model/order-request.js';
import { type CommandHandle, LiveOrder, type Order, type OrderActions, PendingCommand } from './order.js';
import { StatusReads } from './status-reads.js';

export interface DeskPort {
  /** Takes a command for the orders channel: its sequence there, or 0. */
  sendCommand(type: number, bytes: Uint8Array, length: number): number;
  /** Estimate of the server's clock, µs since the Unix epoch; never ahead of it. */
  serverTimeUs(): number;
  instrument(id: number): Instrument | undefined;
  named(symbol: string): Instrument;
  /** The replay of executions cannot be had: reports may be missing. */
  executionsUnavailable(error: RelaisError): void;
}

export interface DeskLimits {
  readonly acceptWithinMs: number;
  readonly inFlightMax: number;
  readonly orderReportsMax: number;
  readonly requestWithinMs: number;
}

const ACCEPT_WITHIN_MS_MAX = 300_000;

export class OrderDesk implements OrderActions {
  private readonly port: DeskPort;
  private readonly limits: DeskLimits;
  private readonly requests: RequestTable;
  private readonly tracker: CommandTracker<Execution>;
  private readonly idPrefix: string;
  private lastId = 0;
  private cursor: ExecutionCursor | null = null;
  private replayRequestId = 0;
  private readonly byClientId = new Map<string, LiveOrder>();
  private readonly byOrderId = new Map<number, LiveOrder>();
  private readonly statusReads: StatusReads;
  private readonly report = emptyExecutionReport();
  private readonly refusal = emptyOrderRefused();

  /** `idPrefix`: random, so that ids of several clients of one partner differ. */
  constructor(port: DeskPort, requests: RequestTable, limits: DeskLimits, idPrefix: string) {
    this.port = port;
    this.requests = requests;
    this.statusReads = new StatusReads(requests);
    this.limits = limits;
    this.idPrefix = idPrefix;
    this.tracker = new CommandTracker<Execution>(
      {
        send: (type, bytes, length) => port.sendCommand(type, bytes, length),
        askStatus: (clientOrderId) => this.askFate(clientOrderId),
      },
      limits.inFlightMax,
    );
  }

  get inFlight(): number {
    return this.tracker.inFlight;
  }

  get resubmitted(): number {
    return this.tracker.resubmitted;
  }

  /** Errors (thrown, nothing sent): RELAIS_E_ORDER_REQUEST, RELAIS_E_UNKNOWN_SYMBOL, RELAIS_E_NOT_TRADABLE_HERE, limits, decimals. */
  submit(request: OrderRequest): Order {
    const instrument = this.port.named(request.instrument);
    if (!instrument.tradable) {
      throw new RelaisError('RELAIS_E_NOT_TRADABLE_HERE', `${instrument.symbol} is an instrument of ${instrument.region}`);
    }
    const stamp = this.stamp(request);
    if (this.byClientId.has(stamp.clientOrderId)) {
      throw new RelaisError('RELAIS_E_CLIENT_ORDER_ID_IN_FLIGHT', `${stamp.clientOrderId} is an open order`);
    }
    const order = new LiveOrder(stamp.clientOrderId, instrument, this, this.limits.orderReportsMax);
    this.enter(encodeOrder(request, instrument, stamp), stamp, order, true);
    this.byClientId.set(order.clientOrderId, order);
    return order;
  }

  cancel(order: LiveOrder): CommandHandle {
    return this.cancelById(order.instrument, order.currentId);
  }

  cancelById(instrument: Instrument, origClientOrderId: string): CommandHandle {
    const stamp = this.stamp({});
    return this.enterCommand(encodeCancel(instrument, checkClientOrderId(origClientOrderId), stamp), stamp);
  }

  replace(order: LiveOrder, request: ReplaceRequest): CommandHandle {
    // Whoever changes the quantity only means the price that the order has.
    const price = request.price ?? (order.last?.price || undefined);
    return this.replaceById(order.instrument, order.currentId, price === undefined ? request : { ...request, price });
  }

  replaceById(instrument: Instrument, origClientOrderId: string, request: ReplaceRequest): CommandHandle {
    const stamp = this.stamp(request);
    return this.enterCommand(encodeReplace(request, instrument, checkClientOrderId(origClientOrderId), stamp), stamp);
  }

  massCancel(request: MassCancelRequest): CommandHandle {
    const instrument = request.instrument === undefined ? undefined : this.port.named(request.instrument);
    const stamp = this.stamp(request);
    return this.enterCommand(encodeMassCancelOf(request, instrument, stamp), stamp);
  }

  /** Errors: RELAIS_E_NOT_FOUND and others of the server, RELAIS_E_REQUEST_TIMEOUT. */
  orderStatus(clientOrderId: string): Promise<Execution> {
    checkClientOrderId(clientOrderId);
    return this.statusReads.read(clientOrderId, this.limits.requestWithinMs);
  }

  /** A server is ready. `canRead`: this partner may read its own executions. */
  connected(welcome: Welcome, canRead: boolean): void {
    // Orders entered on this connection come after what was committed when it began.
    const start = { epoch: welcome.epoch, seq: welcome.committedSeq };
    this.cursor ??= new ExecutionCursor(start);
    if (canRead) this.askForExecutions(this.cursor, start);
    this.tracker.connected(this.port.serverTimeUs());
    if (!canRead) this.replayed();
  }

  disconnected(): void {
    this.tracker.disconnected();
  }

  writable(): void {
    this.tracker.writable();
  }

  acknowledged(seq: number): void {
    this.tracker.acknowledged(seq);
  }

  tick(): void {
    this.tracker.tick(this.port.serverTimeUs());
  }

  executionReport(bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const report = decodeExecutionReport(view, bytes, at, length, this.report);
    const execution = executionFrom(report, this.port.instrument(report.instrument));
    if (execution.possibleDuplicate) this.onStatus(execution);
    else if (this.cursor?.accept(report.epoch, report.seq, report.index) === true) this.onReport(execution);
  }

  orderRefused(bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const refusal = decodeOrderRefused(view, bytes, at, length, this.refusal);
    const { clientOrderId, detail } = refusal;
    const rejectReason = rejectReasons.name(refusal.rejectReason);
    const error = new OrderError('RELAIS_E_ORDER_REFUSED', { clientOrderId, rejectReason, detail });
    this.tracker.refused(clientOrderId, refusal.rejectReason === RejectReason.TooLate, error);
  }

  replayPosition(position: ReplayPosition): void {
    this.cursor?.reached(position.epoch, position.seq);
    if (position.requestId !== this.replayRequestId) return;
    this.requests.answered(position.requestId, undefined);
    this.replayed();
  }

  /** Resolves when no command waits for its result, or after `withinMs`. */
  whenSettled(withinMs: number, setTimer: (ms: number, callback: () => void) => () => void): Promise<void> {
    if (this.tracker.inFlight === 0 || withinMs === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancelTimer = setTimer(withinMs, resolve);
      this.tracker.onIdle = () => {
        cancelTimer();
        resolve();
      };
    });
  }

  close(): void {
    this.tracker.close();
    const closed = new RelaisError('RELAIS_E_CLIENT_CLOSED');
    for (const order of this.byClientId.values()) order.abandon(closed);
    this.byClientId.clear();
    this.byOrderId.clear();
  }

  /** @internal */
  over(order: LiveOrder): void {
    this.byClientId.delete(order.clientOrderId);
    if (order.last !== undefined) this.byOrderId.delete(order.last.orderId);
  }

  private stamp(options: { clientOrderId?: string; acceptWithinMs?: number }): CommandStamp {
    const withinMs = options.acceptWithinMs ?? this.limits.acceptWithinMs;
    if (!(withinMs >= 1 && withinMs <= ACCEPT_WITHIN_MS_MAX)) {
      throw new RelaisError('RELAIS_E_ORDER_REQUEST', `acceptWithinMs must be 1 to ${ACCEPT_WITHIN_MS_MAX}`);
    }
    const nowUs = this.port.serverTimeUs();
    const clientOrderId = options.clientOrderId === undefined ? this.newId() : checkClientOrderId(options.clientOrderId);
    return { clientOrderId, acceptUntilUs: nowUs + Math.round(withinMs * 1_000), clientTimeUs: nowUs };
  }

  private newId(): string {
    this.lastId += 1;
    return `${this.idPrefix}-${this.lastId.toString(36)}`;
  }

  private enterCommand(encoded: EncodedCommand, stamp: CommandStamp): CommandHandle {
    const command = new PendingCommand(stamp.clientOrderId);
    this.enter(encoded, stamp, command, false);
    return command;
  }

  private enter(encoded: EncodedCommand, stamp: CommandStamp, observer: PendingCommand, hasStatus: boolean): void {
    this.tracker.add({ ...encoded, clientOrderId: stamp.clientOrderId, acceptUntilUs: stamp.acceptUntilUs, hasStatus, observer });
  }

  private onReport(execution: Execution): void {
    this.tracker.confirmed(execution.clientOrderId, execution);
    // A refused cancel or replace says nothing about the order.
    if (execution.type === 'cancelRejected') return;
    const order = this.orderOf(execution);
    if (order === undefined) return;
    // Results that belong to no order (a rejected one, a mass cancel) carry 0.
    if (execution.orderId !== 0) this.byOrderId.set(execution.orderId, order);
    order.report(execution);
  }

  private onStatus(execution: Execution): void {
    this.orderOf(execution)?.status(execution);
    this.tracker.confirmed(execution.clientOrderId, execution);
    this.statusReads.answered(execution);
  }

  private orderOf(execution: Execution): LiveOrder | undefined {
    return (
      (execution.orderId === 0 ? undefined : this.byOrderId.get(execution.orderId)) ??
      this.byClientId.get(execution.clientOrderId) ??
      this.byClientId.get(execution.origClientOrderId)
    );
  }

  private replayed(): void {
    this.replayRequestId = 0;
    this.tracker.replayed();
    for (const order of [...this.byClientId.values()]) order.settle();
  }

  /** `otherwise`: where to go on when what is asked for is not kept any more. */
  private askForExecutions(cursor: ExecutionCursor, otherwise: TransactionPosition | null): void {
    const from = cursor.resumeFrom();
    const { requestId, answer } = this.requests.askWithId<void>({
      type: MessageType.ExecutionsFrom,
      survives: false,
      endsWithResult: false,
      encode: (requestId) => {
        const bytes = new Uint8Array(64);
        const length = encodeExecutionsFrom({ requestId, ...from, scope: ExecutionScope.Own }, bytes, new DataView(bytes.buffer), 0);
        return bytes.subarray(0, length);
      },
    });
    this.replayRequestId = requestId;
    answer.catch((error: unknown) => {
      if (!(error instanceof RelaisError) || this.replayRequestId !== requestId || error.code === 'RELAIS_E_DISCONNECTED') return;
      this.port.executionsUnavailable(error);
      if (otherwise === null) this.replayed();
      else this.goOnFrom(otherwise);
    });
  }

  /** Reports are missing for good: open orders are asked for their state, new reports come from here on. */
  private goOnFrom(position: TransactionPosition): void {
    this.cursor = new ExecutionCursor(position);
    this.askForExecutions(this.cursor, null);
    for (const order of this.byClientId.values()) {
      if (this.tracker.has(order.clientOrderId)) continue;
      this.statusReads.read(order.currentId).then(
        () => order.settle(),
        () => {},
      );
    }
  }

  /** The tracker asks what became of an order; the answer is a status report, or an error. */
  private askFate(clientOrderId: string): void {
    this.statusReads.read(clientOrderId).catch((error: unknown) => {
      if (error instanceof RelaisError && error.code === 'RELAIS_E_NOT_FOUND') this.tracker.statusUnknown(clientOrderId);
      else this.tracker.statusFailed(clientOrderId);
    });
  }
}
