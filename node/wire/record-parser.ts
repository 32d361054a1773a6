/**
 * Finds records in a byte stream, however it is cut into chunks, and survives damage.
 *
 * Intuition: a reader with a ruler. Each header says how far the next one is, and has a check of its own, so a damaged body costs just
 * that record. When a header itself is damaged the ruler is lost: the reader goes on byte by byte until something looks like a header
 * and its check fits. Looking is bounded: so many false candidates and so many bytes a second, then the stream is given up.
 *
 * A damaged record may still help: three damaged copies of it are usually enough to put it together (damaged-copies.ts).
 *
 * A record that lies whole within a chunk is handed on in place. Otherwise its bytes are gathered in one buffer of a record's size; that and
 * a few damaged copies are all the memory that the peer's bytes can fill here.
 */
import { DamagedCopies } from './damaged-copies.js';
import { SCAN_ATTEMPTS_PER_S, SCAN_BYTES_PER_S } from './limits.js';
import { recordBodyBytesAt, recordCrcIsGood, recordHeaderIsGood } from './record.js';
import { RECORD_BYTES_MAX, RECORD_HEADER_BYTES, RECORD_MAGIC, RECORD_OVERHEAD_BYTES } from './spec.js';

const MAGIC_FIRST = RECORD_MAGIC & 0xff;
const MAGIC_SECOND = RECORD_MAGIC >>> 8;

export interface RecordSink {
  /** A whole record whose CRC32 is good; not yet opened. Valid during the call. false: stop, nothing more is wanted. */
  record(bytes: Uint8Array, at: number, recordBytes: number): boolean;
  /** `header`: so many bytes were passed over to find the next record. `record`: a record of so many bytes had a bad CRC32. */
  damage(where: 'header' | 'record', bytes: number): void;
  /** Whether a record with this number is still wanted: then damaged copies of it are kept, to repair it from. Without this, none are. */
  isMissing?(number: number): boolean;
  /** More damage than the limits allow. Nothing more will come. */
  givenUp(): void;
}

export class RecordParser {
  private readonly sink: RecordSink;
  private copies: DamagedCopies | null = null;
  private held: Uint8Array | null = null;
  private heldBytes = 0;
  /** How many bytes must be held before parsing goes on. */
  private needBytes = RECORD_HEADER_BYTES;
  /** Bytes passed over since the ruler was lost; −1 while it is not. */
  private scannedBytes = -1;
  private isStopped = false;
  private secondStartMs = Number.NEGATIVE_INFINITY;
  private attemptsThisSecond = 0;
  private bytesThisSecond = 0;

  constructor(sink: RecordSink) {
    this.sink = sink;
  }

  receive(chunk: Uint8Array, nowMs: number): void {
    let position = 0;
    while (this.heldBytes > 0) {
      if (this.isStopped) return;
      const held = this.held as Uint8Array;
      const take = Math.min(this.needBytes - this.heldBytes, chunk.length - position);
      held.set(chunk.subarray(position, position + take), this.heldBytes);
      this.heldBytes += take;
      position += take;
      if (this.heldBytes < this.needBytes) return;
      const done = this.parse(held, 0, this.heldBytes, nowMs);
      held.copyWithin(0, done, this.heldBytes);
      this.heldBytes -= done;
    }
    const done = this.parse(chunk, position, chunk.length, nowMs);
    if (done < chunk.length && !this.isStopped) this.hold(chunk, done);
  }

  private hold(chunk: Uint8Array, from: number): void {
    this.held ??= new Uint8Array(RECORD_BYTES_MAX);
    this.held.set(chunk.subarray(from), 0);
    this.heldBytes = chunk.length - from;
  }

  /** Parses from `at`; gives where it stopped for want of bytes. What is left is always less than a record. */
  private parse(bytes: Uint8Array, from: number, end: number, nowMs: number): number {
    let at = from;
    while (!this.isStopped) {
      if (this.scannedBytes >= 0) {
        const found = findMagic(bytes, at, end);
        this.passOver(found - at, nowMs);
        at = found;
        if (this.isStopped) break;
      }
      if (end - at < RECORD_HEADER_BYTES) {
        this.needBytes = RECORD_HEADER_BYTES;
        return at;
      }
      if (!recordHeaderIsGood(bytes, at)) {
        if (this.scannedBytes < 0) this.scannedBytes = 0;
        this.passOver(1, nowMs);
        at += 1;
        continue;
      }
      const recordBytes = recordBodyBytesAt(bytes, at) + RECORD_OVERHEAD_BYTES;
      if (end - at < recordBytes) {
        this.needBytes = recordBytes;
        return at;
      }
      this.wholeRecord(bytes, at, recordBytes, nowMs);
      at += recordBytes;
    }
    return end;
  }

  private wholeRecord(bytes: Uint8Array, at: number, recordBytes: number, nowMs: number): void {
    if (!recordCrcIsGood(bytes, at, recordBytes)) {
      this.sink.damage('record', recordBytes);
      if (this.scannedBytes >= 0) this.attempt(nowMs);
      else this.repair(bytes, at, recordBytes);
      return;
    }
    if (this.scannedBytes >= 0) {
      this.sink.damage('header', this.scannedBytes);
      this.scannedBytes = -1;
    }
    if (!this.sink.record(bytes, at, recordBytes)) this.isStopped = true;
  }

  private repair(bytes: Uint8Array, at: number, recordBytes: number): void {
    const { sink } = this;
    if (sink.isMissing === undefined) return;
    this.copies ??= new DamagedCopies();
    const repaired = this.copies.add(bytes, at, recordBytes, (number) => sink.isMissing?.(number) ?? false);
    if (repaired !== null && !sink.record(repaired, 0, recordBytes)) this.isStopped = true;
  }

  private passOver(count: number, nowMs: number): void {
    this.scannedBytes += count;
    this.startSecond(nowMs);
    this.bytesThisSecond += count;
    if (this.bytesThisSecond > SCAN_BYTES_PER_S) this.giveUp();
  }

  private attempt(nowMs: number): void {
    this.startSecond(nowMs);
    this.attemptsThisSecond += 1;
    if (this.attemptsThisSecond > SCAN_ATTEMPTS_PER_S) this.giveUp();
  }

  private startSecond(nowMs: number): void {
    if (nowMs - this.secondStartMs < 1_000) return;
    this.secondStartMs = nowMs;
    this.attemptsThisSecond = 0;
    this.bytesThisSecond = 0;
  }

  private giveUp(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.sink.givenUp();
  }
}

/** Where the next magic is, or could begin with the last byte; `end` if nowhere. */
function findMagic(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (true) {
    at = bytes.indexOf(MAGIC_FIRST, at);
    if (at < 0 || at >= end) return end;
    if (at + 1 === end || bytes[at + 1] === MAGIC_SECOND) return at;
    at += 1;
  }
}
