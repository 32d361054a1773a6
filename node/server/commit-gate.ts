/**
 * Holds everything that was derived from a log entry until that entry is durable.
 *
 * Intuition: the engine runs ahead of the disk. What it says is written on slips that go into a box, in order, each with the sequence of
 * its entry. When the disk reports "durable up to n", all slips up to n are taken out and read aloud; nobody hears anything earlier.
 *
 * The slips lie in one byte ring and a ring of numbers, so that holding allocates nothing in steady state. Bounded: `hold` grows the rings by
 * doubling up to `limitBytes`; the caller asks `isFull` before it lets the engine produce more.
 */
import { assert } from '../../registry/index.js';

export type ReleaseListener = (
  seq: number,
  type: number,
  target: number,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  length: number,
) => boolean;

const FIELDS = 5;

export class CommitGate {
  #bytes: Uint8Array;
  #view: DataView;
  /** Five numbers a slip: seq, type, target, at, length. */
  #slips: Float64Array;
  #head = 0;
  #tail = 0;
  #bytesHead = 0;
  readonly #limitBytes: number;
  readonly #release: ReleaseListener;

  constructor(release: ReleaseListener, limitBytes: number, initialBytes = 1 << 16) {
    this.#release = release;
    this.#limitBytes = limitBytes;
    this.#bytes = new Uint8Array(initialBytes);
    this.#view = new DataView(this.#bytes.buffer);
    this.#slips = new Float64Array(1024 * FIELDS);
  }

  /** True while the engine should not be given another command. */
  get isFull(): boolean {
    return this.#bytesHead >= this.#limitBytes;
  }

  get heldBytes(): number {
    return this.#bytesHead;
  }

  /** Whether something of an entry up to `durableSeq` is still held: the listener could not take it. */
  waitsBehind(durableSeq: number): boolean {
    return this.#tail < this.#head && (this.#slips[this.#tail] as number) <= durableSeq;
  }

  /** Keeps a copy of one message that was derived from entry `seq`. Sequences never go back. */
  hold(seq: number, type: number, target: number, bytes: Uint8Array, at: number, length: number): void {
    if (this.#head + FIELDS > this.#slips.length) this.#makeRoomForSlips();
    if (this.#bytesHead + length > this.#bytes.length) this.#makeRoomForBytes(length);
    for (let i = 0; i < length; i++) this.#bytes[this.#bytesHead + i] = bytes[at + i] as number;
    const slips = this.#slips;
    slips[this.#head] = seq;
    slips[this.#head + 1] = type;
    slips[this.#head + 2] = target;
    slips[this.#head + 3] = this.#bytesHead;
    slips[this.#head + 4] = length;
    this.#head += FIELDS;
    this.#bytesHead += length;
  }

  /** Everything up to and including `durableSeq` goes out, in the order in which it was held, until the listener can take no more. */
  releaseUpTo(durableSeq: number): void {
    while (this.#tail < this.#head && (this.#slips[this.#tail] as number) <= durableSeq) {
      const tail = this.#tail;
      const slips = this.#slips;
      const taken = this.#release(
        slips[tail] as number,
        slips[tail + 1] as number,
        slips[tail + 2] as number,
        this.#bytes,
        this.#view,
        slips[tail + 3] as number,
        slips[tail + 4] as number,
      );
      if (!taken) return;
      this.#tail += FIELDS;
    }
    if (this.#tail === this.#head) {
      this.#head = 0;
      this.#tail = 0;
      this.#bytesHead = 0;
    }
  }

  #makeRoomForSlips(): void {
    if (this.#tail > 0) {
      this.#slips.copyWithin(0, this.#tail, this.#head);
      this.#head -= this.#tail;
      this.#tail = 0;
    }
    if (this.#head * 2 <= this.#slips.length) return;
    const larger = new Float64Array(this.#slips.length * 2);
    larger.set(this.#slips);
    this.#slips = larger;
  }

  #makeRoomForBytes(length: number): void {
    const first = this.#tail < this.#head ? (this.#slips[this.#tail + 3] as number) : this.#bytesHead;
    const kept = this.#bytesHead - first;
    assert(kept + length <= this.#limitBytes * 2, 'RELAIS_E_INTERNAL', 'the commit gate is full: ask isFull first');
    const target = kept + length > this.#bytes.length / 2 ? new Uint8Array(Math.max(this.#bytes.length * 2, kept + length)) : this.#bytes;
    target.set(this.#bytes.subarray(first, this.#bytesHead));
    for (let slip = this.#tail; slip < this.#head; slip += FIELDS) this.#slips[slip + 3] = (this.#slips[slip + 3] as number) - first;
    this.#bytes = target;
    this.#view = new DataView(target.buffer);
    this.#bytesHead = kept;
  }
}
