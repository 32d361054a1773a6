/**
 * Our messages and the venue's JSON from the same rows. Orders and executions are derived from the level changes, by this mapping:
 *
 * - a level that gets a quantity is a limit order, day, of that side, price and quantity, with its client order id, followed by its
 *   execution report New;
 * - a level that is deleted is the report Canceled of the order that last set this price, if there was one.
 *
 * Book increments of 10 levels are ten consecutive rows of one side or both, bids first.
 */
import {
  type BookIncrement,
  CancelReason,
  ExecType,
  type ExecutionReport,
  emptyExecutionReport,
  type NewOrder,
  OrdStatus,
  OrdType,
  type Quote,
  SelfTradePolicy,
  Side,
  TimeInForce,
  type Trade,
} from '../../node/wire/index.js';
import type { LevelRow, VenueRows } from './venue-rows.js';

/** One message as we have it and as the venue would have written it. */
export interface Pair<T> {
  readonly message: T;
  readonly json: string;
}

const INSTRUMENT = 0x0001_0007;
const PRICE_DECIMALS = 2;
const QUANTITY_DECIMALS = 3;
const PARTNER = 12;
const LEVELS_OF_INCREMENT = 10;

const scaled = (text: string, decimals: number): number => Math.round(Number(text) * 10 ** decimals);
const priceOf = (text: string): number => scaled(text, PRICE_DECIMALS);
const quantityOf = (text: string): number => scaled(text, QUANTITY_DECIMALS);

export const quotesOf = ({ tickers, symbol }: VenueRows): Pair<Quote>[] =>
  tickers.map((row) => ({
    message: {
      instrument: INSTRUMENT,
      updateSeq: row.updateId,
      eventTimeUs: row.eventMs * 1000,
      bid: priceOf(row.bid),
      ask: priceOf(row.ask),
      bidQuantity: quantityOf(row.bidQuantity),
      askQuantity: quantityOf(row.askQuantity),
    },
    json: JSON.stringify({
      e: 'bookTicker',
      u: row.updateId,
      E: row.eventMs,
      s: symbol,
      b: row.bid,
      B: row.bidQuantity,
      a: row.ask,
      A: row.askQuantity,
    }),
  }));

export const tradesOf = ({ trades, symbol }: VenueRows): Pair<Trade>[] =>
  trades.map((row, index) => ({
    message: {
      instrument: INSTRUMENT,
      updateSeq: index + 1,
      eventTimeUs: row.tradeMs * 1000,
      tradeId: row.tradeId,
      price: priceOf(row.price),
      quantity: quantityOf(row.quantity),
      aggressorSide: row.buyerIsMaker ? Side.Sell : Side.Buy,
    },
    json: JSON.stringify({ e: 'trade', T: row.tradeMs, s: symbol, t: row.tradeId, p: row.price, q: row.quantity, m: row.buyerIsMaker }),
  }));

export function incrementsOf({ levels, symbol }: VenueRows): Pair<BookIncrement>[] {
  const pairs: Pair<BookIncrement>[] = [];
  for (let at = 0; at + LEVELS_OF_INCREMENT <= levels.length; at += LEVELS_OF_INCREMENT) {
    const rows = levels.slice(at, at + LEVELS_OF_INCREMENT);
    const first = rows[0] as LevelRow;
    const [bids, asks] = [rows.filter((row) => row.isBid), rows.filter((row) => !row.isBid)];
    const basePrice = priceOf(first.price);
    const textOf = (row: LevelRow): string[] => [row.price, row.quantity];
    pairs.push({
      message: {
        instrument: INSTRUMENT,
        updateSeq: pairs.length + 1,
        eventTimeUs: first.eventMs * 1000,
        basePrice,
        bidCount: bids.length,
        levels: [...bids, ...asks].map((row) => ({ priceOffset: priceOf(row.price) - basePrice, quantity: quantityOf(row.quantity) })),
      },
      json: JSON.stringify({
        e: 'depthUpdate',
        E: first.eventMs,
        s: symbol,
        U: first.firstId,
        u: first.lastId,
        b: bids.map(textOf),
        a: asks.map(textOf),
      }),
    });
  }
  return pairs;
}

interface Placed {
  readonly order: NewOrder;
  readonly row: LevelRow;
  readonly seq: number;
}

export function ordersAndExecutionsOf({ levels, symbol }: VenueRows): { orders: Pair<NewOrder>[]; executions: Pair<ExecutionReport>[] } {
  const orders: Pair<NewOrder>[] = [];
  const executions: Pair<ExecutionReport>[] = [];
  const atPrice = new Map<string, Placed>();
  let seq = 90_000_000;
  for (const row of levels) {
    seq += 1;
    if (quantityOf(row.quantity) > 0) {
      const placed = { order: orderOf(row, seq), row, seq };
      atPrice.set(row.price, placed);
      orders.push({ message: placed.order, json: orderJson(placed, symbol) });
      executions.push({ message: reportOf(placed, row, seq, false), json: reportJson(placed, row, symbol, false) });
    } else {
      const placed = atPrice.get(row.price);
      if (!placed) continue;
      atPrice.delete(row.price);
      executions.push({ message: reportOf(placed, row, seq, true), json: reportJson(placed, row, symbol, true) });
    }
  }
  return { orders, executions };
}

const orderOf = (row: LevelRow, seq: number): NewOrder => ({
  instrument: INSTRUMENT,
  side: row.isBid ? Side.Buy : Side.Sell,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  flags: 0,
  selfTradePolicy: SelfTradePolicy.CancelResting,
  price: priceOf(row.price),
  stopPrice: 0,
  quantity: quantityOf(row.quantity),
  acceptUntilUs: row.eventMs * 1000 + 30_000_000,
  clientTimeUs: row.eventMs * 1000,
  clientOrderId: `mm-bot-${seq}`,
});

/** Parameters of the venue's order.place; without the api key and signature (about 140 bytes) that it also wants in every order. */
const orderJson = ({ order, row, seq }: Placed, symbol: string): string =>
  JSON.stringify({
    id: seq,
    method: 'order.place',
    params: {
      symbol,
      side: row.isBid ? 'BUY' : 'SELL',
      type: 'LIMIT',
      timeInForce: 'GTC',
      price: row.price,
      quantity: row.quantity,
      newClientOrderId: order.clientOrderId,
      recvWindow: 30_000,
      timestamp: row.eventMs,
    },
  });

const reportOf = ({ order, seq }: Placed, row: LevelRow, entrySeq: number, isCanceled: boolean): ExecutionReport => ({
  ...emptyExecutionReport(),
  region: 1,
  epoch: 3,
  seq: entrySeq,
  instrument: INSTRUMENT,
  partner: PARTNER,
  orderId: seq,
  execType: isCanceled ? ExecType.Canceled : ExecType.New,
  ordStatus: isCanceled ? OrdStatus.Canceled : OrdStatus.New,
  cancelReason: isCanceled ? CancelReason.ByRequest : 0,
  side: order.side,
  ordType: order.ordType,
  timeInForce: order.timeInForce,
  price: order.price,
  quantity: order.quantity,
  leavesQuantity: isCanceled ? 0 : order.quantity,
  transactTimeUs: row.eventMs * 1000,
  clientOrderId: isCanceled ? `mm-bot-${entrySeq}` : order.clientOrderId,
  origClientOrderId: isCanceled ? order.clientOrderId : '',
});

/** The venue's executionReport, reduced to the fields that ours carries too. */
const reportJson = ({ order, row: placedAt, seq }: Placed, row: LevelRow, symbol: string, isCanceled: boolean): string =>
  JSON.stringify({
    e: 'executionReport',
    s: symbol,
    c: isCanceled ? `mm-bot-${seq + 1}` : order.clientOrderId,
    S: placedAt.isBid ? 'BUY' : 'SELL',
    o: 'LIMIT',
    f: 'GTC',
    q: placedAt.quantity,
    p: placedAt.price,
    P: '0.00',
    C: isCanceled ? order.clientOrderId : '',
    x: isCanceled ? 'CANCELED' : 'NEW',
    X: isCanceled ? 'CANCELED' : 'NEW',
    r: 'NONE',
    i: seq,
    l: '0.000',
    z: '0.000',
    L: '0.00',
    T: row.eventMs,
    m: false,
  });
