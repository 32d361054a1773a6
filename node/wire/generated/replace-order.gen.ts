// Generated from node/wire/schema by `npm run generate`. Do not edit.

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
} from '../message-fields.js';

export const REPLACE_ORDER_MAX_BYTES = 107;
const REPLACE_ORDER_FIELD_ENDS: readonly number[] = [5, 13, 21, 29, 37, 38, 39];
const SHORT_BLOCK = new DataView(new ArrayBuffer(39));

/** Change price and total quantity of an open order. Loses priority when price or size grows, keeps it when only the size shrinks. */
export interface ReplaceOrder {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** New limit price. Unit: 10^-priceScale. */
  price: number;
  /** New trigger of an untriggered stop order; 0 otherwise. Unit: 10^-priceScale. */
  stopPrice: number;
  /** New total quantity, what is filled included. Unit: 10^-quantityScale. */
  quantity: number;
  /** Refused as TooLate after this; at most 300 s ahead. Bounds the memory for duplicates. Unit: us since the Unix epoch, UTC. */
  acceptUntilUs: number;
  /** Chosen by the client, unique per partner while it can be remembered (acceptUntil). At most 32 bytes, printable ASCII. */
  clientOrderId: string;
  /** Client order id of the order that is meant. At most 32 bytes, printable ASCII. */
  origClientOrderId: string;
}

/** A ReplaceOrder of null values, to be filled in or decoded into. */
export const emptyReplaceOrder = (): ReplaceOrder => ({ instrument: 0, price: 0, stopPrice: 0, quantity: 0, acceptUntilUs: 0, clientOrderId: '', origClientOrderId: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeReplaceOrderFields(value: ReplaceOrder, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 43);
  view.setUint8(at, 39);
  writeU32(view, at + 1, value.instrument);
  writeI64(view, at + 5, value.price);
  writeI64(view, at + 13, value.stopPrice);
  writeI64(view, at + 21, value.quantity);
  writeU64(view, at + 29, value.acceptUntilUs);
  let end = at + 39;
  const clientOrderIdLength = writeAscii(bytes, end, value.clientOrderId, 32);
  view.setUint8(at + 37, clientOrderIdLength);
  end += clientOrderIdLength;
  const origClientOrderIdLength = writeAscii(bytes, end, value.origClientOrderId, 32);
  view.setUint8(at + 38, origClientOrderIdLength);
  end += origClientOrderIdLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole ReplaceOrder, CRC32 included, and gives its length (at most REPLACE_ORDER_MAX_BYTES). */
export function encodeReplaceOrder(value: ReplaceOrder, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeReplaceOrderFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeReplaceOrder(view: DataView, bytes: Uint8Array, at: number, length: number, into: ReplaceOrder): ReplaceOrder {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 39) {
    block = completeBlock(view, at, blockLength, REPLACE_ORDER_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const clientOrderIdAt = end;
  const clientOrderIdLength = block.getUint8(blockAt + 37);
  checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
  end += clientOrderIdLength;
  const origClientOrderIdAt = end;
  const origClientOrderIdLength = block.getUint8(blockAt + 38);
  checkAscii(bytes, end, origClientOrderIdLength, 32, at + length - 4);
  end += origClientOrderIdLength;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.price = readI64(block, blockAt + 5);
  into.stopPrice = readI64(block, blockAt + 13);
  into.quantity = readI64(block, blockAt + 21);
  into.acceptUntilUs = readU64(block, blockAt + 29);
  into.clientOrderId = readAscii(bytes, clientOrderIdAt, clientOrderIdLength);
  into.origClientOrderId = readAscii(bytes, origClientOrderIdAt, origClientOrderIdLength);
  return into;
}

/** Reads a ReplaceOrder in place. Valid as long as the bytes are; `wrap` throws what decodeReplaceOrder throws. */
export class ReplaceOrderReader {
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
    if (blockLength < 39) {
      this.short ??= new DataView(new ArrayBuffer(39));
      block = completeBlock(view, at, blockLength, REPLACE_ORDER_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const clientOrderIdAt = end;
    const clientOrderIdLength = block.getUint8(blockAt + 37);
    checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
    end += clientOrderIdLength;
    const origClientOrderIdAt = end;
    const origClientOrderIdLength = block.getUint8(blockAt + 38);
    checkAscii(bytes, end, origClientOrderIdLength, 32, at + length - 4);
    end += origClientOrderIdLength;
    checkLength(end, at, length);
    checkI64(block, blockAt + 5);
    checkI64(block, blockAt + 13);
    checkI64(block, blockAt + 21);
    checkU64(block, blockAt + 29);
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

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get price(): number {
    return readI64(this.block, this.blockAt + 5);
  }

  get stopPrice(): number {
    return readI64(this.block, this.blockAt + 13);
  }

  get quantity(): number {
    return readI64(this.block, this.blockAt + 21);
  }

  get acceptUntilUs(): number {
    return readU64(this.block, this.blockAt + 29);
  }

  clientOrderId(): string {
    return readAscii(this.bytes, this.clientOrderIdAt, this.clientOrderIdLength);
  }

  origClientOrderId(): string {
    return readAscii(this.bytes, this.origClientOrderIdAt, this.origClientOrderIdLength);
  }
}
