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
  writeU32,
  writeUtf8,
} from '../message-fields.js';

export const NOTICE_MAX_BYTES = 216;
const NOTICE_FIELD_ENDS: readonly number[] = [5, 7, 11, 12];
const SHORT_BLOCK = new DataView(new ArrayBuffer(12));

/** Something the peer should know, such as a slow reader that was restarted from a snapshot. */
export interface Notice {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Wire number of the coded event. */
  error: number;
  /** Messages left out. */
  dropped: number;
  /** For a person. At most 200 bytes, UTF-8, cut when longer. */
  detail: string;
}

/** A Notice of null values, to be filled in or decoded into. */
export const emptyNotice = (): Notice => ({ instrument: 0, error: 0, dropped: 0, detail: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeNoticeFields(value: Notice, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 16);
  view.setUint8(at, 12);
  writeU32(view, at + 1, value.instrument);
  writeU16(view, at + 5, value.error);
  writeU32(view, at + 7, value.dropped);
  let end = at + 12;
  const detailLength = writeUtf8(bytes, end, value.detail, 200);
  view.setUint8(at + 11, detailLength);
  end += detailLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole Notice, CRC32 included, and gives its length (at most NOTICE_MAX_BYTES). */
export function encodeNotice(value: Notice, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeNoticeFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeNotice(view: DataView, bytes: Uint8Array, at: number, length: number, into: Notice): Notice {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 12) {
    block = completeBlock(view, at, blockLength, NOTICE_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const detailAt = end;
  const detailLength = block.getUint8(blockAt + 11);
  checkText(end, detailLength, 200, at + length - 4);
  end += detailLength;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.error = block.getUint16(blockAt + 5, true);
  into.dropped = block.getUint32(blockAt + 7, true);
  into.detail = readUtf8(bytes, detailAt, detailLength);
  return into;
}

/** Reads a Notice in place. Valid as long as the bytes are; `wrap` throws what decodeNotice throws. */
export class NoticeReader {
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
    if (blockLength < 12) {
      this.short ??= new DataView(new ArrayBuffer(12));
      block = completeBlock(view, at, blockLength, NOTICE_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const detailAt = end;
    const detailLength = block.getUint8(blockAt + 11);
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

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get error(): number {
    return this.block.getUint16(this.blockAt + 5, true);
  }

  get dropped(): number {
    return this.block.getUint32(this.blockAt + 7, true);
  }

  detail(): string {
    return readUtf8(this.bytes, this.detailAt, this.detailLength);
  }
}
