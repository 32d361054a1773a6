// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_BYTES,
  NO_VIEW,
  blockLengthOf,
  checkLength,
  checkText,
  completeBlock,
  needRoom,
  readUtf8,
  writeMessageCrc,
  writeU16,
  writeUtf8,
} from '../message-fields.js';

export const CLOSE_MAX_BYTES = 208;
const CLOSE_FIELD_ENDS: readonly number[] = [3, 4];
const SHORT_BLOCK = new DataView(new ArrayBuffer(4));

/** Last message of a session. Nothing is sent after it. */
export interface Close {
  /** 0 for an orderly end, or the wire number of a coded error. */
  error: number;
  /** For a person. At most 200 bytes, UTF-8, cut when longer. */
  detail: string;
}

/** A Close of null values, to be filled in or decoded into. */
export const emptyClose = (): Close => ({ error: 0, detail: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeCloseFields(value: Close, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 8);
  view.setUint8(at, 4);
  writeU16(view, at + 1, value.error);
  let end = at + 4;
  const detailLength = writeUtf8(bytes, end, value.detail, 200);
  view.setUint8(at + 3, detailLength);
  end += detailLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole Close, CRC32 included, and gives its length (at most CLOSE_MAX_BYTES). */
export function encodeClose(value: Close, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeCloseFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeClose(view: DataView, bytes: Uint8Array, at: number, length: number, into: Close): Close {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 4) {
    block = completeBlock(view, at, blockLength, CLOSE_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const detailAt = end;
  const detailLength = block.getUint8(blockAt + 3);
  checkText(end, detailLength, 200, at + length - 4);
  end += detailLength;
  checkLength(end, at, length);
  into.error = block.getUint16(blockAt + 1, true);
  into.detail = readUtf8(bytes, detailAt, detailLength);
  return into;
}

/** Reads a Close in place. Valid as long as the bytes are; `wrap` throws what decodeClose throws. */
export class CloseReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private bytes: Uint8Array = NO_BYTES;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;
  detailAt = 0;
  detailLength = 0;

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 4) {
      this.short ??= new DataView(new ArrayBuffer(4));
      block = completeBlock(view, at, blockLength, CLOSE_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const detailAt = end;
    const detailLength = block.getUint8(blockAt + 3);
    checkText(end, detailLength, 200, at + length - 4);
    end += detailLength;
    checkLength(end, at, length);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.detailAt = detailAt;
    this.detailLength = detailLength;
    return this;
  }

  get error(): number {
    return this.block.getUint16(this.blockAt + 1, true);
  }

  detail(): string {
    return readUtf8(this.bytes, this.detailAt, this.detailLength);
  }
}
