/**
 * How long it takes from append to durable, by following one entry at a time: the next one is taken up when the last is on the disk.
 * Pure: times come in.
 */
export class CommitProbe {
  #seq = 0;
  #appendedMs = 0;

  appended(seq: number, nowMs: number): void {
    if (this.#seq !== 0) return;
    this.#seq = seq;
    this.#appendedMs = nowMs;
  }

  /** Seconds that the followed entry took; null while it is on its way. */
  durable(seq: number, nowMs: number): number | null {
    if (this.#seq === 0 || seq < this.#seq) return null;
    this.#seq = 0;
    return (nowMs - this.#appendedMs) / 1_000;
  }
}
