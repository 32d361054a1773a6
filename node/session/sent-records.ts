/**
 * Sealed records that the peer has not acknowledged yet, kept to be sent again as they are.
 *
 * One ring of bytes, oldest record first, each in one piece; and per record (ring of RECORD_WINDOW at most) where it stands, when it was
 * sent, and how far each channel was after it: one acknowledgement then tells how far every channel has arrived.
 */
import { CHANNEL_COUNT, FIRST_RECORD, RECORD_BYTES_MAX, RECORD_WINDOW } from '../wire/index.js';

const FIRST_BYTES = 16_384;
const FIRST_SLOTS = 64;
const KEPT_BYTES = 262_144;

export class SentRecords {
  bytes = new Uint8Array(0);
  view = new DataView(this.bytes.buffer);
  nextNumber = FIRST_RECORD;
  acknowledged = FIRST_RECORD - 1;
  inFlightBytes = 0;
  bulkInFlightBytes = 0;
  /** Sealed bytes that were acknowledged, since the session began. */
  deliveredBytes = 0;
  private readonly maxBytes: number;
  private writeAt = 0;
  private slots = 0;
  private offsets = new Float64Array(0);
  private lengths = new Float64Array(0);
  private bulkBytes = new Float64Array(0);
  private sentAtMs = new Float64Array(0);
  private deliveredAtSend = new Float64Array(0);
  private channelSeqs = new Float64Array(0);
  private isResent = new Uint8Array(0);
  /** Numbers to send again, in the order asked for; `isQueued` keeps each in it once. */
  private resendQueue: number[] = [];
  private isQueued = new Uint8Array(0);

  constructor(windowBytes: number) {
    this.maxBytes = windowBytes + RECORD_BYTES_MAX;
  }

  get count(): number {
    return this.nextNumber - 1 - this.acknowledged;
  }

  /** Room for a record in one piece: its offset in `bytes`, or −1 if the window is full. */
  reserve(recordBytes: number): number {
    if (this.count >= RECORD_WINDOW - 1) return -1;
    let at = this.findRoom(recordBytes);
    while (at < 0) {
      if (this.bytes.length >= this.maxBytes) return -1;
      this.growBytes(recordBytes);
      at = this.findRoom(recordBytes);
    }
    return at;
  }

  /** Enters the record that was written at `at`; it gets `nextNumber`. `seqOf` gives how far each channel is after it. */
  add(at: number, recordBytes: number, bulkBytes: number, seqOf: readonly { readonly takenSeq: number }[], nowMs: number): void {
    if (this.count + 1 >= this.slots) this.growSlots();
    const slot = this.nextNumber & (this.slots - 1);
    this.offsets[slot] = at;
    this.lengths[slot] = recordBytes;
    this.bulkBytes[slot] = bulkBytes;
    this.sentAtMs[slot] = nowMs;
    this.deliveredAtSend[slot] = this.deliveredBytes;
    this.isResent[slot] = 0;
    this.isQueued[slot] = 0;
    for (let channel = 0; channel < CHANNEL_COUNT; channel += 1) {
      this.channelSeqs[slot * CHANNEL_COUNT + channel] = (seqOf[channel] as { takenSeq: number }).takenSeq;
    }
    this.nextNumber += 1;
    this.writeAt = at + recordBytes;
    this.inFlightBytes += recordBytes;
    this.bulkInFlightBytes += bulkBytes;
  }

  /** Forgets everything up to `number`, which must have been sent. Call only when it is above `acknowledged`. */
  acknowledge(number: number): void {
    const mask = this.slots - 1;
    for (let next = this.acknowledged + 1; next <= number; next += 1) {
      const slot = next & mask;
      const length = this.lengths[slot] as number;
      this.inFlightBytes -= length;
      this.deliveredBytes += length;
      this.bulkInFlightBytes -= this.bulkBytes[slot] as number;
    }
    this.acknowledged = number;
    if (this.count === 0) this.writeAt = 0;
  }

  /** The following are of a record that is not yet, or was just, acknowledged. */
  sentMsOf(number: number): number {
    return this.sentAtMs[number & (this.slots - 1)] as number;
  }

  deliveredAtSendOf(number: number): number {
    return this.deliveredAtSend[number & (this.slots - 1)] as number;
  }

  /** Whether any of these records was sent again. */
  hasResent(first: number, last: number): boolean {
    for (let number = first; number <= last; number += 1) if (this.isResent[number & (this.slots - 1)] !== 0) return true;
    return false;
  }

  seqOf(number: number, channel: number): number {
    return this.channelSeqs[(number & (this.slots - 1)) * CHANNEL_COUNT + channel] as number;
  }

  /** Marks a record to be sent again. What is acknowledged, was never sent or is marked already is left out. */
  askAgain(number: number): void {
    if (number <= this.acknowledged || number >= this.nextNumber) return;
    const slot = number & (this.slots - 1);
    if (this.isQueued[slot] !== 0) return;
    this.isQueued[slot] = 1;
    this.resendQueue.push(number);
  }

  get hasResends(): boolean {
    return this.resendQueue.length > 0;
  }

  /** Number of the next record to send again, taken off the queue; 0 if there is none. */
  nextResend(): number {
    while (true) {
      const number = this.resendQueue.shift();
      if (number === undefined) return 0;
      if (number <= this.acknowledged) continue;
      const slot = number & (this.slots - 1);
      this.isQueued[slot] = 0;
      this.isResent[slot] = 1;
      return number;
    }
  }

  recordBytesOf(number: number): Uint8Array {
    const slot = number & (this.slots - 1);
    const at = this.offsets[slot] as number;
    return this.bytes.subarray(at, at + (this.lengths[slot] as number));
  }

  /** Gives back a large buffer that is empty. */
  trim(): void {
    if (this.count > 0 || this.bytes.length <= KEPT_BYTES) return;
    this.setBytes(new Uint8Array(0));
    this.writeAt = 0;
  }

  private findRoom(recordBytes: number): number {
    const capacity = this.bytes.length;
    if (this.count === 0) return recordBytes <= capacity ? 0 : -1;
    const oldestAt = this.offsets[(this.acknowledged + 1) & (this.slots - 1)] as number;
    if (this.writeAt > oldestAt) {
      if (capacity - this.writeAt >= recordBytes) return this.writeAt;
      return oldestAt > recordBytes ? 0 : -1;
    }
    return oldestAt - this.writeAt > recordBytes ? this.writeAt : -1;
  }

  private growBytes(atLeastBytes: number): void {
    const capacity = Math.min(this.maxBytes, Math.max(FIRST_BYTES, this.bytes.length * 2, atLeastBytes * 2));
    const bytes = new Uint8Array(capacity);
    let at = 0;
    for (let number = this.acknowledged + 1; number < this.nextNumber; number += 1) {
      const record = this.recordBytesOf(number);
      bytes.set(record, at);
      this.offsets[number & (this.slots - 1)] = at;
      at += record.length;
    }
    this.setBytes(bytes);
    this.writeAt = at;
  }

  private setBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  private growSlots(): void {
    const slots = Math.max(FIRST_SLOTS, this.slots * 2);
    const spread = <T extends Float64Array | Uint8Array>(from: T, into: T, width: number): T => {
      for (let number = this.acknowledged; number < this.nextNumber && this.slots > 0; number += 1) {
        const source = (number & (this.slots - 1)) * width;
        into.set(from.subarray(source, source + width), (number & (slots - 1)) * width);
      }
      return into;
    };
    this.offsets = spread(this.offsets, new Float64Array(slots), 1);
    this.lengths = spread(this.lengths, new Float64Array(slots), 1);
    this.bulkBytes = spread(this.bulkBytes, new Float64Array(slots), 1);
    this.sentAtMs = spread(this.sentAtMs, new Float64Array(slots), 1);
    this.deliveredAtSend = spread(this.deliveredAtSend, new Float64Array(slots), 1);
    this.channelSeqs = spread(this.channelSeqs, new Float64Array(slots * CHANNEL_COUNT), CHANNEL_COUNT);
    this.isResent = spread(this.isResent, new Uint8Array(slots), 1);
    this.isQueued = spread(this.isQueued, new Uint8Array(slots), 1);
    this.slots = slots;
  }
}
