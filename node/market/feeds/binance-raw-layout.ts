/**
 * Binance streams as received: `<recv_ns> <json>` a line, the JSON untouched: depthUpdate, bookTicker, trade of combined streams, and a
 * REST snapshot (lastUpdateId, bids, asks). Other streams are left out. Field meanings: Binance API documentation, market streams.
 */
import { RelaisError } from '../../../registry/index.js';
import { parseQuantity, parseScaled, parseTimeNs, shorten } from './decimal.js';
import type { EmitFeedEvent, FeedInstrument, FeedLevel, FindFeedInstrument } from './feed-event.js';
import type { FeedLayout, LineParser } from './layout.js';

const SNAPSHOT_LEVELS_MAX = 10_000;

export const binanceRawLayout: FeedLayout = {
  name: 'binance-raw',
  hasHeader: false,
  recognises: (firstLine) => /^\d{16,22} \{/.test(firstLine),
  parser: (find) => new RawParser(find),
};

type Fields = Readonly<Record<string, unknown>>;

class RawParser implements LineParser {
  readonly #find: FindFeedInstrument;
  /** A REST snapshot names no symbol: it is of the instrument that the depth stream before it is of. */
  #depthInstrument: FeedInstrument | null = null;

  constructor(find: FindFeedInstrument) {
    this.#find = find;
  }

  line(text: string, emit: EmitFeedEvent): void {
    const blank = text.indexOf(' ');
    if (blank < 0) throw new RelaisError('RELAIS_E_FEED_LINE', `no receive time: ${shorten(text)}`);
    const paceUs = parseTimeNs(text.slice(0, blank));
    const outer = parseJson(text.slice(blank + 1));
    if ('lastUpdateId' in outer) {
      this.#snapshot(outer, paceUs, emit);
      return;
    }
    const data = fields(outer.data ?? outer);
    const symbol = data.s;
    if (typeof symbol !== 'string') return;
    const instrument = this.#find(symbol, null);
    if (instrument === null) return;
    if (data.e === 'depthUpdate') this.#depth(instrument, data, paceUs, emit);
    else if (data.e === 'trade') emit(trade(instrument, data, paceUs));
    else if ('b' in data && 'B' in data && 'a' in data && 'A' in data) emit(bookTicker(instrument, data, paceUs));
  }

  end(): void {}

  #snapshot(outer: Fields, paceUs: number, emit: EmitFeedEvent): void {
    const instrument = this.#depthInstrument ?? this.#find(null, null);
    if (instrument === null) return;
    emit({
      type: 'bookSnapshot',
      instrument,
      eventTimeUs: paceUs,
      paceUs,
      lastId: integer(outer, 'lastUpdateId'),
      bids: levels(outer.bids, instrument),
      asks: levels(outer.asks, instrument),
    });
  }

  #depth(instrument: FeedInstrument, data: Fields, paceUs: number, emit: EmitFeedEvent): void {
    this.#depthInstrument = instrument;
    emit({
      type: 'bookChange',
      instrument,
      eventTimeUs: timeUs(data, 'E'),
      paceUs,
      ids: { first: integer(data, 'U'), last: integer(data, 'u'), previous: 'pu' in data ? integer(data, 'pu') : null },
      bids: levels(data.b, instrument),
      asks: levels(data.a, instrument),
    });
  }
}

const trade = (instrument: FeedInstrument, data: Fields, paceUs: number) =>
  ({
    type: 'trade',
    instrument,
    eventTimeUs: timeUs(data, 'T'),
    paceUs,
    tradeId: integer(data, 't'),
    price: parseScaled(text(data, 'p'), instrument.priceScale),
    quantity: parseQuantity(text(data, 'q'), instrument.quantityScale),
    aggressorSide: data.m === true ? 2 : 1,
  }) as const;

const bookTicker = (instrument: FeedInstrument, data: Fields, paceUs: number) =>
  ({
    type: 'quote',
    instrument,
    eventTimeUs: 'E' in data ? timeUs(data, 'E') : paceUs,
    paceUs,
    bid: parseScaled(text(data, 'b'), instrument.priceScale),
    bidQuantity: parseQuantity(text(data, 'B'), instrument.quantityScale),
    ask: parseScaled(text(data, 'a'), instrument.priceScale),
    askQuantity: parseQuantity(text(data, 'A'), instrument.quantityScale),
  }) as const;

function parseJson(json: string): Fields {
  try {
    return fields(JSON.parse(json));
  } catch (cause) {
    throw new RelaisError('RELAIS_E_FEED_LINE', `not JSON: ${shorten(json)}`, { cause });
  }
}

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RelaisError('RELAIS_E_FEED_LINE', 'not a JSON object');
  return value as Fields;
}

function text(data: Fields, name: string): string {
  const value = data[name];
  if (typeof value !== 'string') throw new RelaisError('RELAIS_E_FEED_LINE', `field ${name} is not a text`);
  return value;
}

function integer(data: Fields, name: string): number {
  const value = data[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new RelaisError('RELAIS_E_FEED_LINE', `field ${name} is not a whole number`);
  return value as number;
}

function timeUs(data: Fields, name: string): number {
  const us = integer(data, name) * 1000;
  if (!Number.isSafeInteger(us)) throw new RelaisError('RELAIS_E_FEED_NUMBER_RANGE', `field ${name}`);
  return us;
}

function levels(value: unknown, instrument: FeedInstrument): FeedLevel[] {
  if (!Array.isArray(value) || value.length > SNAPSHOT_LEVELS_MAX) throw new RelaisError('RELAIS_E_FEED_LINE', 'not a list of levels');
  return value.map((level: unknown) => {
    const [price, quantity] = Array.isArray(level) ? (level as unknown[]) : [];
    if (typeof price !== 'string' || typeof quantity !== 'string')
      throw new RelaisError('RELAIS_E_FEED_LINE', 'a level is not [price, quantity]');
    return { price: parseScaled(price, instrument.priceScale), quantity: parseQuantity(quantity, instrument.quantityScale) };
  });
}
