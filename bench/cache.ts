/**
 * The quote cache of one region of three under a skewed load of reads: how many are answered here, what goes to other regions, what a read
 * costs. Links are simulated (fixed delay, simulated time); the cache is the real one, with its default settings.
 */
import { parseArgs } from 'node:util';
import { QuoteCache, type QuoteResult } from '../node/market/index.js';
import { QuoteSource } from '../node/wire/index.js';
import { readSettings } from '../registry/index.js';
import { SimulatedRegions } from './cache/simulated-regions.js';
import { zipfRanks } from './cache/zipf.js';
import { figure, heapBytesPerRepetition, median, printResult, printTable } from './harness/index.js';

const { values } = parseArgs({
  options: {
    instruments: { type: 'string', default: '30000' },
    reads: { type: 'string', default: '2000000' },
    'reads-per-second': { type: 'string', default: '100000' },
    'max-age-ms': { type: 'string', default: '500' },
    'delay-ms': { type: 'string', default: '4' },
    exponent: { type: 'string', default: '1.1' },
  },
});
const option = (name: keyof typeof values): number => Number(values[name]);

const REGIONS = [1, 2, 3];
const HERE = 1;
const STEP_MS = 1;
const TICK_MS = 100;

const settings = readSettings({});
const regions = new SimulatedRegions(HERE, option('delay-ms'), 100);
const cache = new QuoteCache(
  {
    entriesMax: settings.quoteCacheEntriesMax,
    waitersMax: settings.quoteCacheWaitersMax,
    fetchTimeoutMs: settings.quoteCacheFetchTimeoutMs,
    hotReads: settings.quoteCacheHotReads,
    halfLifeMs: settings.quoteCacheHalfLifeMs,
    hotMax: settings.quoteCacheHotMax,
  },
  regions,
);

const ranks = zipfRanks(option('instruments'), option('exponent'), option('reads'), 1);
/** Popular and unpopular instruments are spread evenly over the regions. */
const instrumentOf = (rank: number): number => (REGIONS[rank % REGIONS.length] as number) * 65_536 + 1 + Math.floor(rank / REGIONS.length);
const readsPerStep = Math.max(Math.round((option('reads-per-second') * STEP_MS) / 1000), 1);

const counted = { local: 0, cached: 0, fetched: 0, errors: 0, crossRegionCachedReads: 0, remote: 0, ageMsMax: 0 };
const take = (result: QuoteResult): void => {
  if (result.error !== null) counted.errors += 1;
  else if (result.source === QuoteSource.Local) counted.local += 1;
  else if (result.source === QuoteSource.Cache) counted.cached += 1;
  else counted.fetched += 1;
  if (result.ageMs > counted.ageMsMax) counted.ageMsMax = result.ageMs;
};

function load(): void {
  const maxAgeMs = option('max-age-ms');
  for (let from = 0, nowMs = 0; from < ranks.length; from += readsPerStep, nowMs += STEP_MS) {
    regions.advanceTo(nowMs, cache);
    if (nowMs % 10 === 0) regions.beat(cache, REGIONS);
    if (nowMs % TICK_MS === 0) cache.tick(nowMs);
    for (const rank of ranks.subarray(from, from + readsPerStep)) {
      const instrument = instrumentOf(rank);
      const callsBefore = regions.calls;
      const answeredBefore = counted.cached;
      if (regions.isOther(instrument)) counted.remote += 1;
      cache.read(instrument, maxAgeMs, nowMs, take);
      if (counted.cached > answeredBefore && regions.calls > callsBefore) counted.crossRegionCachedReads += 1;
    }
  }
}

load();
const figures = cache.figures();
const { crossRegionCachedReads, ageMsMax } = counted;
const hitRate = figures.hits / (figures.hits + figures.misses);

/** Reads of what is cached, the same skew, time standing still. */
const cachedInstruments = Uint32Array.from(ranks.subarray(0, 65_536), instrumentOf).filter((instrument) => {
  let isCached = false;
  cache.read(instrument, Number.POSITIVE_INFINITY, regions.nowMs, ({ source }) => {
    isCached = source === QuoteSource.Cache;
  });
  return isCached;
});
const cachedReads = {
  name: 'cached read',
  repeat(times: number): number {
    for (let turn = 0; turn < times; turn += 1) {
      cache.read(cachedInstruments[turn % cachedInstruments.length] as number, Number.POSITIVE_INFINITY, regions.nowMs, take);
    }
    return counted.cached;
  },
};
const READS_TIMED = 500_000;
const nsPerCachedRead = median(
  Array.from({ length: 7 }, () => {
    const start = process.hrtime.bigint();
    cachedReads.repeat(READS_TIMED);
    return Number(process.hrtime.bigint() - start) / READS_TIMED;
  }),
);
const heapBytesPerRead = heapBytesPerRepetition(cachedReads, READS_TIMED);

const seconds = regions.nowMs / 1000;
printTable(
  ['one region of three', 'figure'],
  [
    [
      `reads in ${figure(seconds)} simulated seconds, Zipf ${values.exponent} over ${figure(option('instruments'))} instruments`,
      ranks.length,
    ],
    ['of instruments of this region', figures.local],
    ['of other regions', counted.remote],
    [`answered from the cache (at most ${values['max-age-ms']} ms old)`, figures.hits],
    ['waited for another region', figures.misses],
    ['of these, found a fetch under way', figures.joined],
    ['errors', counted.errors],
    ['hit rate', hitRate],
    ['cached reads that called another region', crossRegionCachedReads],
    ['calls to other regions (fetch, subscribe, unsubscribe)', figures.crossRegionCalls],
    ['calls to other regions without a cache', counted.remote],
    ['kB/s from other regions', figures.crossRegionBytes / seconds / 1000],
    ['mean age of a cached answer, ms', figures.servedAgeMs / figures.hits],
    ['entries', figures.entries],
    ['kept up to date by subscription', figures.hot],
    ['memory of the cache, kB', figures.memoryBytes / 1000],
    ['a cached read, ns', nsPerCachedRead],
    ['heap bytes a cached read', heapBytesPerRead],
  ],
);
console.log('No runnable peer: other caches neither subscribe to what is hot nor know another region.\n');
printResult({
  crossRegionCachedReads,
  hitRate,
  callsPerThousandReads: (figures.crossRegionCalls / counted.remote) * 1000,
  ageMsMax,
  meanAgeMs: figures.servedAgeMs / figures.hits,
  memoryBytes: figures.memoryBytes,
  nsPerCachedRead,
  heapBytesPerRead,
});
