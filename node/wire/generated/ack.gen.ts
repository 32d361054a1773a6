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
  writeU32,
  writeU64,
} from '../message-fields.js';

export const ACK_MAX_BYTES = 17;
const ACK_FIELD_ENDS: readonly number[] = [9, 13];
const SHORT_BLOCK = new DataView(new ArrayBuffer(13));

/** Cumulative acknowledgement of records. */
export interface Ack {
  /** Every record of the receiver of this message up to this number has arrived; 0 for none. */
  acknowledged: number;
  /** How long the newest of them waited for this; 0 if not measured. Unit: us. */
  delayUs: number;
}

/** A Ack of null values, to be filled in or decoded into. */
export const emptyAck = (): Ack => ({ acknowledged: 0, delayUs: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeAckFields(value: Ack, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 17);
  view.setUint8(at, 13);
  writeU64(view, at + 1, value.acknowledged);
  writeU32(view, at + 9, value.delayUs);
  return 17;
}

/** Writes a whole Ack, CRC32 included, and gives its length (at most ACK_MAX_BYTES). */
export function encodeAck(value: Ack, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeAckFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeAck(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Ack): Ack {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 13) {
    block = completeBlock(view, at, blockLength, ACK_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.acknowledged = readU64(block, blockAt + 1);
  into.delayUs = block.getUint32(blockAt + 9, true);
  return into;
}

/** Reads a Ack in place. Valid as long as the bytes are; `wrap` throws what decodeAck throws. */
export class AckReader {
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
    if (blockLength < 13) {
      this.short ??= new DataView(new ArrayBuffer(13));
      block = completeBlock(view, at, blockLength, ACK_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 1);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get acknowledged(): number {
    return readU64(this.block, this.blockAt + 1);
  }

  get delayUs(): number {
    return this.block.getUint32(this.blockAt + 9, true);
  }
}
