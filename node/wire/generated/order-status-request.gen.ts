// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_BYTES,
  NO_VIEW,
  blockLengthOf,
  checkAscii,
  checkLength,
  completeBlock,
  needRoom,
  readAscii,
  writeAscii,
  writeMessageCrc,
  writeU32,
} from '../message-fields.js';

export const ORDER_STATUS_REQUEST_MAX_BYTES = 42;
const ORDER_STATUS_REQUEST_FIELD_ENDS: readonly number[] = [5, 6];
const SHORT_BLOCK = new DataView(new ArrayBuffer(6));

/** Ask for the committed state of an order; answered by an ExecutionReport with execType OrderStatus, or RequestResult. */
export interface OrderStatusRequest {
  /** Chosen by the client; answers carry it. */
  requestId: number;
  /** Client order id of an order of this partner. At most 32 bytes, printable ASCII. */
  clientOrderId: string;
}

/** A OrderStatusRequest of null values, to be filled in or decoded into. */
export const emptyOrderStatusRequest = (): OrderStatusRequest => ({ requestId: 0, clientOrderId: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeOrderStatusRequestFields(value: OrderStatusRequest, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 10);
  view.setUint8(at, 6);
  writeU32(view, at + 1, value.requestId);
  let end = at + 6;
  const clientOrderIdLength = writeAscii(bytes, end, value.clientOrderId, 32);
  view.setUint8(at + 5, clientOrderIdLength);
  end += clientOrderIdLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole OrderStatusRequest, CRC32 included, and gives its length (at most ORDER_STATUS_REQUEST_MAX_BYTES). */
export function encodeOrderStatusRequest(value: OrderStatusRequest, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeOrderStatusRequestFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeOrderStatusRequest(view: DataView, bytes: Uint8Array, at: number, length: number, into: OrderStatusRequest): OrderStatusRequest {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 6) {
    block = completeBlock(view, at, blockLength, ORDER_STATUS_REQUEST_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const clientOrderIdAt = end;
  const clientOrderIdLength = block.getUint8(blockAt + 5);
  checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
  end += clientOrderIdLength;
  checkLength(end, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.clientOrderId = readAscii(bytes, clientOrderIdAt, clientOrderIdLength);
  return into;
}

/** Reads a OrderStatusRequest in place. Valid as long as the bytes are; `wrap` throws what decodeOrderStatusRequest throws. */
export class OrderStatusRequestReader {
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

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 6) {
      this.short ??= new DataView(new ArrayBuffer(6));
      block = completeBlock(view, at, blockLength, ORDER_STATUS_REQUEST_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const clientOrderIdAt = end;
    const clientOrderIdLength = block.getUint8(blockAt + 5);
    checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
    end += clientOrderIdLength;
    checkLength(end, at, length);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.clientOrderIdAt = clientOrderIdAt;
    this.clientOrderIdLength = clientOrderIdLength;
    return this;
  }

  get requestId(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  clientOrderId(): string {
    return readAscii(this.bytes, this.clientOrderIdAt, this.clientOrderIdLength);
  }
}
