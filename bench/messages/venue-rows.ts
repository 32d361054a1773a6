/**
 * Rows as a crypto venue sends them, text of the figures included: from the recordings in RELAIS_SAMPLES, or made up in the same shape.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface TickerRow {
  readonly eventMs: number;
  readonly updateId: number;
  readonly bid: string;
  readonly bidQuantity: string;
  readonly ask: string;
  readonly askQuantity: string;
}
export interface TradeRow {
  readonly tradeMs: number;
  readonly tradeId: number;
  readonly price: string;
  readonly quantity: string;
  readonly buyerIsMaker: boolean;
}
export interface LevelRow {
  readonly eventMs: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly isBid: boolean;
  readonly price: string;
  readonly quantity: string;
}
export interface VenueRows {
  readonly source: string;
  readonly symbol: string;
  readonly tickers: readonly TickerRow[];
  readonly trades: readonly TradeRow[];
  readonly levels: readonly LevelRow[];
}

const TICKERS = 'crypto_btcusdt_binance_usdm_20240808_bookticker.csv.gz';
const TRADES = 'crypto_btc_binance_20240808_trades.csv.gz';
const LEVELS = 'crypto_btcusdt_binance_usdm_20240808_l2diff.csv.gz';

/** The first `count` rows of each kind. */
export function venueRows(count: number): VenueRows {
  const folder = process.env.RELAIS_SAMPLES;
  return folder === undefined || folder === '' ? madeUpRows(count) : recordedRows(folder, count);
}

function recordedRows(folder: string, count: number): VenueRows {
  const rows = (file: string, wanted: (row: string[]) => boolean): string[][] =>
    gunzipSync(readFileSync(join(folder, file)))
      .toString('latin1')
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => line.split(','))
      .filter(wanted)
      .slice(0, count);
  const at = (row: readonly string[], column: number): string => row[column] ?? '';
  return {
    source: 'recordings of BTCUSDT in RELAIS_SAMPLES (best prices, trades and level-2 changes of one venue)',
    symbol: 'BTCUSDT',
    tickers: rows(TICKERS, () => true).map((row) => ({
      eventMs: Number(row[1]),
      updateId: Number(row[3]),
      bid: at(row, 4),
      bidQuantity: at(row, 5),
      ask: at(row, 6),
      askQuantity: at(row, 7),
    })),
    trades: rows(TRADES, (row) => row[3] === 'usdm').map((row) => ({
      tradeMs: Number(row[2]),
      tradeId: Number(row[5]),
      price: at(row, 6),
      quantity: at(row, 7),
      buyerIsMaker: row[8] === '1',
    })),
    levels: rows(LEVELS, (row) => row[3] === 'D').map((row) => ({
      eventMs: Number(row[1]),
      firstId: Number(row[4]),
      lastId: Number(row[5]),
      isBid: row[7] === 'b',
      price: at(row, 8),
      quantity: at(row, 9),
    })),
  };
}

/** A walk of prices by a small generator of its own (Park and Miller, 1988), so that every run has the same rows. */
function madeUpRows(count: number): VenueRows {
  let state = 20_240_808;
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  let middle = 618_000;
  const price = (ticks: number): string => (ticks / 10).toFixed(2);
  const quantity = (): string => (random(9_999) / 1000).toFixed(3);
  const step = (): number => {
    middle += random(21) - 10;
    return middle;
  };
  const index = Array.from({ length: count }, (_, position) => position);
  const startMs = 1_723_161_255_000;
  return {
    source: 'made up rows in the shape of a crypto venue (RELAIS_SAMPLES is not set)',
    symbol: 'BTCUSDT',
    tickers: index.map((row) => ({
      eventMs: startMs + row * 7,
      updateId: 5_123_107_839_020 + row * 211,
      bid: price(step()),
      bidQuantity: quantity(),
      ask: price(middle + 1),
      askQuantity: quantity(),
    })),
    trades: index.map((row) => ({
      tradeMs: startMs + row * 31,
      tradeId: 5_266_588_749 + row,
      price: price(step()),
      quantity: quantity(),
      buyerIsMaker: random(2) === 0,
    })),
    levels: index.map((row) => ({
      eventMs: startMs + (row >> 5) * 100,
      firstId: 5_123_107_832_006 + (row >> 5) * 5000,
      lastId: 5_123_107_836_006 + (row >> 5) * 5000,
      isBid: row % 32 < 16,
      price: price(middle + (row % 32 < 16 ? -1 : 1) * random(2_000)),
      quantity: random(3) === 0 ? '0.000' : quantity(),
    })),
  };
}
