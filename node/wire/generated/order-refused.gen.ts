// Generated from node/wire/schema by `npm run generate`. Do not edit.

import type { RejectReason } from './enums.gen.js';
import {
  NO_BYTES,
  NO_VIEW,
  blockLengthOf,
  checkAscii,
  checkLength,
  checkText,
  completeBlock,
  needRoom,
  readAscii,
  readUtf8,
  writeAscii,
  writeMessageCrc,
  writeU16,
  writeU32,
  writeU8,
  writeUtf8,
} from '../message-fields.js';

export const ORDER_REFUSED_MAX_BYTES = 167;
const ORDER_REFUSED_FIELD_ENDS: readonly number[] = [5, 6, 7, 9, 10, 11];
const SHORT_BLOCK = new DataView(new ArrayBuffer(11));

/** Refusal given before anything was appended to the log: it has no txId, and the same client order id may be tried again. */
export interface OrderRefused {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Why. */
  rejectReason: RejectReason;
  /** Message type that was refused. */
  requestType: number;
  /** Wire number of the coded error (docs/errors.md). */
  error: number;
  /** Chosen by the client, unique per partner while it can be remembered (acceptUntil). At most 32 bytes, printable ASCII. */
  clientOrderId: string;
  /** For a person. At most 120 bytes, UTF-8, cut when longer. */
  detail: string;
}

/** A OrderRefused of null values, to be filled in or decoded into. */
export const emptyOrderRefused = (): OrderRefused => ({ instrument: 0, rejectReason: 0, requestType: 0, error: 0, clientOrderId: '', detail: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeOrderRefusedFields(value: OrderRefused, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 15);
  view.setUint8(at, 11);
  writeU32(view, at + 1, value.instrument);
  writeU8(view, at + 5, value.rejectReason);
  writeU8(view, at + 6, value.requestType);
  writeU16(view, at + 7, value.error);
  let end = at + 11;
  const clientOrderIdLength = writeAscii(bytes, end, value.clientOrderId, 32);
  view.setUint8(at + 9, clientOrderIdLength);
  end += clientOrderIdLength;
  const detailLength = writeUtf8(bytes, end, value.detail, 120);
  view.setUint8(at + 10, detailLength);
  end += detailLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole OrderRefused, CRC32 included, and gives its length (at most ORDER_REFUSED_MAX_BYTES). */
export function encodeOrderRefused(value: OrderRefused, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeOrderRefusedFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeOrderRefused(view: DataView, bytes: Uint8Array, at: number, length: number, into: OrderRefused): OrderRefused {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 11) {
    block = completeBlock(view, at, blockLength, ORDER_REFUSED_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const clientOrderIdAt = end;
  const clientOrderIdLength = block.getUint8(blockAt + 9);
  checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
  end += clientOrderIdLength;
  const detailAt = end;
  const detailLength = block.getUint8(blockAt + 10);
  checkText(end, detailLength, 120, at + length - 4);
  end += detailLength;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.rejectReason = block.getUint8(blockAt + 5) as RejectReason;
  into.requestType = block.getUint8(blockAt + 6);
  into.error = block.getUint16(blockAt + 7, true);
  into.clientOrderId = readAscii(bytes, clientOrderIdAt, clientOrderIdLength);
  into.detail = readUtf8(bytes, detailAt, detailLength);
  return into;
}

/** Reads a OrderRefused in place. Valid as long as the bytes are; `wrap` throws what decodeOrderRefused throws. */
export class OrderRefusedReader {
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
  detailAt = 0;
  detailLength = 0;

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 11) {
      this.short ??= new DataView(new ArrayBuffer(11));
      block = completeBlock(view, at, blockLength, ORDER_REFUSED_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const clientOrderIdAt = end;
    const clientOrderIdLength = block.getUint8(blockAt + 9);
    checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
    end += clientOrderIdLength;
    const detailAt = end;
    const detailLength = block.getUint8(blockAt + 10);
    checkText(end, detailLength, 120, at + length - 4);
    end += detailLength;
    checkLength(end, at, length);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.clientOrderIdAt = clientOrderIdAt;
    this.clientOrderIdLength = clientOrderIdLength;
    this.detailAt = detailAt;
    this.detailLength = detailLength;
    return this;
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get rejectReason(): RejectReason {
    return this.block.getUint8(this.blockAt + 5) as RejectReason;
  }

  get requestType(): number {
    return this.block.getUint8(this.blockAt + 6);
  }

  get error(): number {
    return this.block.getUint16(this.blockAt + 7, true);
  }

  clientOrderId(): string {
    return readAscii(this.bytes, this.clientOrderIdAt, this.clientOrderIdLength);
  }

  detail(): string {
    return readUtf8(this.bytes, this.detailAt, this.detailLength);
  }
}
