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
  writeI32,
  writeI64,
  writeMessageCrc,
  writeU16,
  writeU32,
  writeU64,
} from '../message-fields.js';

export const BOOK_INCREMENT_MAX_BYTES = 24613;
const BOOK_INCREMENT_FIELD_ENDS: readonly number[] = [5, 13, 21, 29, 31, 33];
const SHORT_BLOCK = new DataView(new ArrayBuffer(33));

/** Changed levels. Applies to the book of updateSeq − 1; bids first (bidCount of them), then offers. */
export interface BookIncrement {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Sequence of the instrument and kind at its source; grows by one a message. */
  updateSeq: number;
  /** Time at the source. Unit: us since the Unix epoch, UTC. */
  eventTimeUs: number;
  /** Added to each priceOffset. Unit: 10^-priceScale. */
  basePrice: number;
  /** How many of the levels are bids. */
  bidCount: number;
  /** Changed price levels. */
  levels: { priceOffset: number; quantity: number }[];
}

/** A BookIncrement of null values, to be filled in or decoded into. */
export const emptyBookIncrement = (): BookIncrement => ({ instrument: 0, updateSeq: 0, eventTimeUs: 0, basePrice: 0, bidCount: 0, levels: [] });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeBookIncrementFields(value: BookIncrement, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 37);
  view.setUint8(at, 33);
  writeU32(view, at + 1, value.instrument);
  writeU64(view, at + 5, value.updateSeq);
  writeU64(view, at + 13, value.eventTimeUs);
  writeI64(view, at + 21, value.basePrice);
  writeU16(view, at + 29, value.bidCount);
  let end = at + 33;
  const entries = value.levels;
  checkCount(entries.length, 2048);
  needRoom(bytes, end, entries.length * 12 + 4);
  view.setUint16(at + 31, entries.length, true);
  for (const entry of entries) {
    writeI32(view, end, entry.priceOffset);
    writeI64(view, end + 4, entry.quantity);
    end += 12;
  }
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole BookIncrement, CRC32 included, and gives its length (at most BOOK_INCREMENT_MAX_BYTES). */
export function encodeBookIncrement(value: BookIncrement, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeBookIncrementFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeBookIncrement(view: DataView, _bytes: Uint8Array, at: number, length: number, into: BookIncrement): BookIncrement {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 33) {
    block = completeBlock(view, at, blockLength, BOOK_INCREMENT_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const count = block.getUint16(blockAt + 31, true);
  checkCount(count, 2048);
  const entriesAt = end;
  end += count * 12;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.updateSeq = readU64(block, blockAt + 5);
  into.eventTimeUs = readU64(block, blockAt + 13);
  into.basePrice = readI64(block, blockAt + 21);
  into.bidCount = block.getUint16(blockAt + 29, true);
  const entries = into.levels;
  while (entries.length < count) entries.push({ priceOffset: 0, quantity: 0 });
  entries.length = count;
  let entryAt = entriesAt;
  for (const entry of entries) {
    entry.priceOffset = view.getInt32(entryAt, true);
    entry.quantity = readI64(view, entryAt + 4);
    entryAt += 12;
  }
  return into;
}

/** Reads a BookIncrement in place. Valid as long as the bytes are; `wrap` throws what decodeBookIncrement throws. */
export class BookIncrementReader {
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
    if (blockLength < 33) {
      this.short ??= new DataView(new ArrayBuffer(33));
      block = completeBlock(view, at, blockLength, BOOK_INCREMENT_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const count = block.getUint16(blockAt + 31, true);
    checkCount(count, 2048);
    const entriesAt = end;
    end += count * 12;
    checkLength(end, at, length);
    checkU64(block, blockAt + 5);
    checkU64(block, blockAt + 13);
    checkI64(block, blockAt + 21);
    for (let entryAt = entriesAt; entryAt < entriesAt + count * 12; entryAt += 12) {
      checkI64(view, entryAt + 4);
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

  get basePrice(): number {
    return readI64(this.block, this.blockAt + 21);
  }

  get bidCount(): number {
    return this.block.getUint16(this.blockAt + 29, true);
  }

  levelsPriceOffsetOf(index: number): number {
    checkIndex(index, this.levelsCount);
    return this.view.getInt32(this.entriesAt + index * 12, true);
  }

  levelsQuantityOf(index: number): number {
    checkIndex(index, this.levelsCount);
    return readI64(this.view, this.entriesAt + index * 12 + 4);
  }
}
