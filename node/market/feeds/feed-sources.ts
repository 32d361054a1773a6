/** The two sources of events that are shipped: a recording and the generator. */
import { RelaisError } from '../../../registry/index.js';
import type { FeedEvent, FeedInstrument, FindFeedInstrument } from './feed-event.js';
import type { FeedSource } from './feed-handler.js';
import { FeedReader, type FeedReaderLimits } from './feed-reader.js';
import { type GeneratedInstrument, MarketGenerator } from './market-generator.js';

/** The shipped generator; it never ends. */
export function generatorSource(instruments: readonly GeneratedInstrument[], seed: number): FeedSource {
  return {
    name: `generator of ${instruments.map(({ symbol }) => symbol).join(', ')}`,
    async *open() {
      const generator = new MarketGenerator(instruments, seed);
      for (;;) yield generator.next();
    },
  };
}

export interface RecordingOptions {
  /** For logs and errors. */
  readonly name: string;
  /** The bytes of the recording, decompressed, from the beginning each time. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly find: FindFeedInstrument;
  readonly limits: FeedReaderLimits;
  /** Told at the end of each round. */
  readonly finished?: (reader: FeedReader) => void;
}

/** A recording in one of the known layouts. Errors while it runs: those of FeedReader and of its bytes. */
export function recordingSource({ name, bytes, find, limits, finished }: RecordingOptions): FeedSource {
  return {
    name: `recording ${name}`,
    async *open() {
      const reader = new FeedReader(find, limits);
      let batch: FeedEvent[] = [];
      const emit = (event: FeedEvent): void => void batch.push(event);
      for await (const chunk of bytes()) {
        reader.push(chunk, emit);
        yield batch;
        batch = [];
      }
      reader.end(emit);
      finished?.(reader);
      yield batch;
    },
  };
}

/** "EUR/USD.REF" → "eurusd": what is compared with names of files and symbols of venues. */
const plain = (symbol: string): string =>
  symbol
    .replace(/\..*$/, '')
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase();

/**
 * Which of `instruments` the lines of a recording belong to: by the symbol in the line, else by the name of the file (the longest symbol that it
 * contains), else the only instrument there is. Where a recording mixes venues, a symbol is of the venue at which it is seen first. Errors: RELAIS_E_FEED_SYMBOL when a layout without symbols leaves it open.
 */
export function findByName(instruments: readonly FeedInstrument[], fileName: string): FindFeedInstrument {
  const file = fileName.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  const bySymbol = new Map(instruments.map((instrument) => [plain(instrument.symbol), instrument]));
  const named = [...bySymbol.keys()].filter((symbol) => symbol !== '' && file.includes(symbol)).sort((a, b) => b.length - a.length)[0];
  const venues = new Map<string, string | null>();
  return (symbol, venue) => {
    if (symbol !== null) {
      if (!venues.has(symbol)) venues.set(symbol, venue);
      return venues.get(symbol) === venue ? (bySymbol.get(plain(symbol)) ?? null) : null;
    }
    const instrument = named === undefined ? (instruments.length === 1 ? instruments[0] : undefined) : bySymbol.get(named);
    if (instrument === undefined) {
      throw new RelaisError('RELAIS_E_FEED_SYMBOL', `${fileName}; feed instruments: ${instruments.map((one) => one.symbol).join(', ')}`);
    }
    return instrument;
  };
}
