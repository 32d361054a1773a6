/** Time that stands still until a test moves it. */
export class FakeClock {
  nowMs = 1_000;
  private timers: { atMs: number; callback: () => void }[] = [];
  /** Called for each step of `advance`: for whoever has ticks of their own. */
  onStep: () => void = () => {};

  readonly setTimer = (ms: number, callback: () => void): (() => void) => {
    const timer = { atMs: this.nowMs + ms, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  /** Moves on in steps of at most 10 ms; everything that follows from a step happens before the next. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await settle();
    while (this.nowMs < untilMs) {
      this.nowMs = Math.min(untilMs, this.nowMs + 10);
      const due = this.timers.filter((timer) => timer.atMs <= this.nowMs);
      this.timers = this.timers.filter((timer) => timer.atMs > this.nowMs);
      for (const timer of due) timer.callback();
      this.onStep();
      await settle();
    }
  }
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 10; n++) await new Promise<void>((resolve) => setImmediate(resolve));
}
