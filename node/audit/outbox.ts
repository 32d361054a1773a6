import { RelaisError } from '../../registry/index.js';
import { type LogFileSystem, TransactionLog } from '../log/index.js';
import { type AuditEvent, decodeAuditEvent, encodeAuditEvent } from './events.js';

export interface AuditOutboxOptions {
  directory: string;
  region: number;
  /** 16 random bytes, used when the outbox is formatted. */
  diskId: Uint8Array;
  /** Most that unacknowledged records may take on the disk. */
  outboxBytes: number;
  segmentBytes: number;
  fileSystem?: LogFileSystem;
  /** A record was refused. For the metric and the log; what follows from it is the server's decision. */
  refused?(event: AuditEvent, code: string): void;
}

/** Where everything that must be audited goes. */
export interface AuditPort {
  /**
   * Takes an event and returns its number, or 0 when it was refused (outbox full, disk full, disk failed). A number means that it is on its
   * way to the disk: `whenDurable` says when it is there.
   */
  record(event: AuditEvent): number;
  /** Whether a record would be refused now, so that what must not go unaudited can be refused first. */
  readonly isFull: boolean;
}

export interface AuditRecord {
  number: number;
  event: AuditEvent;
  /** The bytes that the record's hash in the ledger covers. */
  bytes: Uint8Array;
}

const GROUP_BYTES = 65_536;

/**
 * The durable, bounded outbox of audit records: a log of its own beside the transactions, with the same group commit and the same proof of
 * its end. Its consumer reads from a number, acknowledges, and gets records again that it has acknowledged in a segment that was still
 * kept when the process ended: at least once, in order, each with its number.
 */
export class AuditOutbox implements AuditPort {
  readonly #log: TransactionLog;
  readonly #options: AuditOutboxOptions;
  #refusedCount = 0;
  /** Number of the last acknowledged record. */
  #acknowledged: number;

  /** Errors: as TransactionLog.open. */
  static async open(options: AuditOutboxOptions): Promise<AuditOutbox> {
    const { directory, region, diskId, segmentBytes, fileSystem } = options;
    const log = await TransactionLog.open({
      directory,
      region,
      diskId,
      segmentBytes,
      preparedSegments: 1,
      groupBytes: GROUP_BYTES,
      pendingGroups: 8,
      reserveBytes: 0,
      ...(fileSystem === undefined ? {} : { fileSystem }),
    });
    return new AuditOutbox(options, log);
  }

  private constructor(options: AuditOutboxOptions, log: TransactionLog) {
    this.#options = options;
    this.#log = log;
    this.#acknowledged = log.firstSeq - 1;
  }

  record(event: AuditEvent): number {
    const bytes = encodeAuditEvent(event);
    const refusal = this.#refusal(bytes.length);
    if (refusal !== null) return this.#refuse(event, refusal);
    try {
      return this.#log.append(bytes, 0, bytes.length);
    } catch (error) {
      if (error instanceof RelaisError) return this.#refuse(event, error.code);
      throw error;
    }
  }

  get isFull(): boolean {
    return this.#refusal(1_024) !== null;
  }
  /** Bytes of the segments that hold records, the limit of which is `outboxBytes`. */
  get bytes(): number {
    return this.#log.keptBytes;
  }
  get refusedCount(): number {
    return this.#refusedCount;
  }
  get lastNumber(): number {
    return this.#log.appendedSeq;
  }
  get acknowledgedNumber(): number {
    return this.#acknowledged;
  }
  /** Records that wait for the consumer. */
  get waiting(): number {
    return this.lastNumber - this.#acknowledged;
  }

  /** Resolves when the record is on the disk. Errors: RELAIS_E_LOG_WRITE_FAILED. */
  whenDurable(number: number): Promise<void> {
    return this.#log.whenDurable(number);
  }

  onFailure(listener: (error: RelaisError) => void): void {
    this.#log.onFailure(listener);
  }

  /** Records after the acknowledged ones, in order, up to the last one when the call is made. Errors: RELAIS_E_AUDIT_MALFORMED and those of a log. */
  async *read(afterNumber = this.#acknowledged): AsyncGenerator<AuditRecord, void, undefined> {
    for await (const entry of this.#log.readFrom(Math.max(afterNumber + 1, this.#log.firstSeq))) {
      const bytes = entry.bytes.slice(entry.at, entry.at + entry.length);
      yield { number: entry.seq, event: decodeAuditEvent(bytes), bytes };
    }
  }

  /** The consumer has everything up to this number for good; whole segments of it are removed. */
  async acknowledge(number: number): Promise<void> {
    this.#acknowledged = Math.max(this.#acknowledged, Math.min(number, this.#log.durableSeq));
    await this.#log.removeBefore(this.#acknowledged + 1);
  }

  /** Called about once a second: tries again after the disk was full. */
  tick(): void {
    this.#log.tick();
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #refusal(length: number): string | null {
    if (this.#log.failure !== null) return this.#log.failure.code;
    if (this.#log.keptBytes + this.#options.segmentBytes > this.#options.outboxBytes && !this.#log.fitsSegment(length))
      return 'RELAIS_E_AUDIT_FULL';
    return this.#log.refusal(length);
  }

  #refuse(event: AuditEvent, code: string): number {
    this.#refusedCount += 1;
    this.#options.refused?.(event, code);
    return 0;
  }
}
