import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyQuote, type Quote, QuoteSource } from '../wire/index.js';
import { QuoteCache, type QuoteCacheLimits, type QuoteCachePort, type QuoteResult } from './quote-cache.js';

const HERE = 1;
const MINE = HERE * 65_536 + 1;
const at = (number: number, region = 2): number => region * 65_536 + number;
const LIMITS: QuoteCacheLimits = { entriesMax: 4, waitersMax: 100, fetchTimeoutMs: 1000, hotReads: 4, halfLifeMs: 1000, hotMax: 2 };

class FakeRegions implements QuoteCachePort {
  readonly region = HERE;
  readonly calls: string[] = [];
  readonly down = new Set<number>();
  local: Partial<Quote> | null = { bid: 7 };
  knows = (instrument: number): boolean => (instrument & 0xffff) < 1000;
  isConnected = (region: number): boolean => !this.down.has(region);
  localQuote = (instrument: number, into: Quote): Quote | null =>
    this.local === null || !this.knows(instrument) ? null : Object.assign(into, this.local, { instrument });
  fetch = (instrument: number): void => void this.calls.push(`fetch ${instrument & 0xffff}`);
  subscribe = (instrument: number): void => void this.calls.push(`subscribe ${instrument & 0xffff}`);
  unsubscribe = (instrument: number): void => void this.calls.push(`unsubscribe ${instrument & 0xffff}`);
  take = (): string[] => this.calls.splice(0);
}

let regions: FakeRegions;
let cache: QuoteCache;
beforeEach(() => {
  regions = new FakeRegions();
  cache = new QuoteCache(LIMITS, regions);
});

const quote = (instrument: number, bid: number, updateSeq = bid): Quote => ({ ...emptyQuote(), instrument, bid, ask: bid + 1, updateSeq });

/** What a read is answered with: source, bid and age, or the error; '' while it waits. */
function read(instrument: number, maxAgeMs: number, nowMs: number): () => string {
  let answer = '';
  cache.read(instrument, maxAgeMs, nowMs, ({ error, source, ageMs, quote: { bid } }: QuoteResult) => {
    expect(answer).toBe('');
    const names = Object.fromEntries(Object.entries(QuoteSource).map(([name, value]) => [value, name]));
    answer = error ?? `${names[source]} ${bid} ${ageMs}ms`;
  });
  return () => answer;
}

describe('reads', () => {
  test('a quote of this region is answered from here, without the cache', () => {
    expect(read(MINE, 0, 0)()).toBe('Local 7 0ms');
    regions.local = null;
    expect(read(MINE, 0, 0)()).toBe('RELAIS_E_QUOTE_NONE');
    expect(regions.take()).toEqual([]);
  });

  test('a miss is fetched once, however many wait for it', () => {
    const waiting = [1, 2, 3].map(() => read(at(1), 100, 0));
    expect(regions.take()).toEqual(['fetch 1']);
    expect(waiting.map((one) => one())).toEqual(['', '', '']);
    cache.fetched(quote(at(1), 50), 64, 10);
    expect(waiting.map((one) => one())).toEqual(['Fetched 50 0ms', 'Fetched 50 0ms', 'Fetched 50 0ms']);
    expect(cache.figures()).toMatchObject({ misses: 3, joined: 2, crossRegionCalls: 1, crossRegionBytes: 64, waiters: 0 });
  });

  test('what is young enough is answered from the cache with its age, what is older is fetched again', () => {
    read(at(1), 100, 0);
    cache.fetched(quote(at(1), 50), 64, 0);
    expect(read(at(1), 100, 100)()).toBe('Cache 50 100ms');
    expect(regions.take()).toEqual(['fetch 1']);
    const late = read(at(1), 100, 101);
    expect(regions.take()).toEqual(['fetch 1']);
    cache.fetched(quote(at(1), 51), 64, 105);
    expect(late()).toBe('Fetched 51 0ms');
    expect(cache.figures()).toMatchObject({ hits: 1, misses: 2, servedAgeMs: 100 });
  });

  test('a read that nobody answers ends with a coded error, and the next one asks again', () => {
    const waiting = read(at(1), 100, 0);
    cache.tick(999);
    expect(waiting()).toBe('');
    cache.tick(1000);
    expect(waiting()).toBe('RELAIS_E_QUOTE_TIMEOUT');
    read(at(1), 100, 1001);
    expect(regions.take()).toEqual(['fetch 1', 'fetch 1']);
  });

  test('an answer after the timeout answers nobody twice, and is kept for the next read', () => {
    read(at(1), 100, 0);
    cache.tick(1000);
    cache.fetched(quote(at(1), 50), 64, 1100);
    expect(read(at(1), 100, 1150)()).toBe('Cache 50 50ms');
  });

  test('an unknown instrument, and the refusal of the other region, are answered with their codes', () => {
    expect(read(at(5000), 100, 0)()).toBe('RELAIS_E_MARKET_INSTRUMENT_UNKNOWN');
    const waiting = read(at(2), 100, 0);
    cache.fetchFailed(at(2), 'RELAIS_E_QUOTE_NONE', 20);
    expect(waiting()).toBe('RELAIS_E_QUOTE_NONE');
  });

  test('while a region is away its quotes are served as long as they are young enough, then there is an error', () => {
    read(at(1), 100, 0);
    cache.fetched(quote(at(1), 50), 64, 0);
    const waiting = read(at(2), 100, 10);
    const other = read(at(1, 3), 100, 10);
    regions.down.add(2);
    cache.regionDown(2);
    expect([waiting(), other()]).toEqual(['RELAIS_E_REGION_UNREACHABLE', '']);
    expect(read(at(1), 100, 90)()).toBe('Cache 50 90ms');
    expect(read(at(1), 100, 190)()).toBe('RELAIS_E_REGION_UNREACHABLE');
  });

  test('more waiting reads than allowed are refused, and room comes back', () => {
    cache = new QuoteCache({ ...LIMITS, waitersMax: 2 }, regions);
    read(at(1), 0, 0);
    read(at(1), 0, 0);
    expect(read(at(2), 0, 0)()).toBe('RELAIS_E_QUOTE_BUSY');
    cache.fetched(quote(at(1), 1), 64, 0);
    expect(read(at(2), 0, 0)()).toBe('');
  });
});

describe('hot instruments', () => {
  function makeHot(number: number, nowMs: number): void {
    cache.fetched(quote(at(number), 50), 64, nowMs);
    for (let reads = 0; reads < 5; reads += 1) read(at(number), 1000, nowMs);
    cache.tick(nowMs);
  }

  test('what is read often is subscribed to, in a tick and not in a read, and then read without any call', () => {
    cache.fetched(quote(at(1), 50), 64, 0);
    for (let reads = 0; reads < 5; reads += 1) read(at(1), 1000, 0);
    expect(regions.take()).toEqual([]);
    cache.tick(0);
    expect(regions.take()).toEqual(['subscribe 1']);
    cache.updated(quote(at(1), 51), 57, 2000);
    expect(read(at(1), 10, 2005)()).toBe('Cache 51 5ms');
    expect(regions.take()).toEqual([]);
  });

  test('a live subscription to a market that stands still keeps its quote young', () => {
    makeHot(1, 0);
    cache.updated(quote(at(1), 51), 57, 10);
    cache.regionCurrent(2, 5000);
    expect(read(at(1), 100, 5020)()).toBe('Cache 51 20ms');
  });

  test('a subscription that has delivered nothing yet vouches for nothing', () => {
    makeHot(1, 0);
    regions.take();
    cache.regionCurrent(2, 5000);
    expect(read(at(1), 100, 5020)()).toBe('');
    expect(regions.take()).toEqual(['fetch 1']);
  });

  test('an answer that was asked for after the subscription makes it vouch, one from before does not', () => {
    makeHot(1, 0);
    read(at(1), 10, 100);
    cache.fetched(quote(at(1), 51), 64, 110);
    cache.regionCurrent(2, 5000);
    expect(read(at(1), 10, 5005)()).toBe('Cache 51 5ms');
    cache.fetched(quote(at(2), 50), 64, 5000);
    for (let reads = 0; reads < 5; reads += 1) read(at(2), 1000, 5000);
    read(at(2), 10, 5100);
    cache.tick(5100);
    cache.fetched(quote(at(2), 51), 64, 5110);
    cache.regionCurrent(2, 6000);
    expect(read(at(2), 10, 6005)()).toBe('');
  });

  test('when the link breaks the age goes on from when the region was last current', () => {
    makeHot(1, 0);
    cache.updated(quote(at(1), 51), 57, 10);
    cache.regionCurrent(2, 5000);
    regions.down.add(2);
    cache.regionDown(2);
    expect(read(at(1), 100, 5100)()).toBe('Cache 51 100ms');
    expect(read(at(1), 100, 5101)()).toBe('RELAIS_E_REGION_UNREACHABLE');
    regions.down.clear();
    cache.regionCurrent(2, 9000);
    expect(read(at(1), 100, 9000)()).toBe('');
  });

  test('a fetched answer that is older than what the subscription brought does not replace it', () => {
    makeHot(1, 0);
    cache.updated(quote(at(1), 51), 57, 10);
    const waiting = read(at(1), 10, 5000);
    cache.updated(quote(at(1), 60), 57, 5010);
    cache.fetched(quote(at(1), 55), 64, 5011);
    expect(waiting()).toBe('Fetched 60 0ms');
  });

  test('what nobody reads any more is let go', () => {
    makeHot(1, 0);
    cache.tick(1000);
    expect(regions.take()).toEqual(['subscribe 1']);
    cache.tick(5000);
    expect(regions.take()).toEqual(['unsubscribe 1']);
  });

  test('nothing is subscribed to while its region is away', () => {
    regions.down.add(2);
    makeHot(1, 0);
    expect(regions.take()).toEqual([]);
  });

  test('no more subscriptions than allowed', () => {
    for (const number of [1, 2, 3]) makeHot(number, 0);
    expect(regions.take()).toEqual(['subscribe 1', 'subscribe 2']);
    expect(cache.figures().hot).toBe(2);
  });
});

describe('bounds', () => {
  test('the least recently read quote makes room, its subscription too', () => {
    for (const number of [1, 2, 3, 4]) cache.fetched(quote(at(number), number), 64, 0);
    for (let reads = 0; reads < 5; reads += 1) read(at(1), 1000, 0);
    cache.tick(0);
    for (const number of [2, 3, 4]) read(at(number), 1000, 1);
    regions.take();
    cache.fetched(quote(at(5), 5), 64, 2);
    expect(regions.take()).toEqual(['unsubscribe 1']);
    expect([1, 2, 3, 4, 5].map((number) => read(at(number), 1000, 2)())).toEqual([
      '',
      'Cache 2 2ms',
      'Cache 3 2ms',
      'Cache 4 2ms',
      'Cache 5 0ms',
    ]);
    expect(cache.figures()).toMatchObject({ entries: 4, evicted: 1 });
  });

  test('a read keeps a quote from being the next to go', () => {
    for (const number of [1, 2, 3, 4]) cache.fetched(quote(at(number), number), 64, 0);
    for (const number of [1, 4, 3]) read(at(number), 1000, 1);
    cache.fetched(quote(at(5), 5), 64, 2);
    cache.fetched(quote(at(6), 6), 64, 2);
    expect([1, 2, 3, 4].map((number) => read(at(number), 1000, 2)())).toEqual(['', '', 'Cache 3 2ms', 'Cache 4 2ms']);
  });

  test('whatever happens: every read is answered once at most, entries and subscriptions stay within limits, ages are never above maxAge', () => {
    const step = fc.record({
      do: fc.constantFrom('read', 'read', 'read', 'fetched', 'failed', 'updated', 'tick', 'down', 'up', 'current'),
      number: fc.integer({ min: 1, max: 8 }),
      ms: fc.integer({ min: 0, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        regions = new FakeRegions();
        cache = new QuoteCache(LIMITS, regions);
        let nowMs = 0;
        let asked = 0;
        let answered = 0;
        for (const one of steps) {
          nowMs += one.ms;
          if (one.do === 'read') {
            asked += 1;
            let mine = 0;
            cache.read(at(one.number), one.ms, nowMs, ({ error, source, ageMs, quote: { instrument } }) => {
              mine += 1;
              answered += 1;
              expect(mine).toBe(1);
              expect(instrument).toBe(at(one.number));
              expect(error !== null || source === QuoteSource.Fetched || (ageMs >= 0 && ageMs <= one.ms)).toBe(true);
            });
          } else if (one.do === 'fetched') cache.fetched(quote(at(one.number), 1), 64, nowMs);
          else if (one.do === 'failed') cache.fetchFailed(at(one.number), 'RELAIS_E_QUOTE_NONE', 10);
          else if (one.do === 'updated') cache.updated(quote(at(one.number), 1), 57, nowMs);
          else if (one.do === 'tick') cache.tick(nowMs);
          else if (one.do === 'current') cache.regionCurrent(2, nowMs);
          else if (one.do === 'up') regions.down.clear();
          else {
            regions.down.add(2);
            cache.regionDown(2);
          }
          const figures = cache.figures();
          expect(figures.entries).toBeLessThanOrEqual(LIMITS.entriesMax);
          expect(figures.hot).toBeLessThanOrEqual(LIMITS.hotMax);
          expect(figures.waiters).toBe(asked - answered);
        }
        cache.tick(nowMs + LIMITS.fetchTimeoutMs);
        expect(answered).toBe(asked);
        const kept = new Set<string>();
        for (const call of regions.calls) {
          const [what, number] = call.split(' ') as [string, string];
          if (what === 'subscribe') kept.add(number);
          if (what === 'unsubscribe') expect(kept.delete(number)).toBe(true);
        }
        expect(kept.size).toBe(cache.figures().hot);
      }),
      { numRuns: 300 },
    );
  });
});
