// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkI64,
  checkLength,
  checkU64,
  completeBlock,
  needRoom,
  readI64,
  readU64,
  writeI64,
  writeMessageCrc,
  writeU32,
  writeU64,
} from '../message-fields.js';

export const QUOTE_MAX_BYTES = 57;
const QUOTE_FIELD_ENDS: readonly number[] = [5, 13, 21, 29, 37, 45, 53];
const SHORT_BLOCK = new DataView(new ArrayBuffer(53));

/** Best bid and offer. */
export interface Quote {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Sequence of the instrument and kind at its source; grows by one a message. */
  updateSeq: number;
  /** Time at the source. Unit: us since the Unix epoch, UTC. */
  eventTimeUs: number;
  /** Best bid; 0 with bidQuantity 0 when there is none. Unit: 10^-priceScale. */
  bid: number;
  /** Best offer; 0 with askQuantity 0 when there is none. Unit: 10^-priceScale. */
  ask: number;
  /** Quantity at the bid. Unit: 10^-quantityScale. */
  bidQuantity: number;
  /** Quantity at the offer. Unit: 10^-quantityScale. */
  askQuantity: number;
}

/** A Quote of null values, to be filled in or decoded into. */
export const emptyQuote = (): Quote => ({ instrument: 0, updateSeq: 0, eventTimeUs: 0, bid: 0, ask: 0, bidQuantity: 0, askQuantity: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeQuoteFields(value: Quote, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 57);
  view.setUint8(at, 53);
  writeU32(view, at + 1, value.instrument);
  writeU64(view, at + 5, value.updateSeq);
  writeU64(view, at + 13, value.eventTimeUs);
  writeI64(view, at + 21, value.bid);
  writeI64(view, at + 29, value.ask);
  writeI64(view, at + 37, value.bidQuantity);
  writeI64(view, at + 45, value.askQuantity);
  return 57;
}

/** Writes a whole Quote, CRC32 included, and gives its length (at most QUOTE_MAX_BYTES). */
export function encodeQuote(value: Quote, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeQuoteFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeQuote(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Quote): Quote {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 53) {
    block = completeBlock(view, at, blockLength, QUOTE_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.updateSeq = readU64(block, blockAt + 5);
  into.eventTimeUs = readU64(block, blockAt + 13);
  into.bid = readI64(block, blockAt + 21);
  into.ask = readI64(block, blockAt + 29);
  into.bidQuantity = readI64(block, blockAt + 37);
  into.askQuantity = readI64(block, blockAt + 45);
  return into;
}

/** Reads a Quote in place. Valid as long as the bytes are; `wrap` throws what decodeQuote throws. */
export class QuoteReader {
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
    if (blockLength < 53) {
      this.short ??= new DataView(new ArrayBuffer(53));
      block = completeBlock(view, at, blockLength, QUOTE_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 5);
    checkU64(block, blockAt + 13);
    checkI64(block, blockAt + 21);
    checkI64(block, blockAt + 29);
    checkI64(block, blockAt + 37);
    checkI64(block, blockAt + 45);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
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

  get bid(): number {
    return readI64(this.block, this.blockAt + 21);
  }

  get ask(): number {
    return readI64(this.block, this.blockAt + 29);
  }

  get bidQuantity(): number {
    return readI64(this.block, this.blockAt + 37);
  }

  get askQuantity(): number {
    return readI64(this.block, this.blockAt + 45);
  }
}
