/**
 * Queue of one channel, kept as the very bytes of the frames that will go out: a message is copied once, on sending, and leaves with one
 * large copy per record. Consecutive messages of one type and length share a frame until it is full, so that their headers cost nothing.
 *
 * The frames lie one after the other in one buffer, oldest at `head`. The buffer doubles up to the limit; room that was freed in front is
 * reused by moving what is left, at most once per half a buffer.
 */
import { RelaisError } from '../../registry/index.js';
import { FIRST_BUFFER_BYTES, KEPT_BUFFER_BYTES, WORDWISE_COPY_BYTES } from './limits.js';
import {
  FIRST_SEQ,
  FLAG_CONTINUED,
  FLAG_MORE,
  FRAME_BYTES_MAX,
  FRAME_COUNT_MAX,
  FRAME_HEADER_BYTES,
  FRAME_PAYLOAD_BYTES_MAX,
} from './spec.js';

export interface FrameQueueLimits {
  /** What may wait, headers included. A single message larger than this is taken by an empty queue. */
  readonly queueBytes: number;
  readonly messageBytes: number;
}

/** View of the memory that was copied from last: senders mostly encode into one buffer of theirs. */
let sourceView: DataView = new DataView(new ArrayBuffer(0));

/** Eight bytes a step through views: for small messages faster than a copy that needs a subarray. V8 keeps these numbers unboxed. */
function copyByWords(from: Uint8Array, at: number, length: number, into: DataView, intoAt: number): void {
  if (sourceView.buffer !== from.buffer) sourceView = new DataView(from.buffer);
  const source = sourceView;
  let read = from.byteOffset + at;
  let write = intoAt;
  const end = read + length;
  for (const lastWord = end - 8; read <= lastWord; read += 8, write += 8) into.setBigUint64(write, source.getBigUint64(read, true), true);
  for (; read < end; read += 1, write += 1) into.setUint8(write, source.getUint8(read));
}

export class FrameQueue {
  readonly channel: number;
  bytes: Uint8Array;
  view: DataView;
  head = 0;
  tail = 0;
  /** Sequence of the last message that left through `take`. */
  takenSeq = FIRST_SEQ - 1;
  private readonly limits: FrameQueueLimits;
  private nextSeq = FIRST_SEQ;
  /** The frame at the tail that may still grow: where it stands, or −1. */
  private openAt = -1;
  private openType = 0;
  private openLength = 0;
  private openCount = 0;

  constructor(channel: number, limits: FrameQueueLimits) {
    this.channel = channel;
    this.limits = limits;
    this.bytes = new Uint8Array(0);
    this.view = new DataView(this.bytes.buffer);
  }

  get queuedBytes(): number {
    return this.tail - this.head;
  }

  /**
   * Copies a message in; gives its sequence (of its last fragment, if it is cut), or 0 if there is no room.
   * Errors: RELAIS_E_MESSAGE_TOO_LARGE.
   */
  push(type: number, bytes: Uint8Array, at: number, length: number): number {
    if (
      length === this.openLength &&
      type === this.openType &&
      this.openAt >= 0 &&
      this.openCount < FRAME_COUNT_MAX &&
      this.tail - this.openAt + length <= FRAME_BYTES_MAX
    ) {
      if (!this.makeRoom(length)) return 0;
      this.openCount += 1;
      this.view.setUint8(this.openAt + 5, this.openCount);
      this.append(bytes, at, length);
      this.nextSeq += 1;
      return this.nextSeq - 1;
    }
    if (length <= FRAME_PAYLOAD_BYTES_MAX) return this.pushFrame(type, bytes, at, length);
    return this.pushFragments(type, bytes, at, length);
  }

  /** Bytes of the frame at `at`, header included. */
  frameBytesAt(at: number): number {
    return FRAME_HEADER_BYTES + this.view.getUint16(at, true) * this.view.getUint8(at + 5);
  }

  /** Removes the frame at the head, which the caller has copied. Gives its payload bytes. */
  take(): number {
    const count = this.view.getUint8(this.head + 5);
    const payloadBytes = this.view.getUint16(this.head, true) * count;
    if (this.openAt === this.head) this.openAt = -1;
    this.takenSeq += count;
    this.head += FRAME_HEADER_BYTES + payloadBytes;
    if (this.head === this.tail) {
      this.head = 0;
      this.tail = 0;
    }
    return payloadBytes;
  }

  /** Gives back a large buffer that is empty. */
  trim(): void {
    if (this.tail === 0 && this.bytes.length > KEPT_BUFFER_BYTES) this.replaceBuffer(0);
  }

  private pushFrame(type: number, bytes: Uint8Array, at: number, length: number): number {
    if (!this.makeRoom(FRAME_HEADER_BYTES + length)) return 0;
    this.openAt = this.tail;
    this.openType = type;
    this.openLength = length;
    this.openCount = 1;
    this.appendFrame(type, 0, bytes, at, length);
    return this.nextSeq - 1;
  }

  private pushFragments(type: number, bytes: Uint8Array, at: number, length: number): number {
    if (length > this.limits.messageBytes) throw new RelaisError('RELAIS_E_MESSAGE_TOO_LARGE', `${length} bytes`);
    const fragments = Math.ceil(length / FRAME_PAYLOAD_BYTES_MAX);
    if (!this.makeRoom(length + fragments * FRAME_HEADER_BYTES)) return 0;
    this.openAt = -1;
    for (let done = 0; done < length; done += FRAME_PAYLOAD_BYTES_MAX) {
      const part = Math.min(FRAME_PAYLOAD_BYTES_MAX, length - done);
      const flags = (done > 0 ? FLAG_CONTINUED : 0) | (done + part < length ? FLAG_MORE : 0);
      this.appendFrame(type, flags, bytes, at + done, part);
    }
    return this.nextSeq - 1;
  }

  private appendFrame(type: number, flags: number, bytes: Uint8Array, at: number, length: number): void {
    const { view, tail } = this;
    view.setUint16(tail, length, true);
    view.setUint8(tail + 2, this.channel);
    view.setUint8(tail + 3, type);
    view.setUint8(tail + 4, flags);
    view.setUint8(tail + 5, 1);
    view.setUint32(tail + 6, this.nextSeq >>> 0, true);
    this.nextSeq += 1;
    this.tail += FRAME_HEADER_BYTES;
    this.append(bytes, at, length);
  }

  private append(from: Uint8Array, at: number, length: number): void {
    const { bytes, view, tail } = this;
    if (length <= WORDWISE_COPY_BYTES) copyByWords(from, at, length, view, tail);
    else bytes.set(from.subarray(at, at + length), tail);
    this.tail = tail + length;
  }

  /** Whether `length` more bytes may be queued; then they also fit behind the tail. */
  private makeRoom(length: number): boolean {
    if (this.tail + length <= this.bytes.length && this.tail - this.head + length <= this.limits.queueBytes) return true;
    const queued = this.tail - this.head;
    if (queued + length > this.limits.queueBytes && queued > 0) return false;
    if (queued + length <= this.bytes.length && this.head >= this.bytes.length / 2) this.moveToFront(this.bytes);
    else if (this.tail + length > this.bytes.length) {
      this.replaceBuffer(Math.max(FIRST_BUFFER_BYTES, 2 * this.bytes.length, 2 * (queued + length)));
    }
    return true;
  }

  private replaceBuffer(capacity: number): void {
    const bytes = new Uint8Array(capacity);
    this.moveToFront(bytes);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  private moveToFront(target: Uint8Array): void {
    target.set(this.bytes.subarray(this.head, this.tail), 0);
    if (this.openAt >= 0) this.openAt -= this.head;
    this.tail -= this.head;
    this.head = 0;
  }
}
