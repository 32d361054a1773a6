import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RelaisError } from '../../../registry/index.js';
import { parseScaled, parseTimeNs } from './decimal.js';
import type { FeedEvent, FeedInstrument } from './feed-event.js';
import { FeedReader } from './feed-reader.js';
import { findByName } from './feed-sources.js';
import { readFeedFile } from './read-feed-file.js';

const BTC: FeedInstrument = { instrument: 7, symbol: 'BTCUSDT', priceScale: 2, quantityScale: 5 };
const EURUSD: FeedInstrument = { instrument: 8, symbol: 'EUR/USD', priceScale: 5, quantityScale: 0 };
const LIMITS = { lineBytesMax: 2000, badLinesMax: 2 };

function readAll(
  text: string | Uint8Array,
  instrument: FeedInstrument,
  cuts: readonly number[] = [],
  limits = LIMITS,
): { events: FeedEvent[]; reader: FeedReader } {
  const reader = new FeedReader(findByName([instrument], 'recording.csv'), limits);
  const events: FeedEvent[] = [];
  const emit = (event: FeedEvent): void => void events.push(event);
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let index = 1; index < at.length; index += 1) reader.push(bytes.subarray(at[index - 1], at[index]), emit);
  reader.end(emit);
  return { events, reader };
}

const FX = 'ts_ms,bid,ask\n1399525217007,1.39147,1.39148\n1399525217264,1.39150,1.39149\n';
const TRADES = `recv_ns,event_ms,trade_ms,venue,symbol,trade_id,price,qty,buyer_maker,type
1723161254087896568,1723161255343,1723161255342,spot,BTCUSDT,3735683259,61837.63000000,0.02000000,1,
1723161254347673567,1723161255619,1723161255617,usdm,BTCUSDT,11,61837.63,0.048,0,MARKET
1723161254347673567,1723161255619,1723161255617,spot,ETHUSDT,12,2600.63,0.048,0,
1723161254347673999,1723161255620,1723161255619,spot,BTCUSDT,3735683260,61838.00000000,1.00000000,0,
`;
const TICKER = `recv_ns,event_ms,tx_ms,update_id,bid,bid_qty,ask,ask_qty
1723161255088169167,1723161256313,1723161256313,5123107839020,61800.20,2.507,61800.30,2.510
`;
const L2 = `recv_ns,event_ms,tx_ms,kind,first_id,last_id,prev_id,side,price,qty
1723161255030314667,1723161256299,1723161256298,D,10,12,9,b,58710.20,0.014
1723161255030314667,1723161256299,1723161256298,D,10,12,9,a,58711.20,0
1723161255319702566,1723161256501,1723161256493,S,12,12,,b,58700.00,2.909
1723161255319702566,1723161256501,1723161256493,S,12,12,,a,58712.00,1
1723161255419702566,1723161256601,1723161256593,D,13,14,12,a,58712.00,0.5
`;
const RAW = `1723161253937085768 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":9,"u":12,"b":[["61737.63000000","0.00000000"]],"a":[["61837.64000000","1.54698000"]]}}
1723161254087891268 {"stream":"btcusdt@bookTicker","data":{"u":12,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}}
1723161254087896568 {"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":99,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}}
1723161254206652067 {"lastUpdateId":12,"bids":[["61837.63000000","3.78826000"]],"asks":[]}
1723161254206652068 {"stream":"btcusdt@kline","data":{"e":"kline","s":"BTCUSDT"}}
`;

describe('decimals', () => {
  test('are exact: whatever scaled integer is written as text is read back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 4 }), (value, scale, zeros) => {
        const digits = String(Math.abs(value)).padStart(scale + 1, '0');
        const decimals = digits.slice(digits.length - scale) + '0'.repeat(zeros);
        const text = `${value < 0 ? '-' : ''}${digits.slice(0, digits.length - scale)}${decimals === '' ? '' : `.${decimals}`}`;
        expect(parseScaled(text, scale)).toBe(value);
      }),
    );
  });

  test('are rescaled to the instrument, never rounded', () => {
    expect(parseScaled('1.5', 5)).toBe(150_000);
    expect(parseScaled('61837.63000000', 2)).toBe(6_183_763);
    expect(() => parseScaled('61837.635', 2)).toThrow(/RELAIS_E_FEED_PRECISION/);
  });

  test('outside the exact range are refused with a code', () => {
    expect(parseScaled('9007199254740991', 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => parseScaled('9007199254740992', 0)).toThrow(/RELAIS_E_FEED_NUMBER_RANGE/);
    expect(() => parseScaled('90071992547409.92', 3)).toThrow(/RELAIS_E_FEED_NUMBER_RANGE/);
  });

  test.each(['', '-', '.', '1.', '1e5', ' 1', '1,5', '0x10', 'NaN', '1.2.3', '+1', '--1'])('"%s" is no decimal', (text) => {
    expect(() => parseScaled(text, 2)).toThrow(/RELAIS_E_FEED_LINE/);
  });

  test('nanoseconds are cut to microseconds', () => expect(parseTimeNs('1723161254087896568')).toBe(1_723_161_254_087_896));
});

describe('layouts', () => {
  test('FX quotes, crossed ones as they are', () => {
    const common = { type: 'quote', instrument: EURUSD, bidQuantity: 0, askQuantity: 0 };
    expect(readAll(FX, EURUSD).events).toEqual([
      { ...common, eventTimeUs: 1_399_525_217_007_000, paceUs: 1_399_525_217_007_000, bid: 139_147, ask: 139_148 },
      { ...common, eventTimeUs: 1_399_525_217_264_000, paceUs: 1_399_525_217_264_000, bid: 139_150, ask: 139_149 },
    ]);
  });

  test('Binance trades: of the first venue of a symbol, the aggressor from the maker flag', () => {
    expect(readAll(TRADES, BTC).events).toMatchObject([
      { type: 'trade', tradeId: 3_735_683_259, price: 6_183_763, quantity: 2000, aggressorSide: 2, eventTimeUs: 1_723_161_255_342_000 },
      { type: 'trade', tradeId: 3_735_683_260, price: 6_183_800, quantity: 100_000, aggressorSide: 1 },
    ]);
  });

  test('Binance best prices', () => {
    expect(readAll(TICKER, BTC).events).toMatchObject([
      { type: 'quote', bid: 6_180_020, bidQuantity: 250_700, ask: 6_180_030, askQuantity: 251_000, paceUs: 1_723_161_255_088_169 },
    ]);
  });

  test('Binance level-2 rows with equal ids are one message', () => {
    expect(readAll(L2, BTC).events).toMatchObject([
      {
        type: 'bookChange',
        ids: { first: 10, last: 12, previous: 9 },
        bids: [{ price: 5_871_020, quantity: 1400 }],
        asks: [{ price: 5_871_120, quantity: 0 }],
      },
      {
        type: 'bookSnapshot',
        lastId: 12,
        bids: [{ price: 5_870_000, quantity: 290_900 }],
        asks: [{ price: 5_871_200, quantity: 100_000 }],
      },
      { type: 'bookChange', ids: { first: 13, last: 14, previous: 12 }, bids: [], asks: [{ price: 5_871_200, quantity: 50_000 }] },
    ]);
  });

  test('Binance streams as received: changes, best prices, trades, a snapshot; other streams are left out', () => {
    expect(readAll(RAW, BTC).events).toMatchObject([
      { type: 'bookChange', ids: { first: 9, last: 12, previous: null }, bids: [{ price: 6_173_763, quantity: 0 }] },
      { type: 'quote', bid: 6_183_763, askQuantity: 154_698, eventTimeUs: 1_723_161_254_087_891 },
      { type: 'trade', tradeId: 99, aggressorSide: 2 },
      { type: 'bookSnapshot', lastId: 12, bids: [{ price: 6_183_763, quantity: 378_826 }], asks: [] },
    ]);
  });

  test.each([
    ['FX', FX, EURUSD],
    ['trades', TRADES, BTC],
    ['best prices', TICKER, BTC],
    ['level 2', L2, BTC],
    ['raw', RAW, BTC],
  ])('%s: any split of the bytes gives the same events, with either line end and without the last', (_, text, instrument) => {
    const whole = readAll(text, instrument).events;
    expect(readAll(text.replaceAll('\n', '\r\n'), instrument).events).toEqual(whole);
    expect(readAll(text.trimEnd(), instrument).events).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), (cuts) => {
        expect(readAll(text, instrument, cuts).events).toEqual(whole);
      }),
    );
  });
});

describe('bad input', () => {
  test('an unknown first line is refused, and what is known is listed', () => {
    expect(() => readAll('price,size\n1,2\n', BTC)).toThrow(/RELAIS_E_FEED_LAYOUT.*"price,size".*fx-quotes, binance-trades/);
  });

  test('an empty file, and one of empty lines, has its code', () => {
    for (const text of ['', '\n\n']) expect(() => readAll(text, BTC)).toThrow(/RELAIS_E_FEED_EMPTY/);
  });

  test('single bad lines are counted and left out; beyond the limit the feed ends and names the line', () => {
    const { events, reader } = readAll(`${FX}x,1,2\n1,2\n`, EURUSD);
    expect(events).toHaveLength(2);
    expect(reader.badLines).toBe(2);
    expect(reader.lastBadLine).toContain('line 5: RELAIS_E_FEED_LINE');
    expect(() => readAll(`${FX}x,1,2\n1,2\n1,2,1e5\n`, EURUSD)).toThrow(/RELAIS_E_FEED_BAD_LINES.*line 6/);
  });

  test('a line that never ends is refused at its limit, in whatever pieces it comes', () => {
    const endless = `ts_ms,bid,ask\n${'9'.repeat(5000)}`;
    for (const cuts of [[], [100, 1000, 1500, 2000, 2500]]) {
      expect(() => readAll(endless, EURUSD, cuts)).toThrow(/RELAIS_E_FEED_LINE_TOO_LONG/);
    }
  });

  test('a layout without symbols and several instruments needs the name of the file', () => {
    const find = findByName([BTC, EURUSD], 'fx_eurusd_2014.csv.gz');
    expect(find(null, null)).toBe(EURUSD);
    expect(() => findByName([BTC, EURUSD], 'quotes.csv')(null, null)).toThrow(/RELAIS_E_FEED_SYMBOL/);
    expect(findByName([BTC, EURUSD], 'x')('EURUSD', null)).toBe(EURUSD);
    expect(findByName([{ ...BTC, symbol: 'BTCUSDT.REF' }], 'x')('BTCUSDT', null)?.instrument).toBe(7);
  });

  test('any bytes, and any damage to good ones, end in events or in a coded error', () => {
    const damaged = fc
      .tuple(fc.constantFrom(FX, TRADES, TICKER, L2, RAW), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.nat())
      .map(([text, flips, end]) => {
        const bytes = Buffer.from(text);
        for (const [at, value] of flips) bytes[at % bytes.length] = value;
        return bytes.subarray(0, end % (bytes.length + 1));
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), fc.array(fc.nat(), { maxLength: 5 }), (bytes, cuts) => {
        try {
          for (const event of readAll(bytes, BTC, cuts).events) expect(Number.isSafeInteger(event.eventTimeUs)).toBe(true);
        } catch (error) {
          if (!(error instanceof RelaisError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

const samples = process.env.RELAIS_SAMPLES;
if (samples !== undefined) {
  test('the recordings in RELAIS_SAMPLES are read to their end without a bad line', async () => {
    const found = (await readdir(samples)).filter((name) => /^(fx|crypto)_/.test(name));
    expect(found.length).toBeGreaterThan(0);
    const instruments = [
      { ...EURUSD, symbol: 'EURUSD' },
      { ...BTC, quantityScale: 8 },
      { ...BTC, symbol: 'BTCUSDPERP', instrument: 9 },
    ];
    for (const name of found) {
      const reader = new FeedReader(findByName(instruments, name), { lineBytesMax: 4_194_304, badLinesMax: 0 });
      let events = 0;
      for await (const chunk of readFeedFile(join(samples, name))) reader.push(chunk, () => void events++);
      reader.end(() => void events++);
      expect(events).toBeGreaterThan(1000);
    }
  }, 120_000);
}
