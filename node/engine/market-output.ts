/**
 * Market data of the books: trades as they happen; at the end of a command, for each instrument whose book it changed, the changed levels in
 * one BookIncrement (in several only when they do not fit one) and a Quote if the best bid or offer is another.
 */
import {
  BOOK_INCREMENT_MAX_BYTES,
  BOOK_SNAPSHOT_MAX_BYTES,
  type BookIncrement,
  type BookSnapshot,
  emptyBookIncrement,
  emptyBookSnapshot,
  emptyInstrumentStatus,
  emptyQuote,
  emptyTrade,
  encodeBookIncrementFields,
  encodeBookSnapshotFields,
  encodeInstrumentStatus,
  encodeQuote,
  encodeTrade,
  MessageType,
  type Quote,
  type Side,
  type Trade,
  writeMessageCrc,
} from '../wire/index.js';
import type { EngineState } from './engine-state.js';
import { BUY, type Instrument, priceOfKey, SELL } from './instrument.js';
import type { EncodedMessage, EngineOutput } from './order-processor.js';
import { NONE } from './order-records.js';
import type { PriceLadder } from './price-ladder.js';

const CRC_BYTES = 4;
const INCREMENT_LEVELS_MAX = 2048;
export const SNAPSHOT_LEVELS_MAX = 1024;
const OFFSET_MAX = 0x7fff_ffff;
const TWO_32 = 4_294_967_296;

export class MarketOutput {
  private readonly state: EngineState;
  private readonly touchedInstruments: Instrument[] = [];
  private readonly trade: Trade = emptyTrade();
  private readonly quote: Quote = emptyQuote();
  private readonly status = emptyInstrumentStatus();
  private readonly increment: BookIncrement = emptyBookIncrement();
  private readonly snapshot: BookSnapshot = emptyBookSnapshot();
  private readonly bytes = new Uint8Array(BOOK_INCREMENT_MAX_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly snapshotBytes = new Uint8Array(BOOK_SNAPSHOT_MAX_BYTES);
  private readonly snapshotView = new DataView(this.snapshotBytes.buffer);
  private output: EngineOutput | null = null;
  /** Of the increment being written. */
  private levelsWritten = 0;
  private bidsWritten = 0;
  private end = 0;

  constructor(state: EngineState) {
    this.state = state;
  }

  begin(output: EngineOutput): void {
    this.output = output;
  }

  /** To be called before the quantity of a level of the book changes. */
  touch(instrument: Instrument, side: number, level: number): void {
    const { levels } = this.state;
    if (levels.isTouched(level)) return;
    levels.setTouched(level, true);
    if (instrument.touchedBids.count === 0 && instrument.touchedOffers.count === 0) this.touchedInstruments.push(instrument);
    instrument.touchedOf(side).add(levels.key(level), levels.quantity(level));
  }

  traded(instrument: Instrument, price: number, quantity: number, aggressorSide: number): void {
    const { trade } = this;
    instrument.tradeSeq += 1;
    trade.instrument = instrument.number;
    trade.updateSeq = instrument.tradeSeq;
    trade.eventTimeUs = this.state.timeUs;
    trade.tradeId = instrument.tradeSeq;
    trade.price = price;
    trade.quantity = quantity;
    trade.aggressorSide = aggressorSide as Side;
    this.send(MessageType.Trade, instrument, encodeTrade(trade, this.bytes, this.view, 0));
  }

  statusChanged(instrument: Instrument): void {
    const { status } = this;
    instrument.statusSeq += 1;
    status.instrument = instrument.number;
    status.updateSeq = instrument.statusSeq;
    status.eventTimeUs = this.state.timeUs;
    status.open = instrument.isOpen ? 1 : 0;
    this.send(MessageType.InstrumentStatus, instrument, encodeInstrumentStatus(status, this.bytes, this.view, 0));
  }

  /** The command is over: publishes what it did to the books. */
  finish(): void {
    const touched = this.touchedInstruments;
    for (let index = 0; index < touched.length; index += 1) {
      const instrument = touched[index] as Instrument;
      this.publishLevels(instrument);
      this.publishQuote(instrument);
    }
    touched.length = 0;
  }

  /** At most `maxLevels` a side; the memory is valid until the next call. */
  bookSnapshot(instrument: Instrument, maxLevels: number): EncodedMessage {
    const { snapshot, snapshotBytes: bytes, snapshotView: view } = this;
    const levelsMax = Math.max(0, Math.min(SNAPSHOT_LEVELS_MAX, maxLevels));
    snapshot.instrument = instrument.number;
    snapshot.updateSeq = instrument.bookSeq;
    snapshot.eventTimeUs = this.state.timeUs;
    snapshot.bidCount = Math.min(levelsMax, instrument.bids.count);
    const block = encodeBookSnapshotFields(snapshot, bytes, view, 0) - CRC_BYTES;
    const afterBids = this.writeLevels(instrument, BUY, levelsMax, block);
    const end = this.writeLevels(instrument, SELL, levelsMax, afterBids);
    view.setUint16(block - 2, (end - block) / 16, true);
    writeMessageCrc(bytes, view, 0, end + CRC_BYTES);
    return { bytes, view, at: 0, length: end + CRC_BYTES };
  }

  /** Takes the best bid and offer as published: after a checkpoint was read. */
  adoptQuote(instrument: Instrument): void {
    const { levels } = this.state;
    const bid = instrument.bids.best();
    const offer = instrument.offers.best();
    instrument.quotedBid = bid === NONE ? 0 : priceOfKey(BUY, levels.key(bid));
    instrument.quotedBidQuantity = bid === NONE ? 0 : levels.quantity(bid);
    instrument.quotedAsk = offer === NONE ? 0 : priceOfKey(SELL, levels.key(offer));
    instrument.quotedAskQuantity = offer === NONE ? 0 : levels.quantity(offer);
  }

  private writeLevels(instrument: Instrument, side: number, levelsMax: number, from: number): number {
    const { levels } = this.state;
    const ladder = instrument.bookOf(side);
    let at = from;
    let level = ladder.best();
    for (let count = 0; count < levelsMax && level !== NONE; count += 1, at += 16) {
      const key = levels.key(level);
      putI64(this.snapshotView, at, priceOfKey(side, key));
      putI64(this.snapshotView, at + 8, levels.quantity(level));
      level = ladder.after(key);
    }
    return at;
  }

  private publishLevels(instrument: Instrument): void {
    instrument.touchedBids.settle();
    instrument.touchedOffers.settle();
    this.publishSide(instrument, BUY);
    this.publishSide(instrument, SELL);
    if (this.levelsWritten > 0) this.sendIncrement(instrument);
    instrument.touchedBids.clear();
    instrument.touchedOffers.clear();
  }

  private publishSide(instrument: Instrument, side: number): void {
    const { levels } = this.state;
    const touched = instrument.touchedOf(side);
    const ladder: PriceLadder = instrument.bookOf(side);
    for (let index = 0; index < touched.count; index += 1) {
      const key = touched.key(index);
      const level = ladder.find(key);
      const quantity = level === NONE ? 0 : levels.quantity(level);
      if (level !== NONE) levels.setTouched(level, false);
      if (quantity !== touched.quantityBefore(index)) this.putLevel(instrument, side, priceOfKey(side, key), quantity);
    }
  }

  private putLevel(instrument: Instrument, side: number, price: number, quantity: number): void {
    const { increment, view } = this;
    const offset = price - increment.basePrice;
    const fits = this.levelsWritten < INCREMENT_LEVELS_MAX && offset >= -OFFSET_MAX && offset <= OFFSET_MAX;
    if (this.levelsWritten > 0 && !fits) this.sendIncrement(instrument);
    if (this.levelsWritten === 0) {
      increment.instrument = instrument.number;
      increment.updateSeq = instrument.bookSeq + 1;
      increment.eventTimeUs = this.state.timeUs;
      increment.basePrice = price;
      this.bidsWritten = 0;
      this.end = encodeBookIncrementFields(increment, this.bytes, view, 0) - CRC_BYTES;
    }
    view.setInt32(this.end, price - increment.basePrice, true);
    putI64(view, this.end + 4, quantity);
    this.end += 12;
    this.levelsWritten += 1;
    if (side === BUY) this.bidsWritten += 1;
  }

  /** Group count and number of bids are the last two fields of the fixed block, 2 bytes each. */
  private sendIncrement(instrument: Instrument): void {
    const entriesAt = this.end - this.levelsWritten * 12;
    this.view.setUint16(entriesAt - 4, this.bidsWritten, true);
    this.view.setUint16(entriesAt - 2, this.levelsWritten, true);
    writeMessageCrc(this.bytes, this.view, 0, this.end + CRC_BYTES);
    instrument.bookSeq += 1;
    this.levelsWritten = 0;
    this.send(MessageType.BookIncrement, instrument, this.end + CRC_BYTES);
  }

  private publishQuote(instrument: Instrument): void {
    const { quotedBid, quotedBidQuantity, quotedAsk, quotedAskQuantity } = instrument;
    this.adoptQuote(instrument);
    const isBidSame = instrument.quotedBid === quotedBid && instrument.quotedBidQuantity === quotedBidQuantity;
    if (isBidSame && instrument.quotedAsk === quotedAsk && instrument.quotedAskQuantity === quotedAskQuantity) return;
    const { quote } = this;
    instrument.quoteSeq += 1;
    quote.instrument = instrument.number;
    quote.updateSeq = instrument.quoteSeq;
    quote.eventTimeUs = this.state.timeUs;
    quote.bid = instrument.quotedBid;
    quote.bidQuantity = instrument.quotedBidQuantity;
    quote.ask = instrument.quotedAsk;
    quote.askQuantity = instrument.quotedAskQuantity;
    this.send(MessageType.Quote, instrument, encodeQuote(quote, this.bytes, this.view, 0));
  }

  private send(type: number, instrument: Instrument, length: number): void {
    this.output?.market(type, instrument.number, this.bytes, this.view, 0, length);
  }
}

/** A whole number within ±(2^53 − 1), as the wire has it. */
function putI64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value >>> 0, true);
  view.setInt32(at + 4, Math.floor(value / TWO_32), true);
}
