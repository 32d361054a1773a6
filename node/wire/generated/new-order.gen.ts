// Generated from node/wire/schema by `npm run generate`. Do not edit.

import type { OrdType, SelfTradePolicy, Side, TimeInForce } from './enums.gen.js';
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
  writeU32,
  writeU64,
  writeU8,
} from '../message-fields.js';

export const NEW_ORDER_MAX_BYTES = 87;
const NEW_ORDER_FIELD_ENDS: readonly number[] = [5, 6, 7, 8, 9, 10, 18, 26, 34, 42, 50, 51];
const SHORT_BLOCK = new DataView(new ArrayBuffer(51));

/** Enter an order. */
export interface NewOrder {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Buy or sell. */
  side: Side;
  /** Order type. */
  ordType: OrdType;
  /** Time in force. */
  timeInForce: TimeInForce;
  /** Bit 0 post-only, bit 1 cancel on disconnect; the others are 0. */
  flags: number;
  /** 0 means CancelResting. */
  selfTradePolicy: SelfTradePolicy;
  /** Limit price; 0 for Market and Stop. Unit: 10^-priceScale. */
  price: number;
  /** Trigger of Stop and StopLimit; 0 otherwise. Unit: 10^-priceScale. */
  stopPrice: number;
  /** Order quantity, > 0. Unit: 10^-quantityScale. */
  quantity: number;
  /** Refused as TooLate after this; at most 300 s ahead. Bounds the memory for duplicates. Unit: us since the Unix epoch, UTC. */
  acceptUntilUs: number;
  /** When the client sent it; 0 if not said. Unit: us since the Unix epoch, UTC. */
  clientTimeUs: number;
  /** Chosen by the client, unique per partner while it can be remembered (acceptUntil). At most 32 bytes, printable ASCII. */
  clientOrderId: string;
}

/** A NewOrder of null values, to be filled in or decoded into. */
export const emptyNewOrder = (): NewOrder => ({ instrument: 0, side: 0, ordType: 0, timeInForce: 0, flags: 0, selfTradePolicy: 0, price: 0, stopPrice: 0, quantity: 0, acceptUntilUs: 0, clientTimeUs: 0, clientOrderId: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeNewOrderFields(value: NewOrder, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 55);
  view.setUint8(at, 51);
  writeU32(view, at + 1, value.instrument);
  writeU8(view, at + 5, value.side);
  writeU8(view, at + 6, value.ordType);
  writeU8(view, at + 7, value.timeInForce);
  writeU8(view, at + 8, value.flags);
  writeU8(view, at + 9, value.selfTradePolicy);
  writeI64(view, at + 10, value.price);
  writeI64(view, at + 18, value.stopPrice);
  writeI64(view, at + 26, value.quantity);
  writeU64(view, at + 34, value.acceptUntilUs);
  writeU64(view, at + 42, value.clientTimeUs);
  let end = at + 51;
  const clientOrderIdLength = writeAscii(bytes, end, value.clientOrderId, 32);
  view.setUint8(at + 50, clientOrderIdLength);
  end += clientOrderIdLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole NewOrder, CRC32 included, and gives its length (at most NEW_ORDER_MAX_BYTES). */
export function encodeNewOrder(value: NewOrder, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeNewOrderFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeNewOrder(view: DataView, bytes: Uint8Array, at: number, length: number, into: NewOrder): NewOrder {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 51) {
    block = completeBlock(view, at, blockLength, NEW_ORDER_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const clientOrderIdAt = end;
  const clientOrderIdLength = block.getUint8(blockAt + 50);
  checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
  end += clientOrderIdLength;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.side = block.getUint8(blockAt + 5) as Side;
  into.ordType = block.getUint8(blockAt + 6) as OrdType;
  into.timeInForce = block.getUint8(blockAt + 7) as TimeInForce;
  into.flags = block.getUint8(blockAt + 8);
  into.selfTradePolicy = block.getUint8(blockAt + 9) as SelfTradePolicy;
  into.price = readI64(block, blockAt + 10);
  into.stopPrice = readI64(block, blockAt + 18);
  into.quantity = readI64(block, blockAt + 26);
  into.acceptUntilUs = readU64(block, blockAt + 34);
  into.clientTimeUs = readU64(block, blockAt + 42);
  into.clientOrderId = readAscii(bytes, clientOrderIdAt, clientOrderIdLength);
  return into;
}

/** Reads a NewOrder in place. Valid as long as the bytes are; `wrap` throws what decodeNewOrder throws. */
export class NewOrderReader {
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
    if (blockLength < 51) {
      this.short ??= new DataView(new ArrayBuffer(51));
      block = completeBlock(view, at, blockLength, NEW_ORDER_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const clientOrderIdAt = end;
    const clientOrderIdLength = block.getUint8(blockAt + 50);
    checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
    end += clientOrderIdLength;
    checkLength(end, at, length);
    checkI64(block, blockAt + 10);
    checkI64(block, blockAt + 18);
    checkI64(block, blockAt + 26);
    checkU64(block, blockAt + 34);
    checkU64(block, blockAt + 42);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.clientOrderIdAt = clientOrderIdAt;
    this.clientOrderIdLength = clientOrderIdLength;
    return this;
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get side(): Side {
    return this.block.getUint8(this.blockAt + 5) as Side;
  }

  get ordType(): OrdType {
    return this.block.getUint8(this.blockAt + 6) as OrdType;
  }

  get timeInForce(): TimeInForce {
    return this.block.getUint8(this.blockAt + 7) as TimeInForce;
  }

  get flags(): number {
    return this.block.getUint8(this.blockAt + 8);
  }

  get selfTradePolicy(): SelfTradePolicy {
    return this.block.getUint8(this.blockAt + 9) as SelfTradePolicy;
  }

  get price(): number {
    return readI64(this.block, this.blockAt + 10);
  }

  get stopPrice(): number {
    return readI64(this.block, this.blockAt + 18);
  }

  get quantity(): number {
    return readI64(this.block, this.blockAt + 26);
  }

  get acceptUntilUs(): number {
    return readU64(this.block, this.blockAt + 34);
  }

  get clientTimeUs(): number {
    return readU64(this.block, this.blockAt + 42);
  }

  clientOrderId(): string {
    return readAscii(this.bytes, this.clientOrderIdAt, this.clientOrderIdLength);
  }
}
