/**
 * The receiver's side of reliability: what has arrived, when to say so, and what to ask for again.
 *
 * An acknowledgement costs a record of its own if nothing else goes out, so it waits a little for a record to ride on, and rides only
 * when there is enough to say. A gap is asked for at once, and again after a while, more and more patiently.
 */
import { encodeAck, encodeNack, MessageType } from '../wire/index.js';
import { ReceivedRecords } from './received-records.js';
import type { RecordBody } from './record-body.js';
import type { SessionEvent, SessionLimits } from './types.js';

/** A record that goes out anyway takes an acknowledgement along from here on. */
const RIDE_RECORDS = 8;
const RIDE_BYTES = 16_384;
/** Without one to ride on, it goes out alone from here on (or after sessionAckBytes, or sessionAckDelayMs). */
const ALONE_RECORDS = 64;
/** So many records that want none are acknowledged as well, so that the sender of acknowledgements can forget them. */
const QUIET_RECORDS = 32;
const NACK_RANGES_MAX = 64;
const NACK_PATIENCE_MAX = 3;
const NEVER = Number.POSITIVE_INFINITY;

export class Acknowledger {
  readonly received = new ReceivedRecords();
  private readonly limits: SessionLimits;
  private waitingRecords = 0;
  private waitingBytes = 0;
  private quietRecords = 0;
  private newestMs = 0;
  private ackAtMs = NEVER;
  /** When to ask for what is newly missing, and when to ask again for everything. */
  private newGapAtMs = NEVER;
  private repeatAtMs = NEVER;
  private askedThrough = 0;
  private patience = 0;
  private readonly ack = { acknowledged: 0, delayUs: 0 };

  constructor(limits: SessionLimits) {
    this.limits = limits;
  }

  /** A new authentic record. */
  arrived(number: number, recordBytes: number, nowMs: number): void {
    const { received } = this;
    if (number > received.highest + 1) this.newGapAtMs = nowMs;
    if (number < received.highest) this.patience = 0;
    received.add(number);
    this.waitingBytes += recordBytes;
    this.newestMs = nowMs;
    if (received.hasGap) return;
    this.newGapAtMs = NEVER;
    this.repeatAtMs = NEVER;
  }

  /** It wants to be acknowledged. `atOnce`: the sender is waiting to hear. */
  wantsAck(nowMs: number, atOnce: boolean): void {
    this.waitingRecords += 1;
    const isMuch = this.waitingRecords >= ALONE_RECORDS || this.waitingBytes >= this.limits.sessionAckBytes;
    const atMs = atOnce || isMuch ? nowMs : nowMs + this.limits.sessionAckDelayMs;
    if (atMs < this.ackAtMs) this.ackAtMs = atMs;
  }

  /** It holds acknowledgements only. */
  wantsNoAck(nowMs: number): void {
    this.quietRecords += 1;
    if (this.quietRecords >= QUIET_RECORDS) this.wantsAck(nowMs, false);
  }

  /** When something must go out even if nothing else does. */
  get nextMs(): number {
    return Math.min(this.ackAtMs, this.newGapAtMs, this.repeatAtMs);
  }

  /** Adds what is due, or worth riding along when the record goes out anyway. */
  write(body: RecordBody, nowMs: number, goesAnyway: boolean, roundTripMs: number, event: (event: SessionEvent) => void): void {
    if (nowMs >= this.newGapAtMs || nowMs >= this.repeatAtMs) this.writeNack(body, nowMs, roundTripMs, event);
    const rides = goesAnyway && (this.waitingRecords >= RIDE_RECORDS || (this.waitingRecords > 0 && this.waitingBytes >= RIDE_BYTES));
    if (nowMs < this.ackAtMs && !rides) return;
    this.ack.acknowledged = this.received.through;
    this.ack.delayUs = Math.max(0, Math.min(Math.round((nowMs - this.newestMs) * 1_000), 0xffff_ffff));
    body.add(MessageType.Ack, encodeAck, this.ack);
    this.said();
  }

  /** `received.through` has been told to the peer. */
  said(): void {
    this.waitingRecords = 0;
    this.waitingBytes = 0;
    this.quietRecords = 0;
    this.ackAtMs = NEVER;
  }

  private writeNack(body: RecordBody, nowMs: number, roundTripMs: number, event: (event: SessionEvent) => void): void {
    const { received, limits } = this;
    // A new gap asks for what is new, the repetition for everything.
    const isRepeat = nowMs >= this.repeatAtMs;
    const ranges = received.missing(isRepeat ? received.through : this.askedThrough, NACK_RANGES_MAX);
    const first = ranges[0];
    const last = ranges[ranges.length - 1];
    const isAll = ranges.length < NACK_RANGES_MAX;
    if (isAll) this.newGapAtMs = NEVER;
    if (isRepeat || this.repeatAtMs === NEVER) {
      if (isRepeat) this.patience = Math.min(this.patience + 1, NACK_PATIENCE_MAX);
      this.repeatAtMs = nowMs + Math.max(limits.sessionNackRepeatMs, 2 * roundTripMs) * 2 ** this.patience;
    }
    if (first === undefined || last === undefined) return;
    this.askedThrough = isAll ? received.highest : last.first + last.count - 1;
    if (!isAll) this.newGapAtMs = nowMs;
    body.add(MessageType.Nack, encodeNack, { acknowledged: received.through, ranges });
    event({ type: 'nackSent', firstRecord: first.first, records: ranges.reduce((sum, { count }) => sum + count, 0) });
  }
}
