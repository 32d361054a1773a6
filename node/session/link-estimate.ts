/**
 * What the link does, learned from acknowledgements: its smallest and smoothed delay, and its largest rate of delivery, both over a
 * sliding span. After BBR (Cardwell et al., 2016): rate = bytes delivered between the sending of a record and its acknowledgement.
 */
const SPAN_MS = 5_000;
const BULK_IN_FLIGHT_BYTES_MIN = 65_536;

export class LinkEstimate {
  /** Smoothed round trip, ms; 0 while nothing is known. */
  smoothedMs = 0;
  private minMs = Number.POSITIVE_INFINITY;
  private nextMinMs = Number.POSITIVE_INFINITY;
  private maxBytesPerMs = 0;
  private nextMaxBytesPerMs = 0;
  private spanStartMs = 0;
  private readonly ackDelayMs: number;

  /** `ackDelayMs`: how long the peer may hold an acknowledgement back. */
  constructor(ackDelayMs: number) {
    this.ackDelayMs = ackDelayMs;
  }

  /** One acknowledgement. `elapsedMs` since the record was sent, `delayMs` of it the acknowledgement waited at the peer. */
  sample(nowMs: number, elapsedMs: number, delayMs: number, deliveredBytes: number): void {
    const roundTripMs = Math.max(elapsedMs - Math.min(delayMs, elapsedMs), 0.001);
    this.smoothedMs = this.smoothedMs === 0 ? roundTripMs : this.smoothedMs + (roundTripMs - this.smoothedMs) / 8;
    const bytesPerMs = deliveredBytes / Math.max(elapsedMs, 0.001);
    if (nowMs - this.spanStartMs > SPAN_MS) {
      // Two half-overlapping spans: what only an old one has seen is forgotten.
      this.minMs = this.nextMinMs;
      this.nextMinMs = Number.POSITIVE_INFINITY;
      this.maxBytesPerMs = this.nextMaxBytesPerMs;
      this.nextMaxBytesPerMs = 0;
      this.spanStartMs = nowMs;
    }
    this.minMs = Math.min(this.minMs, roundTripMs);
    this.nextMinMs = Math.min(this.nextMinMs, roundTripMs);
    this.maxBytesPerMs = Math.max(this.maxBytesPerMs, bytesPerMs);
    this.nextMaxBytesPerMs = Math.max(this.nextMaxBytesPerMs, bytesPerMs);
  }

  get bytesPerS(): number {
    return this.maxBytesPerMs * 1_000;
  }

  /**
   * 1.25 × bandwidth × delay, where the delay includes what acknowledgements may wait: without that, a short link would measure the rate
   * at which they come and never get beyond it.
   */
  get bulkInFlightBytesMax(): number {
    if (this.maxBytesPerMs === 0) return BULK_IN_FLIGHT_BYTES_MIN;
    return Math.max(BULK_IN_FLIGHT_BYTES_MIN, 1.25 * this.maxBytesPerMs * (this.minMs + this.ackDelayMs));
  }
}
