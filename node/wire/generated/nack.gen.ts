// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkCount,
  checkIndex,
  checkLength,
  checkU64,
  completeBlock,
  needRoom,
  readU64,
  writeMessageCrc,
  writeU16,
  writeU64,
} from '../message-fields.js';

export const NACK_MAX_BYTES = 655;
const NACK_FIELD_ENDS: readonly number[] = [9, 11];
const SHORT_BLOCK = new DataView(new ArrayBuffer(11));

/** Records that are missing although a later one was authenticated: send the same bytes again. */
export interface Nack {
  /** Every record of the receiver of this message up to this number has arrived; 0 for none. */
  acknowledged: number;
  /** Missing numbers, lowest first. */
  ranges: { first: number; count: number }[];
}

/** A Nack of null values, to be filled in or decoded into. */
export const emptyNack = (): Nack => ({ acknowledged: 0, ranges: [] });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeNackFields(value: Nack, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 15);
  view.setUint8(at, 11);
  writeU64(view, at + 1, value.acknowledged);
  let end = at + 11;
  const entries = value.ranges;
  checkCount(entries.length, 64);
  needRoom(bytes, end, entries.length * 10 + 4);
  view.setUint16(at + 9, entries.length, true);
  for (const entry of entries) {
    writeU64(view, end, entry.first);
    writeU16(view, end + 8, entry.count);
    end += 10;
  }
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole Nack, CRC32 included, and gives its length (at most NACK_MAX_BYTES). */
export function encodeNack(value: Nack, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeNackFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeNack(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Nack): Nack {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 11) {
    block = completeBlock(view, at, blockLength, NACK_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const count = block.getUint16(blockAt + 9, true);
  checkCount(count, 64);
  const entriesAt = end;
  end += count * 10;
  checkLength(end, at, length);
  into.acknowledged = readU64(block, blockAt + 1);
  const entries = into.ranges;
  while (entries.length < count) entries.push({ first: 0, count: 0 });
  entries.length = count;
  let entryAt = entriesAt;
  for (const entry of entries) {
    entry.first = readU64(view, entryAt);
    entry.count = view.getUint16(entryAt + 8, true);
    entryAt += 10;
  }
  return into;
}

/** Reads a Nack in place. Valid as long as the bytes are; `wrap` throws what decodeNack throws. */
export class NackReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private view: DataView = NO_VIEW;
  private entriesAt = 0;
  rangesCount = 0;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;

  wrap(view: DataView, _bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 11) {
      this.short ??= new DataView(new ArrayBuffer(11));
      block = completeBlock(view, at, blockLength, NACK_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const count = block.getUint16(blockAt + 9, true);
    checkCount(count, 64);
    const entriesAt = end;
    end += count * 10;
    checkLength(end, at, length);
    checkU64(block, blockAt + 1);
    for (let entryAt = entriesAt; entryAt < entriesAt + count * 10; entryAt += 10) {
      checkU64(view, entryAt);
    }
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.view = view;
    this.entriesAt = entriesAt;
    this.rangesCount = count;
    return this;
  }

  get acknowledged(): number {
    return readU64(this.block, this.blockAt + 1);
  }

  rangesFirstOf(index: number): number {
    checkIndex(index, this.rangesCount);
    return readU64(this.view, this.entriesAt + index * 10);
  }

  rangesCountOf(index: number): number {
    checkIndex(index, this.rangesCount);
    return this.view.getUint16(this.entriesAt + index * 10 + 8, true);
  }
}
