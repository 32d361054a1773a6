/** Runs the feeds of a region: one source an instrument, published to the hub at its pace. A feed that fails ends alone and says so. */
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstrumentConfiguration, NodeConfiguration } from '../../operator/desired/index.js';
import { RelaisError, type Settings } from '../../registry/index.js';
import {
  type FeedHandler,
  FeedPublisher,
  type FeedSource,
  findByName,
  generatorSource,
  PacedFeed,
  readFeedFile,
  recordingSource,
} from '../market/feeds/index.js';
import { nowUs } from './clock.js';
import { wireInstrument } from './instrument-directory.js';
import type { Logger } from './logger.js';
import type { MarketSide } from './market-side.js';

export interface FeedRunnerOptions {
  readonly configuration: NodeConfiguration;
  readonly settings: Pick<Settings, 'feedBookLevelsMax' | 'feedLineBytesMax' | 'feedBadLinesMax'>;
  readonly market: MarketSide;
  readonly log: Logger;
}

/** How one feed is, for /status. */
export interface FeedStatus {
  readonly symbol: string;
  /** "generator of …", "recording FILE". */
  readonly source: string;
  /** Code and sentence of what ended it; null while it runs. */
  readonly endedBecause: string | null;
}

export class FeedRunner {
  readonly #feeds: readonly FeedHandler[];
  readonly #states: FeedStatus[] = [];
  readonly #stop = new AbortController();

  private constructor(options: FeedRunnerOptions) {
    const { configuration, log } = options;
    const clock = {
      nowUs,
      sleep: (ms: number) => sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined),
    };
    this.#feeds = configuration.instruments.flatMap((instrument) => {
      const source = sourceOf(instrument, options);
      if (source === null) return [];
      // A recording is played as if it happened now, and again from its beginning when it ends.
      const speed = (instrument.feed?.replay?.speedPercent ?? 100) / 100;
      const feed = new PacedFeed(source, { speed, loops: true, asOfNow: true }, clock);
      const at = this.#states.push({ symbol: instrument.symbol, source: source.name, endedBecause: null }) - 1;
      const ended = (endedBecause: string): void => {
        this.#states[at] = { symbol: instrument.symbol, source: source.name, endedBecause };
      };
      this.#run(feed, instrument, options, ended).catch((error: unknown) => {
        ended(error instanceof Error ? error.message : String(error));
        log.error({ feed: feed.name, code: error instanceof RelaisError ? error.code : undefined, err: error }, 'a feed has ended');
      });
      return [feed];
    });
  }

  static start(options: FeedRunnerOptions): FeedRunner {
    return new FeedRunner(options);
  }

  get states(): readonly FeedStatus[] {
    return this.#states;
  }

  close(): void {
    for (const feed of this.#feeds) feed.stop();
    this.#stop.abort();
  }

  async #run(
    feed: FeedHandler,
    instrument: InstrumentConfiguration,
    { market, settings, log }: FeedRunnerOptions,
    ended: (why: string) => void,
  ): Promise<void> {
    const publisher = new FeedPublisher((...message) => market.publish(...message), { bookLevelsMax: settings.feedBookLevelsMax });
    log.info({ feed: feed.name, symbol: instrument.symbol }, 'feed started');
    const { events, rounds } = await feed.run(publisher);
    if (this.#stop.signal.aborted) return;
    ended(`it holds nothing of ${instrument.symbol}`);
    log.warn({ feed: feed.name, symbol: instrument.symbol, events, rounds }, 'a feed has ended: it holds nothing of this instrument');
  }
}

function sourceOf(instrument: InstrumentConfiguration, { configuration, settings }: FeedRunnerOptions): FeedSource | null {
  const { feed, number, symbol, priceScale, quantityScale, tick, lot } = instrument;
  if (feed === undefined) return null;
  const known = { instrument: wireInstrument(configuration.region.number, number), symbol, priceScale, quantityScale };
  if (feed.generator !== undefined) {
    const { seed, startPrice, quotesPerSecond } = feed.generator;
    return generatorSource([{ ...known, tick, lot, startPrice, quotesPerSecond }], seed);
  }
  if (feed.replay === undefined) return null;
  const { file } = feed.replay;
  return recordingSource({
    name: basename(file),
    bytes: () => readFeedFile(file),
    find: findByName([known], basename(file)),
    limits: { lineBytesMax: settings.feedLineBytesMax, badLinesMax: settings.feedBadLinesMax },
  });
}
