// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkLength,
  completeBlock,
  needRoom,
  writeMessageCrc,
  writeU32,
} from '../message-fields.js';

export const QUOTE_REQUEST_MAX_BYTES = 17;
const QUOTE_REQUEST_FIELD_ENDS: readonly number[] = [5, 9, 13];
const SHORT_BLOCK = new DataView(new ArrayBuffer(13));

/** Read one quote, at most maxAgeMs old. */
export interface QuoteRequest {
  /** Chosen by the client; answers carry it. */
  requestId: number;
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Oldest acceptable age since this region received it, or last confirmed it on a live subscription. Unit: ms. */
  maxAgeMs: number;
}

/** A QuoteRequest of null values, to be filled in or decoded into. */
export const emptyQuoteRequest = (): QuoteRequest => ({ requestId: 0, instrument: 0, maxAgeMs: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeQuoteRequestFields(value: QuoteRequest, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 17);
  view.setUint8(at, 13);
  writeU32(view, at + 1, value.requestId);
  writeU32(view, at + 5, value.instrument);
  writeU32(view, at + 9, value.maxAgeMs);
  return 17;
}

/** Writes a whole QuoteRequest, CRC32 included, and gives its length (at most QUOTE_REQUEST_MAX_BYTES). */
export function encodeQuoteRequest(value: QuoteRequest, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeQuoteRequestFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeQuoteRequest(view: DataView, _bytes: Uint8Array, at: number, length: number, into: QuoteRequest): QuoteRequest {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 13) {
    block = completeBlock(view, at, blockLength, QUOTE_REQUEST_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.instrument = block.getUint32(blockAt + 5, true);
  into.maxAgeMs = block.getUint32(blockAt + 9, true);
  return into;
}

/** Reads a QuoteRequest in place. Valid as long as the bytes are; `wrap` throws what decodeQuoteRequest throws. */
export class QuoteRequestReader {
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
      block = completeBlock(view, at, blockLength, QUOTE_REQUEST_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
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

  get maxAgeMs(): number {
    return this.block.getUint32(this.blockAt + 9, true);
  }
}
