// Generated from node/wire/schema by `npm run generate`. Do not edit.

import type { QuoteSource } from './enums.gen.js';
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
  writeU16,
  writeU32,
  writeU64,
  writeU8,
} from '../message-fields.js';

export const QUOTE_RESPONSE_MAX_BYTES = 68;
const QUOTE_RESPONSE_FIELD_ENDS: readonly number[] = [5, 9, 11, 12, 16, 24, 32, 40, 48, 56, 64];
const SHORT_BLOCK = new DataView(new ArrayBuffer(64));

/** Answer to a QuoteRequest. */
export interface QuoteResponse {
  /** Chosen by the client; answers carry it. */
  requestId: number;
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** 0, or the wire number of a coded error. */
  error: number;
  /** Where it came from. */
  source: QuoteSource;
  /** Age since this region received it, or last confirmed it on a live subscription. Unit: ms. */
  ageMs: number;
  /** As in Quote. */
  updateSeq: number;
  /** As in Quote. Unit: us since the Unix epoch, UTC. */
  eventTimeUs: number;
  /** Best bid. Unit: 10^-priceScale. */
  bid: number;
  /** Best offer. Unit: 10^-priceScale. */
  ask: number;
  /** Quantity at the bid. Unit: 10^-quantityScale. */
  bidQuantity: number;
  /** Quantity at the offer. Unit: 10^-quantityScale. */
  askQuantity: number;
}

/** A QuoteResponse of null values, to be filled in or decoded into. */
export const emptyQuoteResponse = (): QuoteResponse => ({ requestId: 0, instrument: 0, error: 0, source: 0, ageMs: 0, updateSeq: 0, eventTimeUs: 0, bid: 0, ask: 0, bidQuantity: 0, askQuantity: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeQuoteResponseFields(value: QuoteResponse, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 68);
  view.setUint8(at, 64);
  writeU32(view, at + 1, value.requestId);
  writeU32(view, at + 5, value.instrument);
  writeU16(view, at + 9, value.error);
  writeU8(view, at + 11, value.source);
  writeU32(view, at + 12, value.ageMs);
  writeU64(view, at + 16, value.updateSeq);
  writeU64(view, at + 24, value.eventTimeUs);
  writeI64(view, at + 32, value.bid);
  writeI64(view, at + 40, value.ask);
  writeI64(view, at + 48, value.bidQuantity);
  writeI64(view, at + 56, value.askQuantity);
  return 68;
}

/** Writes a whole QuoteResponse, CRC32 included, and gives its length (at most QUOTE_RESPONSE_MAX_BYTES). */
export function encodeQuoteResponse(value: QuoteResponse, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeQuoteResponseFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeQuoteResponse(view: DataView, _bytes: Uint8Array, at: number, length: number, into: QuoteResponse): QuoteResponse {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 64) {
    block = completeBlock(view, at, blockLength, QUOTE_RESPONSE_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.instrument = block.getUint32(blockAt + 5, true);
  into.error = block.getUint16(blockAt + 9, true);
  into.source = block.getUint8(blockAt + 11) as QuoteSource;
  into.ageMs = block.getUint32(blockAt + 12, true);
  into.updateSeq = readU64(block, blockAt + 16);
  into.eventTimeUs = readU64(block, blockAt + 24);
  into.bid = readI64(block, blockAt + 32);
  into.ask = readI64(block, blockAt + 40);
  into.bidQuantity = readI64(block, blockAt + 48);
  into.askQuantity = readI64(block, blockAt + 56);
  return into;
}

/** Reads a QuoteResponse in place. Valid as long as the bytes are; `wrap` throws what decodeQuoteResponse throws. */
export class QuoteResponseReader {
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
    if (blockLength < 64) {
      this.short ??= new DataView(new ArrayBuffer(64));
      block = completeBlock(view, at, blockLength, QUOTE_RESPONSE_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 16);
    checkU64(block, blockAt + 24);
    checkI64(block, blockAt + 32);
    checkI64(block, blockAt + 40);
    checkI64(block, blockAt + 48);
    checkI64(block, blockAt + 56);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get requestId(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 5, true);
  }

  get error(): number {
    return this.block.getUint16(this.blockAt + 9, true);
  }

  get source(): QuoteSource {
    return this.block.getUint8(this.blockAt + 11) as QuoteSource;
  }

  get ageMs(): number {
    return this.block.getUint32(this.blockAt + 12, true);
  }

  get updateSeq(): number {
    return readU64(this.block, this.blockAt + 16);
  }

  get eventTimeUs(): number {
    return readU64(this.block, this.blockAt + 24);
  }

  get bid(): number {
    return readI64(this.block, this.blockAt + 32);
  }

  get ask(): number {
    return readI64(this.block, this.blockAt + 40);
  }

  get bidQuantity(): number {
    return readI64(this.block, this.blockAt + 48);
  }

  get askQuantity(): number {
    return readI64(this.block, this.blockAt + 56);
  }
}
