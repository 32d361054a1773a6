import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MarketDataHub } from '../index.js';
import { decode, type Received } from '../testing/messages.js';
import type { FeedEvent, FeedInstrument } from './feed-event.js';
import { type FeedClock, type FeedPace, PacedFeed } from './feed-handler.js';
import { FeedPublisher } from './feed-publisher.js';
import { findByName, generatorSource, recordingSource } from './feed-sources.js';
import { type GeneratedInstrument, MarketGenerator } from './market-generator.js';
import { readFeedFile } from './read-feed-file.js';

const EURUSD: FeedInstrument = { instrument: 65_537, symbol: 'EURUSD', priceScale: 5, quantityScale: 0 };
const REAL: FeedPace = { speed: 1, loops: false, asOfNow: false };
const FX = 'ts_ms,bid,ask\n1000,1.1,1.2\n1500,1.1,1.2\n1400,1.1,1.2\n4000,1.1,1.2\n';

/** Sleeping is what moves this clock on. */
class FakeClock implements FeedClock {
  us = 7_000_000;
  nowUs = (): number => this.us;
  sleep = async (ms: number): Promise<void> => {
    this.us += ms * 1000;
  };
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function replay(pace: FeedPace, onMessage: (feed: PacedFeed, message: Received, clock: FakeClock) => void, text = FX) {
  const clock = new FakeClock();
  const source = recordingSource({
    name: 'fx.csv',
    bytes: () => once(text),
    find: findByName([EURUSD], 'fx.csv'),
    limits: { lineBytesMax: 1000, badLinesMax: 0 },
  });
  const feed = new PacedFeed(source, pace, clock);
  const publisher = new FeedPublisher(
    (type, bytes, _view, at, length) => onMessage(feed, decode(type, bytes.slice(at, at + length)), clock),
    {
      bookLevelsMax: 10,
    },
  );
  return feed.run(publisher);
}

describe('a replay', () => {
  test('keeps the pace of the recording; a step back in time waits for nothing', async () => {
    const at: number[] = [];
    expect(await replay(REAL, (_feed, _message, clock) => at.push(clock.us - 7_000_000))).toEqual({ events: 4, rounds: 1 });
    expect(at).toEqual([0, 500_000, 500_000, 3_000_000]);
  });

  test('is scaled by its speed, and unpaced at infinite speed', async () => {
    for (const [speed, lastUs] of [
      [10, 300_000],
      [0.5, 6_000_000],
      [Number.POSITIVE_INFINITY, 0],
    ] as const) {
      const at: number[] = [];
      await replay({ ...REAL, speed }, (_feed, _message, clock) => at.push(clock.us - 7_000_000));
      expect(at.at(-1)).toBe(lastUs);
    }
  });

  test('carries the times of the recording, or those of now if asked', async () => {
    for (const [asOfNow, times] of [
      [false, [1e6, 1.5e6, 1.4e6, 4e6]],
      [true, [7e6, 7.5e6, 7.5e6, 10e6]],
    ] as const) {
      const seen: number[] = [];
      await replay({ ...REAL, asOfNow }, (_feed, message) => seen.push(message.type === 'Quote' ? message.message.eventTimeUs : -1));
      expect(seen).toEqual(times);
    }
  });

  test('loops until it is stopped, with sequences that go on', async () => {
    const seqs: number[] = [];
    const summary = await replay({ ...REAL, loops: true }, (feed, message) => {
      if (message.type === 'Quote') seqs.push(message.message.updateSeq);
      if (seqs.length === 6) feed.stop();
    });
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(summary).toEqual({ events: 6, rounds: 2 });
  });

  test('of a recording without a line of ours ends instead of spinning', async () => {
    const header = 'recv_ns,event_ms,trade_ms,venue,symbol,trade_id,price,qty,buyer_maker,type';
    expect(await replay({ ...REAL, loops: true }, () => {}, `${header}\n1723161254087896568,1,1,spot,OTHER,1,1,1,1,\n`)).toEqual({
      events: 0,
      rounds: 1,
    });
  });

  test('ends with the coded error of its file', async () => {
    await expect(replay(REAL, () => {}, 'what,is,this\n')).rejects.toThrow(/RELAIS_E_FEED_LAYOUT/);
  });
});

describe('feed files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relais-feed-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function textOf(name: string, bytes: Uint8Array): Promise<string> {
    await writeFile(join(folder, name), bytes);
    let text = '';
    for await (const chunk of readFeedFile(join(folder, name))) text += Buffer.from(chunk).toString();
    return text;
  }

  test('are read plain or compressed, whatever their name says', async () => {
    expect(await textOf('plain.gz', Buffer.from(FX))).toBe(FX);
    expect(await textOf('packed.csv', gzipSync(FX))).toBe(FX);
    expect(await textOf('empty.csv', Buffer.alloc(0))).toBe('');
  });

  test('that are cut, damaged or missing have their codes', async () => {
    const packed = gzipSync(FX.repeat(100));
    await expect(textOf('cut.gz', packed.subarray(0, packed.length - 12))).rejects.toThrow(/RELAIS_E_FEED_DAMAGED.*cut\.gz/);
    const flipped = Buffer.from(packed);
    flipped[30] = (flipped[30] as number) ^ 0x10;
    await expect(textOf('flipped.gz', flipped)).rejects.toThrow(/RELAIS_E_FEED_DAMAGED/);
    await expect(readFeedFile(join(folder, 'missing.csv')).next()).rejects.toThrow(/RELAIS_E_FEED_FILE/);
  });
});

describe('the generator', () => {
  const made = (symbol: string, startPrice: number, scales: [number, number], lot: number, more: Partial<GeneratedInstrument> = {}) => ({
    instrument: 65_536 + startPrice,
    symbol,
    priceScale: scales[0],
    quantityScale: scales[1],
    tick: 1,
    lot,
    startPrice,
    quotesPerSecond: 50,
    ...more,
  });
  const MARKET: GeneratedInstrument[] = [
    made('EURUSD.REF', 108_500, [5, 0], 1000),
    made('BTCUSDT.REF', 6_100_000, [2, 8], 1),
    made('XAUUSD.REF', 240_000, [2, 2], 1),
  ];
  const take = (seed: number, batches: number): FeedEvent[] => {
    const generator = new MarketGenerator(MARKET, seed);
    return Array.from({ length: batches }, () => generator.next()).flat();
  };

  test('makes the same market from the same seed, and another from another', () => {
    expect(take(5, 500)).toEqual(take(5, 500));
    expect(take(6, 500)).not.toEqual(take(5, 500));
  });

  test('quotes are never crossed, trades happen at the best prices, and both agree with the book', () => {
    const quotes = new Map<number, { bid: number; ask: number }>();
    for (const event of take(1, 20_000)) {
      const id = event.instrument.instrument;
      if (event.type === 'quote') {
        expect(event.ask > event.bid && event.bid > 0 && event.bidQuantity > 0 && event.askQuantity > 0).toBe(true);
        quotes.set(id, event);
      } else if (event.type === 'trade') {
        const quote = quotes.get(id) as { bid: number; ask: number };
        expect(event.price).toBe(event.aggressorSide === 1 ? quote.ask : quote.bid);
        expect(event.quantity > 0 && event.quantity % (event.instrument as GeneratedInstrument).lot === 0).toBe(true);
      }
    }
  });

  test('its rate is the one asked for on average, in calm and in bursts', () => {
    const quotes = take(3, 60_000).filter((event) => event.type === 'quote');
    const seconds = (quotes.at(-1)?.eventTimeUs ?? 0) / 1e6;
    const rate = quotes.length / seconds / MARKET.length;
    expect(rate).toBeGreaterThan(35);
    expect(rate).toBeLessThan(70);
    const bySecond = new Map<number, number>();
    for (const quote of quotes)
      bySecond.set(Math.floor(quote.eventTimeUs / 1e6), (bySecond.get(Math.floor(quote.eventTimeUs / 1e6)) ?? 0) + 1);
    expect(Math.max(...bySecond.values())).toBeGreaterThan(3 * rate * 1.5);
  });

  test('its instruments move together', () => {
    const closes = MARKET.map(() => [] as number[]);
    const last = new Map<number, number>();
    let nextS = 1;
    for (const event of take(4, 120_000)) {
      while (event.eventTimeUs / 1e6 >= nextS) {
        MARKET.forEach((one, index) => void closes[index]?.push(Math.log(last.get(one.instrument) ?? one.startPrice)));
        nextS += 1;
      }
      if (event.type === 'quote') last.set(event.instrument.instrument, (event.bid + event.ask) / 2);
    }
    const returns = closes.map((series) => series.slice(1).map((value, at) => value - (series[at] as number)));
    expect(correlation(returns[1] as number[], returns[2] as number[])).toBeGreaterThan(0.15);
  });

  test('a price, rate or lot that is not positive is refused', () => {
    expect(() => new MarketGenerator([], 1)).toThrow(/RELAIS_E_CONFIGURATION/);
    expect(() => new MarketGenerator([{ ...(MARKET[0] as GeneratedInstrument), quotesPerSecond: 0 }], 1)).toThrow(/RELAIS_E_CONFIGURATION/);
  });

  test('what it publishes is a market that the hub follows without a gap, 10 levels and more', async () => {
    const problems: string[] = [];
    const hub = new MarketDataHub(
      1,
      {
        upstream: () => {},
        needSnapshot: (instrument) => void problems.push(`${instrument}`),
        gap: () => {},
        readerBehind: () => {},
        readerRestarted: () => {},
      },
      { subscriptionsMax: 10 },
    );
    const local = MARKET.map((one, index) => ({ ...one, instrument: 65_537 + index }));
    for (const { instrument } of local) hub.declare(instrument);
    const clock = new FakeClock();
    const feed = new PacedFeed(generatorSource(local, 9), { ...REAL, asOfNow: true }, clock);
    const publisher = new FeedPublisher(
      (type, bytes, view, at, length) => {
        hub.publish(type, bytes, view, at, length);
        if (hub.published === 5000) feed.stop();
      },
      { bookLevelsMax: 20 },
    );
    await feed.run(publisher);
    expect(problems).toEqual([]);
    for (const { instrument } of local) {
      expect(hub.book(instrument)?.bids.count).toBe(20);
      expect(hub.book(instrument)?.asks.count).toBe(20);
    }
    expect(clock.us).toBeGreaterThan(7_000_000 + 5e6);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (series: readonly number[]): number => series.reduce((sum, value) => sum + value, 0) / series.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (f: (at: number) => number): number => a.reduce((total, _, at) => total + f(at), 0);
  const [dA, dB] = [(at: number): number => (a[at] as number) - meanA, (at: number): number => (b[at] as number) - meanB];
  return sum((at) => dA(at) * dB(at)) / Math.sqrt(sum((at) => dA(at) ** 2) * sum((at) => dB(at) ** 2));
}
