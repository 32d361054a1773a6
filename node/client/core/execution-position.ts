/**
 * How far a stream of execution reports has been read: the position of the last one, (epoch, seq, index). Reports come in that order, so
 * whatever is not after it has been seen, and a new connection asks for what is after it: no gap, no duplicate.
 */
export interface TransactionPosition {
  readonly epoch: number;
  readonly seq: number;
}

/** Asked for as `seq` of ExecutionsFrom: nothing old, live only. */
export const LIVE_ONLY_SEQ = Number.MAX_SAFE_INTEGER;

export class ExecutionCursor {
  private epoch = 0;
  private seq = 0;
  private index = 0;
  /** All reports of `seq` are known: the server said so. */
  private isWhole = true;
  private isSet = false;

  /** `from`: everything up to and including it counts as read. null: start with what is live. */
  constructor(from: TransactionPosition | null) {
    if (from !== null) this.reached(from.epoch, from.seq);
  }

  /** True, once, for each report that has not been seen; later questions know it. */
  accept(epoch: number, seq: number, index: number): boolean {
    if (!this.isNew(epoch, seq, index)) return false;
    this.epoch = epoch;
    this.seq = seq;
    this.index = index;
    this.isWhole = false;
    this.isSet = true;
    return true;
  }

  isNew(epoch: number, seq: number, index: number): boolean {
    return !this.isSet || this.isAfter(epoch, seq, index);
  }

  /** The server has sent everything up to and including this position. */
  reached(epoch: number, seq: number): void {
    const isBehind = epoch < this.epoch || (epoch === this.epoch && seq < this.seq);
    if (this.isSet && isBehind) return;
    this.epoch = epoch;
    this.seq = seq;
    this.isWhole = true;
    this.isSet = true;
  }

  /** What to ask the server for. The last entry is asked for again unless it is known to be whole: it may have more reports. */
  resumeFrom(): TransactionPosition {
    if (!this.isSet) return { epoch: 0, seq: LIVE_ONLY_SEQ };
    return { epoch: this.epoch, seq: this.isWhole ? this.seq : Math.max(0, this.seq - 1) };
  }

  /** Last position read, or null before the first. */
  get position(): TransactionPosition | null {
    return this.isSet ? { epoch: this.epoch, seq: this.seq } : null;
  }

  private isAfter(epoch: number, seq: number, index: number): boolean {
    if (epoch !== this.epoch) return epoch > this.epoch;
    if (seq !== this.seq) return seq > this.seq;
    return !this.isWhole && index > this.index;
  }
}
