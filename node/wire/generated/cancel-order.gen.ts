// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_BYTES,
  NO_VIEW,
  blockLengthOf,
  checkAscii,
  checkLength,
  checkU64,
  completeBlock,
  needRoom,
  readAscii,
  readU64,
  writeAscii,
  writeMessageCrc,
  writeU32,
  writeU64,
} from '../message-fields.js';

export const CANCEL_ORDER_MAX_BYTES = 83;
const CANCEL_ORDER_FIELD_ENDS: readonly number[] = [5, 13, 14, 15];
const SHORT_BLOCK = new DataView(new ArrayBuffer(15));

/** Cancel one open order of this partner. */
export interface CancelOrder {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Refused as TooLate after this; at most 300 s ahead. Bounds the memory for duplicates. Unit: us since the Unix epoch, UTC. */
  acceptUntilUs: number;
  /** Chosen by the client, unique per partner while it can be remembered (acceptUntil). At most 32 bytes, printable ASCII. */
  clientOrderId: string;
  /** Client order id of the order that is meant. At most 32 bytes, printable ASCII. */
  origClientOrderId: string;
}

/** A CancelOrder of null values, to be filled in or decoded into. */
export const emptyCancelOrder = (): CancelOrder => ({ instrument: 0, acceptUntilUs: 0, clientOrderId: '', origClientOrderId: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeCancelOrderFields(value: CancelOrder, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 19);
  view.setUint8(at, 15);
  writeU32(view, at + 1, value.instrument);
  writeU64(view, at + 5, value.acceptUntilUs);
  let end = at + 15;
  const clientOrderIdLength = writeAscii(bytes, end, value.clientOrderId, 32);
  view.setUint8(at + 13, clientOrderIdLength);
  end += clientOrderIdLength;
  const origClientOrderIdLength = writeAscii(bytes, end, value.origClientOrderId, 32);
  view.setUint8(at + 14, origClientOrderIdLength);
  end += origClientOrderIdLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole CancelOrder, CRC32 included, and gives its length (at most CANCEL_ORDER_MAX_BYTES). */
export function encodeCancelOrder(value: CancelOrder, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeCancelOrderFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeCancelOrder(view: DataView, bytes: Uint8Array, at: number, length: number, into: CancelOrder): CancelOrder {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 15) {
    block = completeBlock(view, at, blockLength, CANCEL_ORDER_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const clientOrderIdAt = end;
  const clientOrderIdLength = block.getUint8(blockAt + 13);
  checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
  end += clientOrderIdLength;
  const origClientOrderIdAt = end;
  const origClientOrderIdLength = block.getUint8(blockAt + 14);
  checkAscii(bytes, end, origClientOrderIdLength, 32, at + length - 4);
  end += origClientOrderIdLength;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.acceptUntilUs = readU64(block, blockAt + 5);
  into.clientOrderId = readAscii(bytes, clientOrderIdAt, clientOrderIdLength);
  into.origClientOrderId = readAscii(bytes, origClientOrderIdAt, origClientOrderIdLength);
  return into;
}

/** Reads a CancelOrder in place. Valid as long as the bytes are; `wrap` throws what decodeCancelOrder throws. */
export class CancelOrderReader {
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
    if (blockLength < 15) {
      this.short ??= new DataView(new ArrayBuffer(15));
      block = completeBlock(view, at, blockLength, CANCEL_ORDER_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const clientOrderIdAt = end;
    const clientOrderIdLength = block.getUint8(blockAt + 13);
    checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
    end += clientOrderIdLength;
    const origClientOrderIdAt = end;
    const origClientOrderIdLength = block.getUint8(blockAt + 14);
    checkAscii(bytes, end, origClientOrderIdLength, 32, at + length - 4);
    end += origClientOrderIdLength;
    checkLength(end, at, length);
    checkU64(block, blockAt + 5);
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

  get acceptUntilUs(): number {
    return readU64(this.block, this.blockAt + 5);
  }

  clientOrderId(): string {
    return readAscii(this.bytes, this.clientOrderIdAt, this.clientOrderIdLength);
  }

  origClientOrderId(): string {
    return readAscii(this.bytes, this.origClientOrderIdAt, this.origClientOrderIdLength);
  }
}
