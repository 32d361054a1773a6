const SLAB_BYTES = 1 << 20;
/** Below this much room a new slab is taken, so that a turn's records seldom need two pushes. */
const LEAST_ROOM_BYTES = 64 * 1024;

/**
 * Where the bytes of one turn are put together, shared by all connections of the process. One owner at a time appends; `take` gives the
 * gathered bytes. When the socket took them all at once (the usual case) the room is used again and nothing is allocated; when it keeps a
 * reference because the kernel was full, `keep` moves on behind them.
 */
export class GatherBuffer {
  private slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  private start = 0;
  private end = 0;

  get length(): number {
    return this.end - this.start;
  }

  /** False when there is no room: take and hand over first. Anything that is larger than a fresh slab must not come here. */
  append(bytes: Uint8Array): boolean {
    if (this.end + bytes.length > SLAB_BYTES) return false;
    this.slab.set(bytes, this.end);
    this.end += bytes.length;
    return true;
  }

  take(): Buffer {
    const gathered = this.slab.subarray(this.start, this.end);
    this.end = this.start;
    return gathered;
  }

  /** The bytes of the last `take` are still referenced by somebody. */
  keep(length: number): void {
    this.start += length;
    if (SLAB_BYTES - this.start < LEAST_ROOM_BYTES) {
      this.slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.start = 0;
    }
    this.end = this.start;
  }
}
