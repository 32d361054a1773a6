/**
 * A feed handler: a source of events (a recording, the generator, later a venue's line) and the pace at which it is published. Time and waiting
 * are passed in.
 */
import type { FeedEvent } from './feed-event.js';
import type { FeedPublisher } from './feed-publisher.js';

export interface FeedSource {
  /** For logs and metrics. */
  readonly name: string;
  /** Events in batches, in order, from the beginning. Its errors end the feed. */
  open(): AsyncIterable<readonly FeedEvent[]>;
}

export interface FeedClock {
  /** Microseconds since the Unix epoch. */
  nowUs(): number;
  /** Resolves after about that time, or earlier when the feed is stopped. */
  sleep(ms: number): Promise<void>;
}

export interface FeedPace {
  /** 1 is the pace of the recording, 10 ten times that, Infinity as fast as it goes. */
  readonly speed: number;
  /** Begin again at the end. */
  readonly loops: boolean;
  /** Publish with the time of the replay instead of that of the recording. */
  readonly asOfNow: boolean;
}

export interface FeedSummary {
  readonly events: number;
  readonly rounds: number;
}

export interface FeedHandler {
  readonly name: string;
  /** Publishes until the source ends or `stop` is called. Errors: those of the source. */
  run(publisher: FeedPublisher): Promise<FeedSummary>;
  stop(): void;
}

/** Below this the events of a moment go out together: timers are no finer. */
const WAIT_FROM_US = 1000;
/** Events without a wait after which others get their turn. */
const TURN_EVENTS = 256;

export class PacedFeed implements FeedHandler {
  readonly name: string;
  readonly #source: FeedSource;
  readonly #pace: FeedPace;
  readonly #clock: FeedClock;
  #isStopped = false;
  #events = 0;
  #sinceWait = 0;

  constructor(source: FeedSource, pace: FeedPace, clock: FeedClock) {
    this.name = source.name;
    this.#source = source;
    this.#pace = pace;
    this.#clock = clock;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async run(publisher: FeedPublisher): Promise<FeedSummary> {
    let rounds = 0;
    do {
      const before = this.#events;
      await this.#round(publisher);
      rounds += 1;
      // a recording without a single event of ours would spin
      if (this.#events === before) break;
      publisher.restart();
    } while (this.#pace.loops && !this.#isStopped);
    return { events: this.#events, rounds };
  }

  async #round(publisher: FeedPublisher): Promise<void> {
    const startUs = this.#clock.nowUs();
    let firstUs: number | null = null;
    for await (const batch of this.#source.open()) {
      for (const event of batch) {
        firstUs ??= event.paceUs;
        // recorders' clocks step back now and then: such an event is due already and waits for nothing
        const dueUs = startUs + (event.paceUs - firstUs) / this.#pace.speed;
        await this.#wait(dueUs);
        if (this.#isStopped) return;
        this.#events += 1;
        publisher.event(event, this.#pace.asOfNow ? this.#clock.nowUs() : event.eventTimeUs);
      }
    }
  }

  async #wait(dueUs: number): Promise<void> {
    this.#sinceWait += 1;
    const waitUs = dueUs - this.#clock.nowUs();
    if (waitUs < WAIT_FROM_US && this.#sinceWait < TURN_EVENTS) return;
    this.#sinceWait = 0;
    await this.#clock.sleep(Math.max(Math.floor(waitUs / 1000), 0));
    while (!this.#isStopped && dueUs - this.#clock.nowUs() >= WAIT_FROM_US) {
      await this.#clock.sleep(Math.floor((dueUs - this.#clock.nowUs()) / 1000));
    }
  }
}
