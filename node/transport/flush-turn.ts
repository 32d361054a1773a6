/** Something that writes once per turn of the event loop. */
export interface Flushable {
  flush(nowMs: number): void;
}

/**
 * Gathers who has something to write and lets each write once at the end of this turn of the event loop (the check phase, straight after
 * all sockets were read). So everything that one turn produced for one peer goes out as one record and one system call, and nothing waits
 * when the loop is idle.
 */
export class FlushTurn {
  private waiting: Flushable[] = [];
  private working: Flushable[] = [];
  private isScheduled = false;
  private readonly run = (): void => {
    this.isScheduled = false;
    const batch = this.waiting;
    this.waiting = this.working;
    this.working = batch;
    const nowMs = performance.now();
    for (const member of batch) member.flush(nowMs);
    batch.length = 0;
  };

  /** The caller asks once until its `flush` has been called. */
  request(member: Flushable): void {
    this.waiting.push(member);
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(this.run);
  }
}
