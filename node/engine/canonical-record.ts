import { OrdType, Side } from '../wire/index.js';
import type { CanonicalReader, CanonicalWriter } from './canonical-bytes.js';
import { damaged } from './canonical-bytes.js';
import type { EngineState } from './engine-state.js';
import { Byte, Int, NONE, OrderState, Wide } from './order-records.js';

/** Fields of a record that are the same on every copy, in the order in which they are written. */
const SMALL = [
  Byte.state,
  Byte.side,
  Byte.ordType,
  Byte.timeInForce,
  Byte.flags,
  Byte.selfTradePolicy,
  Byte.execType,
  Byte.ordStatus,
  Byte.rejectReason,
  Byte.cancelReason,
  Byte.triggered,
  Byte.overdue,
] as const;
const SIGNED = [Wide.price, Wide.stopPrice] as const;
const UNSIGNED = [Wide.orderId, Wide.quantity, Wide.cumQuantity, Wide.session, Wide.lastEpoch, Wide.lastSeq, Wide.lastTimeUs] as const;
const TWO_32 = 4_294_967_296;
const ID_BYTES_MAX = 32;

/** Everything of a record but its place: lists, links and memory are written as the order of records. */
export function writeRecord(writer: CanonicalWriter, state: EngineState, slot: number): void {
  const { records } = state;
  writer.byte(records.byte(slot, Byte.kind));
  writer.number(records.partner(slot));
  writer.text(records.bytes, records.idAt(slot), records.byte(slot, Byte.idLength));
  const instrument = records.int(slot, Int.instrument);
  writer.number(instrument === NONE ? 0 : state.instrumentOf(slot).number);
  writer.number(records.int(slot, Int.fingerprint) >>> 0);
  for (const field of SMALL) writer.byte(records.byte(slot, field));
  for (const field of SIGNED) writer.signed(records.wide(slot, field));
  for (const field of UNSIGNED) writer.number(records.wide(slot, field));
}

/** The slot of a record that was written by `writeRecord`, entered under its client order id. */
export function readRecord(reader: CanonicalReader, state: EngineState): number {
  const { records } = state;
  const kind = reader.byte();
  const partner = reader.number();
  const id = reader.text(ID_BYTES_MAX);
  if (kind === 0 || partner > 0xffff || id.length === 0) throw damaged('a record without owner or id');
  if (state.ids.find(partner, id, 0, id.length) !== NONE) throw damaged('a client order id twice');
  const slot = records.allocate(kind);
  records.setPartner(slot, partner);
  records.setId(slot, id, 0, id.length);
  records.setInt(slot, Int.instrument, instrumentIndex(reader.number(), state));
  const fingerprint = reader.number();
  records.setInt(slot, Int.fingerprint, fingerprint >= TWO_32 / 2 ? fingerprint - TWO_32 : fingerprint);
  for (const field of SMALL) records.setByte(slot, field, reader.byte());
  for (const field of SIGNED) records.setWide(slot, field, reader.signed());
  for (const field of UNSIGNED) records.setWide(slot, field, reader.number());
  records.setInt(slot, Int.link, NONE);
  state.ids.insert(slot);
  return slot;
}

/** Refuses an open order that its place does not allow. */
export function checkOpen(state: EngineState, slot: number, side: number, place: number): void {
  const { records } = state;
  const ordType = records.byte(slot, Byte.ordType);
  const isGood =
    state.isOrder(slot) &&
    records.byte(slot, Byte.state) === place &&
    records.byte(slot, Byte.side) === side &&
    (side === Side.Buy || side === Side.Sell) &&
    records.leavesQuantity(slot) > 0 &&
    (place === OrderState.waiting ? ordType >= OrdType.Stop : ordType !== OrdType.Market);
  if (!isGood) throw damaged('an order stands where it cannot');
}

function instrumentIndex(number: number, state: EngineState): number {
  if (number === 0) return NONE;
  const instrument = state.instrument(number);
  if (instrument === undefined) throw damaged('a record of an unknown instrument');
  return instrument.index;
}
