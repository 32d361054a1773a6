import { RelaisError } from '../../../registry/index.js';
import type { Execution } from '../model/execution.js';
import { PullStream } from '../stream/pull-stream.js';

/** The reports of one order, kept for every reader from the first one on, at most `reportsMax`. */
export class ReportHistory {
  private readonly reports: Execution[] = [];
  private readonly reportsMax: number;
  private readonly readers = new Set<ReportStream>();
  private isFull = false;
  private hasEnded = false;
  private failure: unknown;

  constructor(reportsMax: number) {
    this.reportsMax = reportsMax;
  }

  add(report: Execution): void {
    if (this.hasEnded || this.isFull) return;
    if (this.reports.length >= this.reportsMax) {
      this.isFull = true;
      this.end(new RelaisError('RELAIS_E_SLOW_CONSUMER', `${this.reportsMax} reports of ${report.clientOrderId}`));
      return;
    }
    this.reports.push(report);
    for (const reader of this.readers) reader.more();
  }

  end(error?: unknown): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.failure = error;
    for (const reader of [...this.readers]) reader.end(error);
  }

  read(): ReportStream {
    const stream: ReportStream = new ReportStream(this.reports, () => this.readers.delete(stream));
    if (this.hasEnded) stream.end(this.failure);
    else this.readers.add(stream);
    return stream;
  }
}

class ReportStream extends PullStream<Execution> {
  private readonly reports: readonly Execution[];
  private at = 0;

  constructor(reports: readonly Execution[], onLeave: () => void) {
    super(onLeave);
    this.reports = reports;
  }

  more(): void {
    this.wake();
  }

  protected take(): Execution | undefined {
    const report = this.reports[this.at];
    if (report !== undefined) this.at += 1;
    return report;
  }

  protected forget(): void {
    this.at = Number.POSITIVE_INFINITY;
  }
}
