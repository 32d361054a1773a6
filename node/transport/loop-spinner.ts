/**
 * Keeps the event loop turning without sleep for a while after traffic: a pending immediate makes the loop poll with timeout 0, so the
 * next packet is met by a thread that is awake. One per process. The price is a core that is busy while there is traffic.
 */
export class LoopSpinner {
  readonly busyPollUs: number;
  private readonly busyPollMs: number;
  private untilMs = 0;
  private isSpinning = false;
  private readonly turn = (): void => {
    if (performance.now() < this.untilMs) setImmediate(this.turn);
    else this.isSpinning = false;
  };

  constructor(busyPollUs: number) {
    this.busyPollUs = busyPollUs;
    this.busyPollMs = busyPollUs / 1000;
  }

  noteTraffic(): void {
    if (this.busyPollMs === 0) return;
    this.untilMs = performance.now() + this.busyPollMs;
    if (this.isSpinning) return;
    this.isSpinning = true;
    setImmediate(this.turn);
  }
}
