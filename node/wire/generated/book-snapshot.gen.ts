// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkCount,
  checkI64,
  checkIndex,
  checkLength,
  checkU64,
  completeBlock,
  needRoom,
  readI64,
  readU64,
  writeI64,
  writeMessageCrc,
  writeU16,
  writeU32,
  writeU64,
} from '../message-fields.js';

export const BOOK_SNAPSHOT_MAX_BYTES = 32797;
const BOOK_SNAPSHOT_FIELD_ENDS: readonly number[] = [5, 13, 21, 23, 25];
const SHORT_BLOCK = new DataView(new ArrayBuffer(25));

/** Whole visible book. Bids first (bidCount of them, best first), then offers (best first). */
export interface BookSnapshot {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Sequence of the instrument and kind at its source; grows by one a message. */
  updateSeq: number;
  /** Time at the source. Unit: us since the Unix epoch, UTC. */
  eventTimeUs: number;
  /** How many of the levels are bids. */
  bidCount: number;
  /** Price levels. */
  levels: { price: number; quantity: number }[];
}

/** A BookSnapshot of null values, to be filled in or decoded into. */
export const emptyBookSnapshot = (): BookSnapshot => ({ instrument: 0, updateSeq: 0, eventTimeUs: 0, bidCount: 0, levels: [] });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeBookSnapshotFields(value: BookSnapshot, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 29);
  view.setUint8(at, 25);
  writeU32(view, at + 1, value.instrument);
  writeU64(view, at + 5, value.updateSeq);
  writeU64(view, at + 13, value.eventTimeUs);
  writeU16(view, at + 21, value.bidCount);
  let end = at + 25;
  const entries = value.levels;
  checkCount(entries.length, 2048);
  needRoom(bytes, end, entries.length * 16 + 4);
  view.setUint16(at + 23, entries.length, true);
  for (const entry of entries) {
    writeI64(view, end, entry.price);
    writeI64(view, end + 8, entry.quantity);
    end += 16;
  }
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole BookSnapshot, CRC32 included, and gives its length (at most BOOK_SNAPSHOT_MAX_BYTES). */
export function encodeBookSnapshot(value: BookSnapshot, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeBookSnapshotFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeBookSnapshot(view: DataView, _bytes: Uint8Array, at: number, length: number, into: BookSnapshot): BookSnapshot {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 25) {
    block = completeBlock(view, at, blockLength, BOOK_SNAPSHOT_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const count = block.getUint16(blockAt + 23, true);
  checkCount(count, 2048);
  const entriesAt = end;
  end += count * 16;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.updateSeq = readU64(block, blockAt + 5);
  into.eventTimeUs = readU64(block, blockAt + 13);
  into.bidCount = block.getUint16(blockAt + 21, true);
  const entries = into.levels;
  while (entries.length < count) entries.push({ price: 0, quantity: 0 });
  entries.length = count;
  let entryAt = entriesAt;
  for (const entry of entries) {
    entry.price = readI64(view, entryAt);
    entry.quantity = readI64(view, entryAt + 8);
    entryAt += 16;
  }
  return into;
}

/** Reads a BookSnapshot in place. Valid as long as the bytes are; `wrap` throws what decodeBookSnapshot throws. */
export class BookSnapshotReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private view: DataView = NO_VIEW;
  private entriesAt = 0;
  levelsCount = 0;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;

  wrap(view: DataView, _bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 25) {
      this.short ??= new DataView(new ArrayBuffer(25));
      block = completeBlock(view, at, blockLength, BOOK_SNAPSHOT_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const count = block.getUint16(blockAt + 23, true);
    checkCount(count, 2048);
    const entriesAt = end;
    end += count * 16;
    checkLength(end, at, length);
    checkU64(block, blockAt + 5);
    checkU64(block, blockAt + 13);
    for (let entryAt = entriesAt; entryAt < entriesAt + count * 16; entryAt += 16) {
      checkI64(view, entryAt);
      checkI64(view, entryAt + 8);
    }
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.view = view;
    this.entriesAt = entriesAt;
    this.levelsCount = count;
    return this;
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get updateSeq(): number {
    return readU64(this.block, this.blockAt + 5);
  }

  get eventTimeUs(): number {
    return readU64(this.block, this.blockAt + 13);
  }

  get bidCount(): number {
    return this.block.getUint16(this.blockAt + 21, true);
  }

  levelsPriceOf(index: number): number {
    checkIndex(index, this.levelsCount);
    return readI64(this.view, this.entriesAt + index * 16);
  }

  levelsQuantityOf(index: number): number {
    checkIndex(index, this.levelsCount);
    return readI64(this.view, this.entriesAt + index * 16 + 8);
  }
}
