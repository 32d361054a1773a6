/**
 * What a node does a few times a second besides answering: trading hours, clients that are gone, audit of log ranges, checkpoints, another try
 * after a full disk.
 */
import { type ErrorCode, RelaisError, type Settings } from '../../registry/index.js';
import type { AuditOutbox } from '../audit/index.js';
import type { OrderProcessor } from '../engine/index.js';
import { dayNumberOf, encodeSessionEnded, MessageType } from '../wire/index.js';
import { AuditBound } from './audit-bound.js';
import type { AuditTrail } from './audit-trail.js';
import type { ClientSession } from './client-session.js';
import { nowUs } from './clock.js';
import type { DisconnectWatch } from './disconnect-watch.js';
import { type DurableState, writeCheckpoint } from './durable-state.js';
import type { Logger } from './logger.js';
import type { OrderPath } from './order-path.js';
import type { QuoteReads } from './quote-reads.js';
import type { SessionPorter } from './session-porter.js';
import type { TradingHours } from './trading-hours.js';

export interface HousekeepingParts {
  readonly region: number;
  readonly durable: DurableState;
  readonly engine: OrderProcessor;
  readonly orders: OrderPath;
  readonly hours: TradingHours;
  readonly watch: DisconnectWatch;
  readonly reads: QuoteReads;
  readonly outbox: AuditOutbox;
  readonly sessions: ReadonlySet<ClientSession>;
  readonly porter: SessionPorter;
  readonly audit: AuditTrail;
  readonly log: Logger;
  readonly settings: Pick<Settings, 'checkpointEveryEntries' | 'auditOutboxBytes' | 'auditRefusesWhenFull'>;
  readonly orderObstacle: () => ErrorCode | null;
  readonly failed: (error: unknown) => void;
}

const TICK_MS = 250;
const NOTICES_MAX = 20;
/** A range of the log is audited when it is this long, or this old. */
const AUDIT_RANGE_ENTRIES = 10_000;
const AUDIT_RANGE_MS = 10_000;
/** What a disk or log that is full refuses; it is tried again with the next tick. */
const FOR_NOW: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['RELAIS_E_DISK_FULL', 'RELAIS_E_LOG_BUSY']);

export class Housekeeping {
  readonly #parts: HousekeepingParts;
  readonly #timer: NodeJS.Timeout;
  readonly #auditBound: AuditBound;
  /** Things that a person should know, newest last. */
  readonly notices: string[] = [];
  #auditedSeq: number;
  #auditedMs = Number.NEGATIVE_INFINITY;
  #checkpointSeq: number;
  #checkpointing: Promise<void> | null = null;

  constructor(parts: HousekeepingParts, auditedSeq: number) {
    this.#parts = parts;
    this.#auditBound = new AuditBound(parts.outbox, parts.settings, parts.log);
    this.#auditedSeq = auditedSeq;
    this.#checkpointSeq = parts.durable.checkpointSeq;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Stops; a checkpoint of the last state is written when there is something new. Errors: those of writing. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#checkpointing;
    this.#auditRange();
    const { durable, engine } = this.#parts;
    if (durable.log.appendedSeq > this.#checkpointSeq) await writeCheckpoint(durable, engine);
  }

  #tick(): void {
    const { durable, reads, outbox, porter, hours, watch, orderObstacle, failed } = this.#parts;
    try {
      durable.log.tick();
      durable.journal.tick();
      outbox.tick();
      reads.tick(performance.now());
      porter.rotatePartnerKeys(dayNumberOf(nowUs()));
      this.#auditWhenDue();
      this.#auditBound.look().catch(failed);
      if (orderObstacle() !== null) return;
      hours.tick(nowUs());
      for (const instance of watch.takeGone(performance.now())) this.#sessionEnded(instance);
      this.#maybeCheckpoint();
    } catch (error) {
      if (!(error instanceof RelaisError) || !FOR_NOW.has(error.code)) failed(error);
    }
  }

  #sessionEnded(instance: number): void {
    const { engine, orders, watch } = this.#parts;
    if (!engine.sessionsWithOrders().includes(instance)) return;
    try {
      orders.record(MessageType.SessionEnded, (bytes, view, at) => encodeSessionEnded({ endedSession: instance }, bytes, view, at));
    } catch (error) {
      // Not forgotten: it is gone at the next look as well.
      watch.expect(instance, Number.NEGATIVE_INFINITY);
      throw error;
    }
    this.#note(`orders of a client that is gone were cancelled (instance ${instance})`);
  }

  #auditWhenDue(): void {
    const nowMs = performance.now();
    const entries = this.#parts.durable.log.durableSeq - this.#auditedSeq;
    if (entries < AUDIT_RANGE_ENTRIES && nowMs - this.#auditedMs < AUDIT_RANGE_MS) return;
    this.#auditedMs = nowMs;
    for (const session of this.#parts.sessions) this.#parts.audit.quoteReads(session);
    this.#auditRange();
  }

  #auditRange(): void {
    const { durable, audit, region } = this.#parts;
    const { seq, epoch, hash } = durable.log.durablePosition;
    if (seq <= this.#auditedSeq || audit.isFull) return;
    audit.orderRange(region, epoch, this.#auditedSeq + 1, seq, hash);
    this.#auditedSeq = seq;
  }

  #maybeCheckpoint(): void {
    const { durable, engine, settings, log } = this.#parts;
    if (this.#checkpointing !== null || durable.log.appendedSeq - this.#checkpointSeq < settings.checkpointEveryEntries) return;
    const begunMs = performance.now();
    this.#checkpointing = writeCheckpoint(durable, engine)
      .then((seq) => {
        this.#checkpointSeq = seq;
        log.info({ seq, ms: Math.round(performance.now() - begunMs) }, 'checkpoint written');
      })
      .catch((error: unknown) => log.error({ err: error }, 'no checkpoint; the log keeps what it would have replaced'))
      .finally(() => {
        this.#checkpointing = null;
      });
  }

  #note(text: string): void {
    this.notices.push(text);
    if (this.notices.length > NOTICES_MAX) this.notices.shift();
  }
}
