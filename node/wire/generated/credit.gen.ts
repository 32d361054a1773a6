// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkLength,
  checkU64,
  completeBlock,
  needRoom,
  readU64,
  writeMessageCrc,
  writeU64,
  writeU8,
} from '../message-fields.js';

export const CREDIT_MAX_BYTES = 14;
const CREDIT_FIELD_ENDS: readonly number[] = [2, 10];
const SHORT_BLOCK = new DataView(new ArrayBuffer(10));

/** How much the receiver of this message may send on a channel. */
export interface Credit {
  /** Channel; 255 for all. */
  creditChannel: number;
  /** Payload bytes since the session began that may have been sent on it; only ever grows. 2^53 − 1: no limit. Unit: bytes. */
  limitBytes: number;
}

/** A Credit of null values, to be filled in or decoded into. */
export const emptyCredit = (): Credit => ({ creditChannel: 0, limitBytes: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeCreditFields(value: Credit, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 14);
  view.setUint8(at, 10);
  writeU8(view, at + 1, value.creditChannel);
  writeU64(view, at + 2, value.limitBytes);
  return 14;
}

/** Writes a whole Credit, CRC32 included, and gives its length (at most CREDIT_MAX_BYTES). */
export function encodeCredit(value: Credit, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeCreditFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeCredit(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Credit): Credit {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 10) {
    block = completeBlock(view, at, blockLength, CREDIT_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.creditChannel = block.getUint8(blockAt + 1);
  into.limitBytes = readU64(block, blockAt + 2);
  return into;
}

/** Reads a Credit in place. Valid as long as the bytes are; `wrap` throws what decodeCredit throws. */
export class CreditReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;

  wrap(view: DataView, _bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 10) {
      this.short ??= new DataView(new ArrayBuffer(10));
      block = completeBlock(view, at, blockLength, CREDIT_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 2);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get creditChannel(): number {
    return this.block.getUint8(this.blockAt + 1);
  }

  get limitBytes(): number {
    return readU64(this.block, this.blockAt + 2);
  }
}
