/**
 * The state of the engine as bytes, the same for equal states however they came about: instruments by number, open orders by book, side,
 * level and turn, then the remembered requests in the order in which they will be forgotten. Slots, hash tables and free lists leave no
 * trace in it.
 */
import { RelaisError } from '../../registry/index.js';
import type { InstrumentDefined } from '../wire/index.js';
import { CanonicalReader, CanonicalWriter, damaged } from './canonical-bytes.js';
import { checkOpen, readRecord, writeRecord } from './canonical-record.js';
import type { EngineState } from './engine-state.js';
import { BUY, bookKey, type Instrument, SELL, stopKey } from './instrument.js';
import { Byte, Int, NONE, OrderState, Wide } from './order-records.js';
import type { PriceLadder } from './price-ladder.js';

/** "RLEN" and the version of this layout. */
const MAGIC = 0x524c454e;
const LAYOUT_VERSION = 1;
const SYMBOL_BYTES_MAX = 32;

/** Under which client order id an open order goes. */
const Name = { own: 0, replaceHere: 1, replaceInMemory: 2 } as const;
/** What an entry of the memory is. */
const Remembered = { openOrder: 0, record: 1, replaceOfOpenOrder: 2, nameOfOpenOrder: 3 } as const;
const END_OF_BUCKET = 255;

/** Yields parts of at most about 64 KiB, each valid until the next is asked for. */
export function* writeCanonicalState(state: EngineState): Iterable<Uint8Array> {
  const writer = new CanonicalWriter();
  for (const number of [MAGIC, LAYOUT_VERSION, state.region, state.behaviourVersion, state.epoch, state.seq, state.timeUs])
    writer.number(number);
  const instruments = state.sortedInstruments();
  writer.number(instruments.length);
  for (const instrument of instruments) {
    writeInstrument(writer, instrument);
    if (writer.isFull) yield writer.take();
  }
  for (const instrument of instruments) {
    for (const ladder of [instrument.bids, instrument.offers, instrument.buyStops, instrument.sellStops]) {
      yield* writeLadder(writer, state, ladder);
    }
  }
  yield* writeMemory(writer, state);
  if (!writer.isEmpty) yield writer.take();
}

/**
 * Fills an empty state. Errors: RELAIS_E_ENGINE_CHECKPOINT_DAMAGED, …_VERSION, …_REGION, RELAIS_E_ENGINE_CAPACITY; the state is then
 * unusable until cleared.
 */
export async function readCanonicalState(state: EngineState, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const reader = new CanonicalReader(parts);
  await reader.load();
  if (reader.number() !== MAGIC) throw damaged('it is no checkpoint of an engine');
  const version = reader.number();
  if (version !== LAYOUT_VERSION) throw new RelaisError('RELAIS_E_ENGINE_CHECKPOINT_VERSION', `${version}`);
  const region = reader.number();
  if (region !== state.region) throw new RelaisError('RELAIS_E_ENGINE_CHECKPOINT_REGION', `${region}, this is ${state.region}`);
  state.behaviourVersion = reader.number();
  state.epoch = reader.number();
  state.seq = reader.number();
  state.timeUs = reader.number();
  const instruments: Instrument[] = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    await nextItem(reader);
    instruments.push(readInstrument(reader, state));
  }
  const open: number[] = [];
  for (const instrument of instruments) {
    await readLadder(reader, state, instrument.bids, BUY, OrderState.resting, open);
    await readLadder(reader, state, instrument.offers, SELL, OrderState.resting, open);
    instrument.stopCount += await readLadder(reader, state, instrument.buyStops, BUY, OrderState.waiting, open);
    instrument.stopCount += await readLadder(reader, state, instrument.sellStops, SELL, OrderState.waiting, open);
  }
  open.sort((a, b) => state.records.wide(a, Wide.orderId) - state.records.wide(b, Wide.orderId));
  for (const slot of open) state.enlist(slot);
  await readMemory(reader, state, open);
  if (!reader.isAtEnd || (await reader.load())) throw damaged('more than the state');
}

async function nextItem(reader: CanonicalReader): Promise<void> {
  if (reader.isAtEnd && !(await reader.load())) throw damaged('it ends early');
}

function writeInstrument(writer: CanonicalWriter, instrument: Instrument): void {
  writer.number(instrument.number);
  const symbol = Buffer.from(instrument.symbol, 'latin1');
  writer.text(symbol, 0, symbol.length);
  writer.byte(instrument.priceScale);
  writer.byte(instrument.quantityScale);
  writer.byte((instrument.isEnabled ? 1 : 0) | (instrument.isOpen ? 2 : 0) | (instrument.hasTraded ? 4 : 0));
  writer.number(instrument.tick);
  writer.number(instrument.lot);
  writer.signed(instrument.bandLow);
  writer.signed(instrument.bandHigh);
  writer.number(instrument.maxQuantity);
  writer.signed(instrument.lastTradePrice);
  for (const count of [instrument.quoteSeq, instrument.tradeSeq, instrument.bookSeq, instrument.statusSeq]) writer.number(count);
}

function readInstrument(reader: CanonicalReader, state: EngineState): Instrument {
  const definition: InstrumentDefined = {
    instrument: reader.number(),
    symbol: Buffer.from(reader.text(SYMBOL_BYTES_MAX)).toString('latin1'),
    priceScale: reader.byte(),
    quantityScale: reader.byte(),
    enabled: 0,
    tick: 0,
    lot: 0,
    bandLow: 0,
    bandHigh: 0,
    maxQuantity: 0,
  };
  const flags = reader.byte();
  definition.enabled = flags & 1;
  definition.tick = reader.number();
  definition.lot = reader.number();
  definition.bandLow = reader.signed();
  definition.bandHigh = reader.signed();
  definition.maxQuantity = reader.number();
  const instrument = state.define(definition);
  if (instrument === undefined) throw new RelaisError('RELAIS_E_ENGINE_CAPACITY', 'engineInstrumentsMax');
  instrument.isOpen = (flags & 2) !== 0;
  instrument.hasTraded = (flags & 4) !== 0;
  instrument.lastTradePrice = reader.signed();
  instrument.quoteSeq = reader.number();
  instrument.tradeSeq = reader.number();
  instrument.bookSeq = reader.number();
  instrument.statusSeq = reader.number();
  return instrument;
}

function* writeLadder(writer: CanonicalWriter, state: EngineState, ladder: PriceLadder): Iterable<Uint8Array> {
  const { levels, records } = state;
  for (let level = ladder.best(); level !== NONE; level = ladder.after(levels.key(level))) {
    for (let slot = levels.head(level); slot !== NONE; slot = records.int(slot, Int.next)) {
      const name = records.int(slot, Int.link);
      const isNameHere = name !== slot && records.byte(name, Byte.overdue) !== 0;
      writer.byte(1 + (name === slot ? Name.own : isNameHere ? Name.replaceHere : Name.replaceInMemory));
      writeRecord(writer, state, slot);
      if (isNameHere) writeRecord(writer, state, name);
      if (writer.isFull) yield writer.take();
    }
  }
  writer.byte(0);
  if (writer.isFull) yield writer.take();
}

/** How many orders it read. */
async function readLadder(
  reader: CanonicalReader,
  state: EngineState,
  ladder: PriceLadder,
  side: number,
  place: number,
  open: number[],
): Promise<number> {
  const { levels, records } = state;
  for (let count = 0; ; count += 1) {
    if (reader.isAtEnd) await nextItem(reader);
    const name = reader.byte() - 1;
    if (name < 0) return count;
    needRoom(state);
    const slot = readRecord(reader, state);
    checkOpen(state, slot, side, place);
    records.setInt(slot, Int.link, slot);
    const isResting = place === OrderState.resting;
    const key = isResting ? bookKey(side, records.wide(slot, Wide.price)) : stopKey(side, records.wide(slot, Wide.stopPrice));
    const level = ladder.findOrCreate(key);
    levels.append(level, slot);
    if (isResting) levels.addQuantity(level, records.leavesQuantity(slot));
    open.push(slot);
    if (name !== Name.replaceHere) continue;
    needRoom(state);
    state.rename(slot, readRecord(reader, state));
  }
}

function* writeMemory(writer: CanonicalWriter, state: EngineState): Iterable<Uint8Array> {
  const { memory, records } = state;
  for (let bucket = 0; bucket < memory.bucketCount; bucket += 1) {
    for (let slot = memory.firstOf(bucket); slot !== NONE; slot = records.int(slot, Int.memoryNext)) {
      const what = rememberedAs(state, slot);
      writer.byte(what);
      writer.number(records.wide(slot, Wide.forgetAfterSecond));
      if (what === Remembered.openOrder) writer.number(records.wide(slot, Wide.orderId));
      else writeRecord(writer, state, slot);
      if (writer.isFull) yield writer.take();
    }
    writer.byte(END_OF_BUCKET);
    if (writer.isFull) yield writer.take();
  }
}

function rememberedAs(state: EngineState, slot: number): number {
  if (state.isOrder(slot)) return state.records.isOpen(slot) ? Remembered.openOrder : Remembered.record;
  const order = state.orderOfReplace(slot);
  if (order === NONE) return Remembered.record;
  return state.records.int(order, Int.link) === slot ? Remembered.nameOfOpenOrder : Remembered.replaceOfOpenOrder;
}

async function readMemory(reader: CanonicalReader, state: EngineState, open: readonly number[]): Promise<void> {
  const { memory, records } = state;
  for (let bucket = 0; bucket < memory.bucketCount; ) {
    if (reader.isAtEnd) await nextItem(reader);
    const what = reader.byte();
    if (what === END_OF_BUCKET) {
      bucket += 1;
      continue;
    }
    const forgetAfterSecond = reader.number();
    if (what === Remembered.openOrder) {
      memory.append(openOrderWith(state, open, reader.number()), forgetAfterSecond);
      continue;
    }
    needRoom(state);
    const slot = readRecord(reader, state);
    memory.append(slot, forgetAfterSecond);
    if (state.isOrder(slot)) records.setInt(slot, Int.link, slot);
    if (what !== Remembered.replaceOfOpenOrder && what !== Remembered.nameOfOpenOrder) continue;
    const order = openOrderWith(state, open, records.wide(slot, Wide.orderId));
    records.setInt(slot, Int.link, order);
    if (what === Remembered.nameOfOpenOrder) state.rename(order, slot);
  }
}

/** By binary search; `open` is sorted by order id. */
function openOrderWith(state: EngineState, open: readonly number[], orderId: number): number {
  let low = 0;
  let high = open.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (state.records.wide(open[middle] as number, Wide.orderId) < orderId) low = middle + 1;
    else high = middle;
  }
  const slot = open[low];
  if (slot === undefined || state.records.wide(slot, Wide.orderId) !== orderId) throw damaged('an order is named but not there');
  return slot;
}

function needRoom(state: EngineState): void {
  if (state.records.isFull) throw new RelaisError('RELAIS_E_ENGINE_CAPACITY', 'engineRecordsMax');
}
