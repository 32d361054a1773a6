/** Something with a deadline. `atMs` and `heapIndex` belong to the clock. */
export interface Ticking {
  atMs: number;
  heapIndex: number;
  /** May come once more in the round in which the member was removed. */
  tick(nowMs: number): void;
}

/**
 * One timer for all sessions of the process: a binary heap of deadlines and a single timeout for the earliest. A deadline that moves
 * later only is not worth a sift: the owner is woken at the old time and says the new one.
 */
export class TickClock {
  private readonly heap: Ticking[] = [];
  private timer: NodeJS.Timeout | undefined;
  private armedForMs = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.heap.length;
  }

  /** Wakes `member` at `atMs` (monotonic ms) or earlier. Infinity: no deadline. */
  schedule(member: Ticking, atMs: number): void {
    if (member.heapIndex < 0) {
      if (atMs === Number.POSITIVE_INFINITY) return;
      member.atMs = atMs;
      member.heapIndex = this.heap.length;
      this.heap.push(member);
      this.siftUp(member.heapIndex);
    } else if (atMs < member.atMs) {
      member.atMs = atMs;
      this.siftUp(member.heapIndex);
    } else {
      return;
    }
    this.arm();
  }

  remove(member: Ticking): void {
    const at = member.heapIndex;
    if (at < 0) return;
    member.heapIndex = -1;
    const last = this.heap.pop() as Ticking;
    if (last !== member) {
      this.put(last, at);
      this.siftUp(at);
      this.siftDown(last.heapIndex);
    }
    if (this.heap.length === 0) this.disarm();
  }

  private readonly run = (): void => {
    this.armedForMs = Number.POSITIVE_INFINITY;
    const nowMs = performance.now();
    // Everyone who is due now, then their ticks: a member whose next deadline has passed already waits for the next round, so that it
    // cannot keep the loop from its sockets.
    const due: Ticking[] = [];
    for (let first = this.heap[0]; first !== undefined && first.atMs <= nowMs; first = this.heap[0]) {
      this.remove(first);
      due.push(first);
    }
    for (const member of due) member.tick(nowMs);
    this.arm();
  };

  private arm(): void {
    const first = this.heap[0];
    if (first === undefined || first.atMs >= this.armedForMs) return;
    this.disarm();
    this.armedForMs = first.atMs;
    this.timer = setTimeout(this.run, Math.max(1, Math.ceil(first.atMs - performance.now())));
  }

  private disarm(): void {
    clearTimeout(this.timer);
    this.armedForMs = Number.POSITIVE_INFINITY;
  }

  private siftUp(from: number): void {
    const member = this.heap[from] as Ticking;
    let at = from;
    while (at > 0) {
      const parent = this.heap[(at - 1) >> 1] as Ticking;
      if (parent.atMs <= member.atMs) break;
      this.put(parent, at);
      at = (at - 1) >> 1;
    }
    this.put(member, at);
  }

  private siftDown(from: number): void {
    const member = this.heap[from] as Ticking;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      const right = this.heap[child + 1];
      if (right !== undefined && right.atMs < (this.heap[child] as Ticking).atMs) child++;
      const next = this.heap[child];
      if (next === undefined || next.atMs >= member.atMs) break;
      this.put(next, at);
      at = child;
    }
    this.put(member, at);
  }

  private put(member: Ticking, at: number): void {
    this.heap[at] = member;
    member.heapIndex = at;
  }
}
