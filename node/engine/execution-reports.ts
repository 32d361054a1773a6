/**
 * Writes execution reports. Fields go through the generated encoder; client order ids are copied as bytes, so that no string is made for
 * them. What stands where follows from the layout rule (node/wire/schema): text lengths are the last bytes of the fixed block, the
 * texts follow it.
 */
import {
  CancelReason,
  EXECUTION_REPORT_MAX_BYTES,
  ExecType,
  type ExecutionReport,
  emptyExecutionReport,
  encodeExecutionReportFields,
  OrdStatus,
  RejectReason,
  writeMessageCrc,
} from '../wire/index.js';
import type { EngineState } from './engine-state.js';
import type { EngineOutput } from './order-processor.js';
import { Byte, Int, Wide } from './order-records.js';

const POSSIBLE_DUPLICATE = 1;
export const AGGRESSOR = 2;
export const MAKER = 4;

/** A client order id where it stands. */
export interface IdBytes {
  bytes: Uint8Array;
  at: number;
  length: number;
}

const NO_ID: IdBytes = { bytes: new Uint8Array(0), at: 0, length: 0 };

export class ExecutionReports {
  private readonly state: EngineState;
  private readonly value: ExecutionReport = emptyExecutionReport();
  private readonly bytes = new Uint8Array(EXECUTION_REPORT_MAX_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly own: IdBytes = { bytes: this.bytes, at: 0, length: 0 };
  private readonly entered: IdBytes = { bytes: this.bytes, at: 0, length: 0 };
  private output: EngineOutput | null = null;
  private count = 0;

  constructor(state: EngineState) {
    this.state = state;
  }

  /** Reports go to `output` from here on, counted from 0. */
  begin(output: EngineOutput): void {
    this.output = output;
    this.count = 0;
  }

  /** Something happened to an order; the log position is noted in it. Its client order id is the one it goes by now. */
  order(slot: number, execType: ExecType, flags = 0): void {
    this.fromRecord(slot, execType, flags);
    this.stamp(slot);
    this.sendOrder(slot);
  }

  /** As `order`, for a fill. */
  fill(slot: number, price: number, quantity: number, flags: number): void {
    this.fromRecord(slot, ExecType.Trade, flags);
    this.value.lastPrice = price;
    this.value.lastQuantity = quantity;
    this.stamp(slot);
    this.sendOrder(slot);
  }

  /** A cancel or replace took effect on the order in `slot`: reported under the ids that the request named. */
  changed(slot: number, execType: ExecType, id: IdBytes, origId: IdBytes): void {
    this.fromRecord(slot, execType, 0);
    this.stamp(slot);
    this.send(this.state.records.partner(slot), id, origId);
  }

  /** A refusal that belongs to no order. */
  request(partner: number, instrument: number, execType: ExecType, reason: number, id: IdBytes, origId: IdBytes): void {
    const { value } = this;
    this.blank(partner, instrument, execType);
    value.rejectReason = reason as ExecutionReport['rejectReason'];
    if (execType === ExecType.Rejected) value.ordStatus = OrdStatus.Rejected;
    this.send(partner, id, origId);
  }

  /** A mass cancel is done. */
  massCanceled(partner: number, instrument: number, side: number, id: IdBytes): void {
    this.blank(partner, instrument, ExecType.Canceled);
    this.value.ordStatus = OrdStatus.Canceled;
    this.value.cancelReason = CancelReason.MassCancel;
    this.value.side = side as ExecutionReport['side'];
    this.send(partner, id, NO_ID);
  }

  /**
   * Answers from a record, which stays as it is: the state of an order, or the result of another request. `asOfRecord`: with the log
   * position of the record's last change, otherwise with that of the present entry.
   */
  remembered(slot: number, id: IdBytes, origId: IdBytes, asOfRecord: boolean): void {
    const { records } = this.state;
    const execType = this.state.isOrder(slot) ? ExecType.OrderStatus : (records.byte(slot, Byte.execType) as ExecType);
    this.fromRecord(slot, execType, POSSIBLE_DUPLICATE);
    this.value.transactTimeUs = records.wide(slot, Wide.lastTimeUs);
    if (asOfRecord) this.positionOf(slot);
    this.send(records.partner(slot), id, origId);
  }

  /** The id of another request, the one in `slot`, is used again. */
  duplicate(slot: number, instrument: number, execType: ExecType, id: IdBytes, origId: IdBytes, asOfRecord: boolean): void {
    const partner = this.state.records.partner(slot);
    this.blank(partner, instrument, execType);
    this.value.rejectReason = RejectReason.DuplicateOrder;
    this.value.flags = POSSIBLE_DUPLICATE;
    if (execType === ExecType.Rejected) this.value.ordStatus = OrdStatus.Rejected;
    if (asOfRecord) this.positionOf(slot);
    this.send(partner, id, origId);
  }

  private positionOf(slot: number): void {
    this.value.epoch = this.state.records.wide(slot, Wide.lastEpoch);
    this.value.seq = this.state.records.wide(slot, Wide.lastSeq);
  }

  private fromRecord(slot: number, execType: ExecType, flags: number): void {
    const { value } = this;
    const { records } = this.state;
    const instrument = records.int(slot, Int.instrument);
    this.blank(records.partner(slot), instrument < 0 ? 0 : this.state.instrumentOf(slot).number, execType);
    value.orderId = records.wide(slot, Wide.orderId);
    value.ordStatus = records.byte(slot, Byte.ordStatus) as OrdStatus;
    value.rejectReason = records.byte(slot, Byte.rejectReason) as ExecutionReport['rejectReason'];
    value.cancelReason = records.byte(slot, Byte.cancelReason) as ExecutionReport['cancelReason'];
    value.side = records.byte(slot, Byte.side) as ExecutionReport['side'];
    value.ordType = records.byte(slot, Byte.ordType) as ExecutionReport['ordType'];
    value.timeInForce = records.byte(slot, Byte.timeInForce) as ExecutionReport['timeInForce'];
    value.flags = flags;
    value.price = records.wide(slot, Wide.price);
    value.quantity = records.wide(slot, Wide.quantity);
    value.cumQuantity = records.wide(slot, Wide.cumQuantity);
    const isLive = value.ordStatus === OrdStatus.New || value.ordStatus === OrdStatus.PartiallyFilled;
    value.leavesQuantity = isLive ? value.quantity - value.cumQuantity : 0;
  }

  private blank(partner: number, instrument: number, execType: ExecType): void {
    const { state, value } = this;
    value.region = state.region;
    value.index = this.count;
    value.epoch = state.epoch;
    value.seq = state.seq;
    value.instrument = instrument;
    value.partner = partner;
    value.orderId = 0;
    value.execType = execType;
    value.ordStatus = 0;
    value.rejectReason = 0;
    value.cancelReason = 0;
    value.side = 0;
    value.ordType = 0;
    value.timeInForce = 0;
    value.flags = 0;
    value.price = 0;
    value.quantity = 0;
    value.lastPrice = 0;
    value.lastQuantity = 0;
    value.leavesQuantity = 0;
    value.cumQuantity = 0;
    value.transactTimeUs = state.timeUs;
  }

  private stamp(slot: number): void {
    const { records, epoch, seq, timeUs } = this.state;
    records.setWide(slot, Wide.lastEpoch, epoch);
    records.setWide(slot, Wide.lastSeq, seq);
    records.setWide(slot, Wide.lastTimeUs, timeUs);
  }

  private sendOrder(slot: number): void {
    const name = this.state.records.int(slot, Int.link);
    this.idOf(name, this.own);
    if (name !== slot) this.idOf(slot, this.entered);
    this.send(this.state.records.partner(slot), this.own, name === slot ? NO_ID : this.entered);
  }

  private idOf(slot: number, into: IdBytes): void {
    const { records } = this.state;
    into.bytes = records.bytes;
    into.at = records.idAt(slot);
    into.length = records.byte(slot, Byte.idLength);
  }

  private send(partner: number, id: IdBytes, origId: IdBytes): void {
    const { bytes, view } = this;
    const blockAndCrc = encodeExecutionReportFields(this.value, bytes, view, 0);
    const block = blockAndCrc - 4;
    bytes[block - 2] = id.length;
    bytes[block - 1] = origId.length;
    let end = block;
    for (let index = 0; index < id.length; index += 1, end += 1) bytes[end] = id.bytes[id.at + index] as number;
    for (let index = 0; index < origId.length; index += 1, end += 1) bytes[end] = origId.bytes[origId.at + index] as number;
    writeMessageCrc(bytes, view, 0, end + 4);
    this.count += 1;
    this.output?.execution(partner, bytes, view, 0, end + 4);
  }
}
