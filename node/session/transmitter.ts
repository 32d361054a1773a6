/**
 * The sender's side: queues, scheduler, sealing, and the records that wait for their acknowledgement.
 *
 * One flush makes as few records as hold what is queued, each sealed once and written in place in the window, and hands runs of them on
 * in one piece. Records asked for again go out as they are, as a share of the bytes while new ones wait.
 */
import { RelaisError } from '../../registry/index.js';
import {
  RECORD_BODY_BYTES_MAX,
  RECORD_BODY_BYTES_MIN,
  RECORD_OVERHEAD_BYTES,
  RECORD_WINDOW,
  type RecordSealer,
  Scheduler,
} from '../wire/index.js';
import { LinkEstimate } from './link-estimate.js';
import { recordBody } from './record-body.js';
import { SentRecords } from './sent-records.js';
import type { SessionEvent, SessionHandler, SessionLimits } from './types.js';

export type Write = (records: Uint8Array) => boolean;

/** Kept free of messages in the window, so that acknowledgements can always go out: otherwise two full windows would wait for each other. */
const RESERVED_BYTES = 65_536;
const RESERVED_RECORDS = 1_024;
/** All messages of the session that one record can carry. */
const SESSION_MESSAGES_BYTES_MAX = 2_048;
/** Runs of records are handed on at this size. */
const RUN_BYTES = 65_536;
/** A link without damage for so many bytes gets larger records again. */
const GROW_AFTER_BYTES = 1_048_576;

export interface RecordSource {
  readonly sealer: RecordSealer;
  /** Adds messages of the session to recordBody. `goesAnyway`: the record is made in any case. */
  addSessionMessages(nowMs: number, goesAnyway: boolean): void;
}

export class Transmitter {
  readonly scheduler: Scheduler;
  readonly sent: SentRecords;
  readonly link: LinkEstimate;
  /** The last record that wants an acknowledgement; 0 for none. */
  lastWanting = 0;
  lastSentMs: number;
  private readonly limits: SessionLimits;
  private readonly handler: SessionHandler;
  private readonly acknowledgedSeqs: number[];
  private recordBodyBytesMax = RECORD_BODY_BYTES_MAX;
  private bytesWithoutDamage = 0;
  private resendBalance = 0;
  private run: Uint8Array = recordBody.bytes;
  private runStart = 0;
  private runEnd = 0;
  private mayWrite = true;

  constructor(limits: SessionLimits, handler: SessionHandler, nowMs: number) {
    this.limits = limits;
    this.handler = handler;
    this.lastSentMs = nowMs;
    this.link = new LinkEstimate(limits.sessionAckDelayMs);
    this.sent = new SentRecords(limits.sessionWindowBytes);
    this.scheduler = new Scheduler({
      queueBytes: limits.sessionQueueBytes,
      messageBytes: limits.sessionMessageBytes,
      urgentSharePercent: limits.sessionUrgentSharePercent,
      weights: {
        marketData: limits.sessionWeightMarketData,
        book: limits.sessionWeightBook,
        replication: limits.sessionWeightReplication,
        audit: limits.sessionWeightAudit,
      },
    });
    this.acknowledgedSeqs = this.scheduler.queues.map(() => 0);
  }

  /** Whether the window has room for messages. */
  get hasWindow(): boolean {
    const { sent } = this;
    return (
      sent.inFlightBytes + RECORD_BODY_BYTES_MAX + RECORD_OVERHEAD_BYTES + RESERVED_BYTES <= this.limits.sessionWindowBytes &&
      sent.count < RECORD_WINDOW - RESERVED_RECORDS
    );
  }

  /** Whether a flush would write anything, session messages left aside. */
  get hasWork(): boolean {
    return this.sent.hasResends || (this.hasWindow && this.scheduler.hasSendable);
  }

  /** Whether everything that was sent and wants an acknowledgement has one. */
  get isQuiet(): boolean {
    return this.lastWanting <= this.sent.acknowledged;
  }

  flush(nowMs: number, source: RecordSource, mayHoldMessages: boolean, write: Write): void {
    this.mayWrite = true;
    while (this.mayWrite) {
      const messagesWait = mayHoldMessages && this.hasWindow && this.scheduler.hasSendable;
      if (this.sent.hasResends && (!messagesWait || this.resendBalance <= 0)) {
        this.resend(messagesWait, write);
        continue;
      }
      const recordBytes = this.makeRecord(nowMs, source, messagesWait, write);
      if (recordBytes === 0) {
        // What waits may not go now (bulk, window): then nothing keeps a resend back.
        if (!this.sent.hasResends) break;
        this.resend(false, write);
        continue;
      }
      this.resendBalance = Math.max(this.resendBalance - recordBytes * this.limits.sessionResendSharePercent, -RUN_BYTES * 100);
    }
    this.endRun(write);
  }

  /** The peer has every record up to `number`. Errors: RELAIS_E_RECORD_UNEXPECTED if that was never sent. */
  acknowledged(number: number, delayMs: number, nowMs: number): void {
    const { sent } = this;
    if (number >= sent.nextNumber) throw new RelaisError('RELAIS_E_RECORD_UNEXPECTED', `record ${number} was acknowledged but not sent`);
    if (number <= sent.acknowledged) return;
    const before = sent.deliveredBytes;
    // What waited for a record that was sent again says nothing about the round trip.
    const isSample = !sent.hasResent(sent.acknowledged + 1, number);
    sent.acknowledge(number);
    if (isSample) {
      const delivered = sent.deliveredBytes - sent.deliveredAtSendOf(number);
      this.link.sample(nowMs, nowMs - sent.sentMsOf(number), delayMs, delivered);
    }
    this.growRecords(sent.deliveredBytes - before);
    for (const { channel } of this.scheduler.queues) {
      const seq = sent.seqOf(number, channel);
      if (seq <= (this.acknowledgedSeqs[channel] as number)) continue;
      this.acknowledgedSeqs[channel] = seq;
      this.handler.acknowledged(channel, seq);
    }
  }

  /** The peer misses records. */
  askedAgain(first: number, count: number): void {
    const last = Math.min(first + count, this.sent.nextNumber);
    for (let number = Math.max(first, this.sent.acknowledged + 1); number < last; number += 1) this.sent.askAgain(number);
    // A smaller record is damaged less often.
    this.recordBodyBytesMax = Math.max(RECORD_BODY_BYTES_MIN, this.recordBodyBytesMax / 2);
    this.bytesWithoutDamage = 0;
  }

  trim(): void {
    this.sent.trim();
    for (const queue of this.scheduler.queues) queue.trim();
  }

  /** Makes one record, if there is anything to say; gives its length. */
  private makeRecord(nowMs: number, source: RecordSource, messagesWait: boolean, write: Write): number {
    const { sent, scheduler } = this;
    // Before anything is put together, because what is said counts as said. No room: it waits for acknowledgements.
    const at = sent.reserve((messagesWait ? RECORD_BODY_BYTES_MAX : SESSION_MESSAGES_BYTES_MAX) + RECORD_OVERHEAD_BYTES);
    if (at < 0) return 0;
    recordBody.length = 0;
    recordBody.wantsAck = messagesWait;
    source.addSessionMessages(nowMs, messagesWait);
    const sessionBytes = recordBody.length;
    let bulkBytes = 0;
    if (messagesWait) {
      recordBody.length = scheduler.fill(recordBody.bytes, sessionBytes, {
        bodyBytes: this.recordBodyBytesMax,
        bulkBytes: this.link.bulkInFlightBytesMax - sent.bulkInFlightBytes,
        isSlowLink: this.link.bytesPerS > 0 && this.link.bytesPerS < this.limits.sessionSlowLinkBytesPerS,
      });
      bulkBytes = scheduler.filledBulkBytes;
    }
    if (recordBody.length === 0) return 0;
    const recordBytes = recordBody.length + RECORD_OVERHEAD_BYTES;
    if (sent.bytes !== this.run || at !== this.runEnd || this.runEnd - this.runStart >= RUN_BYTES) this.startRun(at, write);
    source.sealer.seal(sent.nextNumber, recordBody.bytes.subarray(0, recordBody.length), sent.bytes, sent.view, at);
    if (recordBody.wantsAck) this.lastWanting = sent.nextNumber;
    sent.add(at, recordBytes, bulkBytes, scheduler.queues, nowMs);
    this.runEnd = at + recordBytes;
    this.lastSentMs = nowMs;
    return recordBytes;
  }

  private resend(messagesWait: boolean, write: Write): void {
    this.endRun(write);
    const number = this.mayWrite ? this.sent.nextResend() : 0;
    if (number === 0) return;
    const record = this.sent.recordBytesOf(number);
    const event: SessionEvent = { type: 'retransmit', record: number, bytes: record.length };
    this.handler.event(event);
    if (messagesWait) this.resendBalance += record.length * (100 - this.limits.sessionResendSharePercent);
    else this.resendBalance = 0;
    if (!write(record)) this.mayWrite = false;
  }

  private startRun(at: number, write: Write): void {
    this.endRun(write);
    this.run = this.sent.bytes;
    this.runStart = at;
    this.runEnd = at;
  }

  private endRun(write: Write): void {
    if (this.runEnd === this.runStart) return;
    const records = this.run.subarray(this.runStart, this.runEnd);
    this.runStart = this.runEnd;
    if (!write(records)) this.mayWrite = false;
  }

  private growRecords(deliveredBytes: number): void {
    if (this.recordBodyBytesMax === RECORD_BODY_BYTES_MAX) return;
    this.bytesWithoutDamage += deliveredBytes;
    if (this.bytesWithoutDamage < GROW_AFTER_BYTES) return;
    this.bytesWithoutDamage = 0;
    this.recordBodyBytesMax = Math.min(RECORD_BODY_BYTES_MAX, this.recordBodyBytesMax * 2);
  }
}
