/** What the commit gate lets out: executions to the journal and to whoever listens, market data to the hub, answers to their partner. */
import type { DerivedJournal } from '../log/index.js';
import { ExecutionReportReader } from '../wire/index.js';
import type { ClientSession } from './client-session.js';
import type { MarketSide } from './market-side.js';
import type { Metrics } from './metrics.js';
import { HeldType } from './order-path.js';

export class OutputRelease {
  readonly #journal: DerivedJournal;
  readonly #sessions: ReadonlySet<ClientSession>;
  readonly #market: MarketSide;
  readonly #metrics: Metrics;
  readonly #report = new ExecutionReportReader();
  executions = 0;

  constructor(journal: DerivedJournal, sessions: ReadonlySet<ClientSession>, market: MarketSide, metrics: Metrics) {
    this.#journal = journal;
    this.#sessions = sessions;
    this.#market = market;
    this.#metrics = metrics;
  }

  /** A ReleaseListener: false while the journal of executions has no room. */
  release(seq: number, type: number, target: number, bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
    switch (type) {
      case HeldType.execution:
        return this.#execution(seq, target, bytes, view, at, length);
      case HeldType.duplicate:
        for (const session of this.#sessions) {
          if (session.peer.kind === 'partner' && session.peer.number === target) session.duplicateAnswer(bytes, at, length);
        }
        return true;
      default:
        this.#market.publish(type, bytes, view, at, length);
        return true;
    }
  }

  #execution(seq: number, partner: number, bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
    if (this.#journal.refusal() !== null) return false;
    const { index } = this.#report.wrap(view, bytes, at, length);
    this.#journal.append(seq, index, bytes, at, length);
    this.executions++;
    this.#metrics.executions.inc();
    for (const session of this.#sessions) session.executions?.deliver(seq, index, partner, bytes, at, length);
    return true;
  }
}
