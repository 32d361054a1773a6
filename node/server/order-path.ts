/**
 * The way of a command from a message to its results: duplicate? refusal? log, engine, gate.
 *
 * Nothing derived from an entry leaves before the entry is durable: the engine runs ahead, its output waits in the commit gate. A refusal is
 * given only before the append (docs/adr/0005). Time never goes back within the log.
 */
import { assert, type ErrorCode, RelaisError } from '../../registry/index.js';
import type { EngineOutput, OrderProcessor } from '../engine/index.js';
import {
  COMMAND_HEADER_MAX_BYTES,
  type CommandHeader,
  emptyCommandHeader,
  encodeCommandHeader,
  MessageType,
  RejectReason,
} from '../wire/index.js';
import type { CommitGate } from './commit-gate.js';

/** What the path needs of the log; node/log has the real one, a benchmark measures without durability by another. */
export interface CommandLog {
  readonly epoch: number;
  readonly appendedSeq: number;
  readonly durableSeq: number;
  append(payload: Uint8Array, at: number, length: number, mayUseReserve?: boolean): number;
  openEpoch(epoch: number, payload: Uint8Array, at: number, length: number): number;
  refusal(length: number): ErrorCode | null;
}

/** Held outputs that are not market data carry one of these in place of a message type. */
export const HeldType = { execution: 0, duplicate: 255 } as const;

/** Why a command was not taken; `error` only where a coded error says more than the reason. */
export interface Refusal {
  reason: number;
  error: ErrorCode | null;
}

export interface OrderPathOptions {
  readonly log: CommandLog;
  readonly engine: OrderProcessor;
  readonly gate: CommitGate;
  /** Microseconds since the Unix epoch, UTC. */
  readonly nowUs: () => number;
  /** Time of the last entry in the log: entries never go back behind it. */
  readonly lastTimeUs: number;
  /** Called after each append, for metrics. */
  readonly appended: (seq: number, commandType: number) => void;
}

const COMMAND_BYTES_MAX = 4096;

export class OrderPath implements EngineOutput {
  readonly #options: OrderPathOptions;
  readonly #bytes = new Uint8Array(COMMAND_HEADER_MAX_BYTES + COMMAND_BYTES_MAX);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #header: CommandHeader = emptyCommandHeader();
  readonly #refusal: Refusal = { reason: 0, error: null };
  #timeUs: number;
  /** Sequence and kind that the outputs of the call under way are held with. */
  #holdSeq = 0;
  #isDuplicate = false;
  #duplicates = 0;

  constructor(options: OrderPathOptions) {
    this.#options = options;
    this.#timeUs = options.lastTimeUs;
  }

  /** How many commands were answered with their first result. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** Takes one command of a partner. null when it was taken (its results follow), else why not; the object is reused. */
  submit(partner: number, instance: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): Refusal | null {
    const { engine, log, gate } = this.#options;
    if (length > COMMAND_BYTES_MAX) return this.#refuse(RejectReason.MalformedOrder, 'RELAIS_E_MESSAGE_MALFORMED');
    if (this.#answersDuplicate(partner, type, bytes, view, at, length)) return null;
    const reason = engine.check(this.#now(), partner, type, bytes, view, at, length);
    if (reason !== 0) return this.#refuse(reason, null);
    if (gate.isFull) return this.#refuse(RejectReason.DiskFull, 'RELAIS_E_LOG_BUSY');
    const code = log.refusal(COMMAND_HEADER_MAX_BYTES + length);
    if (code !== null) return this.#refuse(RejectReason.DiskFull, code);
    const payload = this.#begin(partner, type, instance);
    for (let i = 0; i < length; i++) this.#bytes[payload + i] = bytes[at + i] as number;
    try {
      this.#commit(log.append(this.#bytes, 0, payload + length), payload + length, type);
    } catch (error) {
      // What the log refuses it refuses before it appends anything; every other error is a defect and ends the process.
      if (error instanceof RelaisError && REFUSALS_OF_THE_LOG.has(error.code)) return this.#refuse(RejectReason.DiskFull, error.code);
      throw error;
    }
    return null;
  }

  /** State of an order of the partner by client order id (bytes); the report goes out when what it rests on is durable. False: not known. */
  status(partner: number, bytes: Uint8Array, at: number, length: number): boolean {
    return this.#answers(() => this.#options.engine.orderStatus(partner, bytes, at, length, this));
  }

  /** Appends an entry of the node itself (session ended, calendar, instrument). `write` encodes the command and gives its length. */
  record(commandType: number, write: (bytes: Uint8Array, view: DataView, at: number) => number): number {
    const at = this.#begin(0, commandType, 0);
    const length = at + write(this.#bytes, this.#view, at);
    const seq = this.#options.log.append(this.#bytes, 0, length, true);
    this.#commit(seq, length, commandType);
    return seq;
  }

  /** Opens an epoch with its first entry; the results of earlier epochs stay as they are. */
  openEpoch(epoch: number, write: (bytes: Uint8Array, view: DataView, at: number) => number): number {
    const at = this.#begin(0, MessageType.EpochOpened, 0);
    const length = at + write(this.#bytes, this.#view, at);
    const seq = this.#options.log.openEpoch(epoch, this.#bytes, 0, length);
    this.#commit(seq, length, MessageType.EpochOpened);
    return seq;
  }

  execution(partner: number, bytes: Uint8Array, _view: DataView, at: number, length: number): void {
    this.#options.gate.hold(this.#holdSeq, this.#isDuplicate ? HeldType.duplicate : HeldType.execution, partner, bytes, at, length);
  }

  market(type: number, instrument: number, bytes: Uint8Array, _view: DataView, at: number, length: number): void {
    this.#options.gate.hold(this.#holdSeq, type, instrument, bytes, at, length);
  }

  #answersDuplicate(partner: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
    const answered = this.#answers(() => this.#options.engine.answerDuplicate(partner, type, bytes, view, at, length, this));
    if (answered) this.#duplicates++;
    return answered;
  }

  /** Holds what `ask` says until everything appended so far is durable: the engine answers from its present state. */
  #answers(ask: () => number): boolean {
    const { log, gate } = this.#options;
    this.#holdSeq = log.appendedSeq;
    this.#isDuplicate = true;
    const answered = ask() !== 0;
    this.#isDuplicate = false;
    if (answered && log.durableSeq >= this.#holdSeq) gate.releaseUpTo(log.durableSeq);
    return answered;
  }

  #begin(partner: number, commandType: number, session: number): number {
    const header = this.#header;
    header.timeUs = this.#now();
    header.partner = partner;
    header.commandType = commandType;
    header.session = session;
    return encodeCommandHeader(header, this.#bytes, this.#view, 0);
  }

  #commit(seq: number, length: number, commandType: number): void {
    const { engine, log } = this.#options;
    assert(seq === log.appendedSeq, 'RELAIS_E_INTERNAL', 'the log has another writer');
    this.#holdSeq = seq;
    engine.apply(log.epoch, seq, this.#bytes, this.#view, 0, length, this);
    this.#options.appended(seq, commandType);
  }

  #now(): number {
    this.#timeUs = Math.max(this.#timeUs, this.#options.nowUs());
    return this.#timeUs;
  }

  #refuse(reason: number, error: ErrorCode | null): Refusal {
    this.#refusal.reason = reason;
    this.#refusal.error = error;
    return this.#refusal;
  }
}

const REFUSALS_OF_THE_LOG: ReadonlySet<ErrorCode> = new Set(['RELAIS_E_DISK_FULL', 'RELAIS_E_LOG_BUSY', 'RELAIS_E_LOG_CLOSED'] as const);
