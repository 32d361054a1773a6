// Generated from node/wire/schema by `npm run generate`. Do not edit.

import type { CancelReason, ExecType, OrdStatus, OrdType, RejectReason, Side, TimeInForce } from './enums.gen.js';
import {
  NO_BYTES,
  NO_VIEW,
  blockLengthOf,
  checkAscii,
  checkI64,
  checkLength,
  checkU64,
  completeBlock,
  needRoom,
  readAscii,
  readI64,
  readU64,
  writeAscii,
  writeI64,
  writeMessageCrc,
  writeU16,
  writeU32,
  writeU64,
  writeU8,
} from '../message-fields.js';

export const EXECUTION_REPORT_MAX_BYTES = 167;
const EXECUTION_REPORT_FIELD_ENDS: readonly number[] = [3, 7, 11, 19, 23, 25, 33, 34, 35, 36, 37, 38, 39, 40, 41, 49, 57, 65, 73, 81, 89, 97, 98, 99];
const SHORT_BLOCK = new DataView(new ArrayBuffer(99));

/** Result of a command, durable when it is sent. txId = (region, epoch, seq); index counts the reports of one command. */
export interface ExecutionReport {
  /** Region number. */
  region: number;
  /** Position among the reports of one log entry, from 0. */
  index: number;
  /** Epoch of the log. */
  epoch: number;
  /** Sequence in the log of the region. */
  seq: number;
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Partner number of the owner. */
  partner: number;
  /** Order id given by the region: the seq of the entry that entered the order. */
  orderId: number;
  /** What this report says. */
  execType: ExecType;
  /** State of the order after it. */
  ordStatus: OrdStatus;
  /** 0 unless Rejected or CancelRejected. */
  rejectReason: RejectReason;
  /** 0 unless Canceled. */
  cancelReason: CancelReason;
  /** Side of the order. */
  side: Side;
  /** Order type. */
  ordType: OrdType;
  /** Time in force. */
  timeInForce: TimeInForce;
  /** Bit 0 possible duplicate (answer to a repeated client order id), bit 1 the order was the aggressor, bit 2 maker of the trade. */
  flags: number;
  /** Limit price. Unit: 10^-priceScale. */
  price: number;
  /** Order quantity. Unit: 10^-quantityScale. */
  quantity: number;
  /** Price of this fill; 0 if none. Unit: 10^-priceScale. */
  lastPrice: number;
  /** Quantity of this fill; 0 if none. Unit: 10^-quantityScale. */
  lastQuantity: number;
  /** Open quantity. Unit: 10^-quantityScale. */
  leavesQuantity: number;
  /** Filled quantity. Unit: 10^-quantityScale. */
  cumQuantity: number;
  /** Time of the log entry. Unit: us since the Unix epoch, UTC. */
  transactTimeUs: number;
  /** Chosen by the client, unique per partner while it can be remembered (acceptUntil). At most 32 bytes, printable ASCII. */
  clientOrderId: string;
  /** Client order id of the order that is meant. At most 32 bytes, printable ASCII. */
  origClientOrderId: string;
}

/** A ExecutionReport of null values, to be filled in or decoded into. */
export const emptyExecutionReport = (): ExecutionReport => ({ region: 0, index: 0, epoch: 0, seq: 0, instrument: 0, partner: 0, orderId: 0, execType: 0, ordStatus: 0, rejectReason: 0, cancelReason: 0, side: 0, ordType: 0, timeInForce: 0, flags: 0, price: 0, quantity: 0, lastPrice: 0, lastQuantity: 0, leavesQuantity: 0, cumQuantity: 0, transactTimeUs: 0, clientOrderId: '', origClientOrderId: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeExecutionReportFields(value: ExecutionReport, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 103);
  view.setUint8(at, 99);
  writeU16(view, at + 1, value.region);
  writeU32(view, at + 3, value.index);
  writeU32(view, at + 7, value.epoch);
  writeU64(view, at + 11, value.seq);
  writeU32(view, at + 19, value.instrument);
  writeU16(view, at + 23, value.partner);
  writeU64(view, at + 25, value.orderId);
  writeU8(view, at + 33, value.execType);
  writeU8(view, at + 34, value.ordStatus);
  writeU8(view, at + 35, value.rejectReason);
  writeU8(view, at + 36, value.cancelReason);
  writeU8(view, at + 37, value.side);
  writeU8(view, at + 38, value.ordType);
  writeU8(view, at + 39, value.timeInForce);
  writeU8(view, at + 40, value.flags);
  writeI64(view, at + 41, value.price);
  writeI64(view, at + 49, value.quantity);
  writeI64(view, at + 57, value.lastPrice);
  writeI64(view, at + 65, value.lastQuantity);
  writeI64(view, at + 73, value.leavesQuantity);
  writeI64(view, at + 81, value.cumQuantity);
  writeU64(view, at + 89, value.transactTimeUs);
  let end = at + 99;
  const clientOrderIdLength = writeAscii(bytes, end, value.clientOrderId, 32);
  view.setUint8(at + 97, clientOrderIdLength);
  end += clientOrderIdLength;
  const origClientOrderIdLength = writeAscii(bytes, end, value.origClientOrderId, 32);
  view.setUint8(at + 98, origClientOrderIdLength);
  end += origClientOrderIdLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole ExecutionReport, CRC32 included, and gives its length (at most EXECUTION_REPORT_MAX_BYTES). */
export function encodeExecutionReport(value: ExecutionReport, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeExecutionReportFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeExecutionReport(view: DataView, bytes: Uint8Array, at: number, length: number, into: ExecutionReport): ExecutionReport {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 99) {
    block = completeBlock(view, at, blockLength, EXECUTION_REPORT_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const clientOrderIdAt = end;
  const clientOrderIdLength = block.getUint8(blockAt + 97);
  checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
  end += clientOrderIdLength;
  const origClientOrderIdAt = end;
  const origClientOrderIdLength = block.getUint8(blockAt + 98);
  checkAscii(bytes, end, origClientOrderIdLength, 32, at + length - 4);
  end += origClientOrderIdLength;
  checkLength(end, at, length);
  into.region = block.getUint16(blockAt + 1, true);
  into.index = block.getUint32(blockAt + 3, true);
  into.epoch = block.getUint32(blockAt + 7, true);
  into.seq = readU64(block, blockAt + 11);
  into.instrument = block.getUint32(blockAt + 19, true);
  into.partner = block.getUint16(blockAt + 23, true);
  into.orderId = readU64(block, blockAt + 25);
  into.execType = block.getUint8(blockAt + 33) as ExecType;
  into.ordStatus = block.getUint8(blockAt + 34) as OrdStatus;
  into.rejectReason = block.getUint8(blockAt + 35) as RejectReason;
  into.cancelReason = block.getUint8(blockAt + 36) as CancelReason;
  into.side = block.getUint8(blockAt + 37) as Side;
  into.ordType = block.getUint8(blockAt + 38) as OrdType;
  into.timeInForce = block.getUint8(blockAt + 39) as TimeInForce;
  into.flags = block.getUint8(blockAt + 40);
  into.price = readI64(block, blockAt + 41);
  into.quantity = readI64(block, blockAt + 49);
  into.lastPrice = readI64(block, blockAt + 57);
  into.lastQuantity = readI64(block, blockAt + 65);
  into.leavesQuantity = readI64(block, blockAt + 73);
  into.cumQuantity = readI64(block, blockAt + 81);
  into.transactTimeUs = readU64(block, blockAt + 89);
  into.clientOrderId = readAscii(bytes, clientOrderIdAt, clientOrderIdLength);
  into.origClientOrderId = readAscii(bytes, origClientOrderIdAt, origClientOrderIdLength);
  return into;
}

/** Reads a ExecutionReport in place. Valid as long as the bytes are; `wrap` throws what decodeExecutionReport throws. */
export class ExecutionReportReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private bytes: Uint8Array = NO_BYTES;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;
  clientOrderIdAt = 0;
  clientOrderIdLength = 0;
  origClientOrderIdAt = 0;
  origClientOrderIdLength = 0;

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 99) {
      this.short ??= new DataView(new ArrayBuffer(99));
      block = completeBlock(view, at, blockLength, EXECUTION_REPORT_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const clientOrderIdAt = end;
    const clientOrderIdLength = block.getUint8(blockAt + 97);
    checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
    end += clientOrderIdLength;
    const origClientOrderIdAt = end;
    const origClientOrderIdLength = block.getUint8(blockAt + 98);
    checkAscii(bytes, end, origClientOrderIdLength, 32, at + length - 4);
    end += origClientOrderIdLength;
    checkLength(end, at, length);
    checkU64(block, blockAt + 11);
    checkU64(block, blockAt + 25);
    checkI64(block, blockAt + 41);
    checkI64(block, blockAt + 49);
    checkI64(block, blockAt + 57);
    checkI64(block, blockAt + 65);
    checkI64(block, blockAt + 73);
    checkI64(block, blockAt + 81);
    checkU64(block, blockAt + 89);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.clientOrderIdAt = clientOrderIdAt;
    this.clientOrderIdLength = clientOrderIdLength;
    this.origClientOrderIdAt = origClientOrderIdAt;
    this.origClientOrderIdLength = origClientOrderIdLength;
    return this;
  }

  get region(): number {
    return this.block.getUint16(this.blockAt + 1, true);
  }

  get index(): number {
    return this.block.getUint32(this.blockAt + 3, true);
  }

  get epoch(): number {
    return this.block.getUint32(this.blockAt + 7, true);
  }

  get seq(): number {
    return readU64(this.block, this.blockAt + 11);
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 19, true);
  }

  get partner(): number {
    return this.block.getUint16(this.blockAt + 23, true);
  }

  get orderId(): number {
    return readU64(this.block, this.blockAt + 25);
  }

  get execType(): ExecType {
    return this.block.getUint8(this.blockAt + 33) as ExecType;
  }

  get ordStatus(): OrdStatus {
    return this.block.getUint8(this.blockAt + 34) as OrdStatus;
  }

  get rejectReason(): RejectReason {
    return this.block.getUint8(this.blockAt + 35) as RejectReason;
  }

  get cancelReason(): CancelReason {
    return this.block.getUint8(this.blockAt + 36) as CancelReason;
  }

  get side(): Side {
    return this.block.getUint8(this.blockAt + 37) as Side;
  }

  get ordType(): OrdType {
    return this.block.getUint8(this.blockAt + 38) as OrdType;
  }

  get timeInForce(): TimeInForce {
    return this.block.getUint8(this.blockAt + 39) as TimeInForce;
  }

  get flags(): number {
    return this.block.getUint8(this.blockAt + 40);
  }

  get price(): number {
    return readI64(this.block, this.blockAt + 41);
  }

  get quantity(): number {
    return readI64(this.block, this.blockAt + 49);
  }

  get lastPrice(): number {
    return readI64(this.block, this.blockAt + 57);
  }

  get lastQuantity(): number {
    return readI64(this.block, this.blockAt + 65);
  }

  get leavesQuantity(): number {
    return readI64(this.block, this.blockAt + 73);
  }

  get cumQuantity(): number {
    return readI64(this.block, this.blockAt + 81);
  }

  get transactTimeUs(): number {
    return readU64(this.block, this.blockAt + 89);
  }

  clientOrderId(): string {
    return readAscii(this.bytes, this.clientOrderIdAt, this.clientOrderIdLength);
  }

  origClientOrderId(): string {
    return readAscii(this.bytes, this.origClientOrderIdAt, this.origClientOrderIdLength);
  }
}
