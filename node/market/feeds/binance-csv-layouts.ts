/** Recordings of Binance streams flattened to CSV: trades, best prices, level-2 changes. Field meanings: Binance API documentation, market streams. */
import { RelaisError } from '../../../registry/index.js';
import { parseQuantity, parseScaled, parseTimeMs, parseTimeNs, shorten } from './decimal.js';
import type { EmitFeedEvent, FeedInstrument, FeedLevel } from './feed-event.js';
import type { FeedLayout, LineParser } from './layout.js';

/** Levels of one message; a venue's whole snapshot has at most 5,000 a side. */
const MESSAGE_LEVELS_MAX = 20_000;

/** `n` columns, each a string; RELAIS_E_FEED_LINE otherwise. */
function columns(text: string, count: number): string[] {
  const parts = text.split(',', count + 1);
  if (parts.length !== count) throw new RelaisError('RELAIS_E_FEED_LINE', `not ${count} columns: ${shorten(text)}`);
  return parts;
}

const TRADES_HEADER = 'recv_ns,event_ms,trade_ms,venue,symbol,trade_id,price,qty,buyer_maker,type';

export const binanceTradesLayout: FeedLayout = {
  name: 'binance-trades',
  hasHeader: true,
  recognises: (firstLine) => firstLine === TRADES_HEADER,
  parser: (find) => ({
    line(text, emit) {
      const [received, , traded, venue, symbol, id, price, quantity, buyerIsMaker] = columns(text, 10) as [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      const instrument = find(symbol, venue);
      if (instrument === null) return;
      if (buyerIsMaker !== '0' && buyerIsMaker !== '1') throw new RelaisError('RELAIS_E_FEED_LINE', `buyer_maker ${shorten(buyerIsMaker)}`);
      emit({
        type: 'trade',
        instrument,
        eventTimeUs: parseTimeMs(traded),
        paceUs: parseTimeNs(received),
        tradeId: parseQuantity(id, 0),
        price: parseScaled(price, instrument.priceScale),
        quantity: parseQuantity(quantity, instrument.quantityScale),
        aggressorSide: buyerIsMaker === '1' ? 2 : 1,
      });
    },
    end() {},
  }),
};

const BOOK_TICKER_HEADER = 'recv_ns,event_ms,tx_ms,update_id,bid,bid_qty,ask,ask_qty';

export const binanceBookTickerLayout: FeedLayout = {
  name: 'binance-bookticker',
  hasHeader: true,
  recognises: (firstLine) => firstLine === BOOK_TICKER_HEADER,
  parser: (find) => {
    const instrument = find(null, null);
    return {
      line(text, emit) {
        const row = columns(text, 8) as [string, string, string, string, string, string, string, string];
        if (instrument === null) return;
        emit({
          type: 'quote',
          instrument,
          eventTimeUs: parseTimeMs(row[1]),
          paceUs: parseTimeNs(row[0]),
          bid: parseScaled(row[4], instrument.priceScale),
          bidQuantity: parseQuantity(row[5], instrument.quantityScale),
          ask: parseScaled(row[6], instrument.priceScale),
          askQuantity: parseQuantity(row[7], instrument.quantityScale),
        });
      },
      end() {},
    };
  },
};

const L2_HEADER = 'recv_ns,event_ms,tx_ms,kind,first_id,last_id,prev_id,side,price,qty';

/** One row a changed level; rows with equal kind and ids are one message. */
export const binanceL2Layout: FeedLayout = {
  name: 'binance-l2diff',
  hasHeader: true,
  recognises: (firstLine) => firstLine === L2_HEADER,
  parser: (find) => {
    const instrument = find(null, null);
    return instrument === null ? NOTHING : new L2Parser(instrument);
  },
};

const NOTHING: LineParser = { line() {}, end() {} };

class L2Parser implements LineParser {
  readonly #instrument: FeedInstrument;
  /** Columns kind to prev_id of the message that is being collected. */
  #key = '';
  #row: readonly string[] = [];
  #bids: FeedLevel[] = [];
  #asks: FeedLevel[] = [];

  constructor(instrument: FeedInstrument) {
    this.#instrument = instrument;
  }

  line(text: string, emit: EmitFeedEvent): void {
    const row = columns(text, 10) as [string, string, string, string, string, string, string, string, string, string];
    const [, , , kind, first, last, previous, side, price, quantity] = row;
    if (kind !== 'S' && kind !== 'D') throw new RelaisError('RELAIS_E_FEED_LINE', `kind ${shorten(kind)}`);
    if (side !== 'a' && side !== 'b') throw new RelaisError('RELAIS_E_FEED_LINE', `side ${shorten(side)}`);
    const level = {
      price: parseScaled(price, this.#instrument.priceScale),
      quantity: parseQuantity(quantity, this.#instrument.quantityScale),
    };
    const key = `${kind},${first},${last},${previous}`;
    if (key !== this.#key) {
      for (const id of [first, last]) parseQuantity(id, 0);
      if (previous !== '') parseQuantity(previous, 0);
      parseTimeMs(row[1]);
      parseTimeNs(row[0]);
      this.end(emit);
      this.#key = key;
      this.#row = row;
    }
    if (this.#bids.length + this.#asks.length >= MESSAGE_LEVELS_MAX) {
      throw new RelaisError('RELAIS_E_FEED_LINE', `a message of more than ${MESSAGE_LEVELS_MAX} levels`);
    }
    (side === 'b' ? this.#bids : this.#asks).push(level);
  }

  end(emit: EmitFeedEvent): void {
    if (this.#key === '') return;
    const [received, event, , kind, first, last, previous] = this.#row as [string, string, string, string, string, string, string];
    const common = {
      instrument: this.#instrument,
      eventTimeUs: parseTimeMs(event),
      paceUs: parseTimeNs(received),
      bids: this.#bids,
      asks: this.#asks,
    };
    this.#key = '';
    this.#bids = [];
    this.#asks = [];
    if (kind === 'S') {
      emit({ type: 'bookSnapshot', lastId: parseQuantity(last, 0), ...common });
    } else {
      const ids = {
        first: parseQuantity(first, 0),
        last: parseQuantity(last, 0),
        previous: previous === '' ? null : parseQuantity(previous, 0),
      };
      emit({ type: 'bookChange', ids, ...common });
    }
  }
}
