/**
 * One reader's stream of executions, over a connection of its own: a replay, however long, never delays a confirmation, and a slow reader
 * holds up nobody. When its buffer is full the connection is given up; once half of it has been read, a new one goes on after the last
 * report taken. So is every interruption healed: no gap, no duplicate.
 */
import { RelaisError } from '../../registry/index.js';
import {
  CHANNELS,
  decodeExecutionReport,
  decodeReplayPosition,
  decodeRequestResult,
  ExecutionScope,
  emptyExecutionReport,
  emptyReplayPosition,
  emptyRequestResult,
  encodeExecutionsFrom,
  MessageType,
  type Welcome,
} from '../wire/index.js';
import { ExecutionCursor, type TransactionPosition } from './core/execution-position.js';
import { errorFromWire } from './core/wire-errors.js';
import { Connection, type ConnectionOwner } from './edge/connection.js';
import type { Surroundings } from './edge/ports.js';
import type { ClientLimits } from './limits.js';
import { type Execution, executionFrom } from './model/execution.js';
import type { Instrument } from './model/instrument.js';
import { BoundedStream } from './stream/bounded-stream.js';

export interface ExecutionsOptions {
  /** `own` (default): of this partner. `all`: drop copy of all partners, for a role with that right. */
  readonly scope?: 'own' | 'all';
  /** `live` (default): from now on. `start`: everything that is kept. Or after a position that has been read. */
  readonly from?: 'live' | 'start' | TransactionPosition;
  /** Called each time that the replay has reached the present. */
  readonly onLive?: (position: TransactionPosition) => void;
}

export interface FeedContext {
  readonly around: Surroundings;
  readonly limits: ClientLimits;
  readonly regionNumber: number;
  instrument(id: number): Instrument | undefined;
  damaged(channel: number, type: number): void;
  ended(feed: ExecutionFeed): void;
}

const REQUEST_ID = 1;

export class ExecutionFeed implements ConnectionOwner {
  readonly stream: BoundedStream<Execution>;
  private readonly context: FeedContext;
  private readonly options: ExecutionsOptions;
  private readonly report = emptyExecutionReport();
  private cursor: ExecutionCursor | null;
  private connection: Connection | null = null;

  constructor(context: FeedContext, options: ExecutionsOptions) {
    this.context = context;
    this.options = options;
    const { from = 'live' } = options;
    this.cursor = from === 'live' ? null : new ExecutionCursor(from === 'start' ? { epoch: 0, seq: 0 } : from);
    this.stream = new BoundedStream(
      context.limits.streamBufferMax,
      () => this.stop(),
      () => this.go(),
    );
    this.go();
  }

  established(): void {}
  acknowledged(): void {}
  event(): void {}
  lost(): void {}
  writable(channel: number): void {
    if (channel === CHANNELS.control) this.ask();
  }

  state(state: {
    readonly phase: string;
    readonly failure?: { readonly code: RelaisError['code'] | null; readonly detail: string } | null;
  }): void {
    if (state.phase !== 'closed' || state.failure == null) return;
    this.stream.end(new RelaisError(state.failure.code ?? 'RELAIS_E_CONNECT_TIMEOUT', state.failure.detail));
  }

  ready(welcome: Welcome): void {
    this.cursor ??= new ExecutionCursor({ epoch: welcome.epoch, seq: welcome.committedSeq });
    this.ask();
  }

  damaged(channel: number, type: number): void {
    this.context.damaged(channel, type);
    this.connection?.renew('RELAIS_E_MESSAGE_CRC', 'executions');
  }

  message(_channel: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (type === MessageType.ExecutionReport) this.take(bytes, view, at, length);
    else if (type === MessageType.ReplayPosition) {
      const { epoch, seq } = decodeReplayPosition(view, bytes, at, length, emptyReplayPosition());
      if (this.connection === null) return;
      this.cursor?.reached(epoch, seq);
      // In a turn of its own: whatever it throws is not the session's affair.
      queueMicrotask(() => this.options.onLive?.({ epoch, seq }));
    } else if (type === MessageType.RequestResult) {
      const result = decodeRequestResult(view, bytes, at, length, emptyRequestResult());
      if (result.error !== 0) this.stream.end(errorFromWire(result.error, result.detail));
    }
  }

  private take(bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const report = decodeExecutionReport(view, bytes, at, length, this.report);
    const { epoch, seq, index } = report;
    if (this.connection === null || this.cursor === null || !this.cursor.isNew(epoch, seq, index)) return;
    const execution = executionFrom(report, this.context.instrument(report.instrument));
    if (execution.possibleDuplicate) return;
    if (this.stream.push(execution)) this.cursor.accept(epoch, seq, index);
    else this.pause();
  }

  private go(): void {
    if (this.connection !== null || this.stream.isOver) return;
    const { around, limits, regionNumber } = this.context;
    this.connection = new Connection(around, limits, regionNumber, this, Number.POSITIVE_INFINITY);
    this.connection.start();
  }

  private pause(): void {
    const connection = this.connection;
    this.connection = null;
    void connection?.close();
  }

  private stop(): void {
    this.pause();
    this.context.ended(this);
  }

  private ask(): void {
    if (this.connection === null || this.cursor === null) return;
    const bytes = new Uint8Array(64);
    const scope = this.options.scope === 'all' ? ExecutionScope.All : ExecutionScope.Own;
    const request = { requestId: REQUEST_ID, ...this.cursor.resumeFrom(), scope };
    const length = encodeExecutionsFrom(request, bytes, new DataView(bytes.buffer), 0);
    this.connection.send(CHANNELS.control, MessageType.ExecutionsFrom, bytes, length);
  }
}
