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

export const ECHO_REPLY_MAX_BYTES = 17;
const ECHO_REPLY_FIELD_ENDS: readonly number[] = [5, 13];
const SHORT_BLOCK = new DataView(new ArrayBuffer(13));

/** Answer to Echo. */
export interface EchoReply {
  /** Chosen by the client; answers carry it. */
  requestId: number;
  /** From the Echo. Unit: us. */
  timeUs: number;
}

/** A EchoReply of null values, to be filled in or decoded into. */
export const emptyEchoReply = (): EchoReply => ({ requestId: 0, timeUs: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeEchoReplyFields(value: EchoReply, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 17);
  view.setUint8(at, 13);
  writeU32(view, at + 1, value.requestId);
  writeU64(view, at + 5, value.timeUs);
  return 17;
}

/** Writes a whole EchoReply, CRC32 included, and gives its length (at most ECHO_REPLY_MAX_BYTES). */
export function encodeEchoReply(value: EchoReply, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeEchoReplyFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeEchoReply(view: DataView, _bytes: Uint8Array, at: number, length: number, into: EchoReply): EchoReply {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 13) {
    block = completeBlock(view, at, blockLength, ECHO_REPLY_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.timeUs = readU64(block, blockAt + 5);
  return into;
}

/** Reads a EchoReply in place. Valid as long as the bytes are; `wrap` throws what decodeEchoReply throws. */
export class EchoReplyReader {
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
      block = completeBlock(view, at, blockLength, ECHO_REPLY_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 5);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get requestId(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get timeUs(): number {
    return readU64(this.block, this.blockAt + 5);
  }
}
