// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkLength,
  completeBlock,
  needRoom,
  writeMessageCrc,
  writeU32,
  writeU8,
} from '../message-fields.js';

export const UNSUBSCRIBE_MAX_BYTES = 14;
const UNSUBSCRIBE_FIELD_ENDS: readonly number[] = [5, 9, 10];
const SHORT_BLOCK = new DataView(new ArrayBuffer(10));

/** End a subscription. */
export interface Unsubscribe {
  /** Chosen by the client; answers carry it. */
  requestId: number;
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Bit 0 quotes, bit 1 trades, bit 2 book. */
  kinds: number;
}

/** A Unsubscribe of null values, to be filled in or decoded into. */
export const emptyUnsubscribe = (): Unsubscribe => ({ requestId: 0, instrument: 0, kinds: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeUnsubscribeFields(value: Unsubscribe, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 14);
  view.setUint8(at, 10);
  writeU32(view, at + 1, value.requestId);
  writeU32(view, at + 5, value.instrument);
  writeU8(view, at + 9, value.kinds);
  return 14;
}

/** Writes a whole Unsubscribe, CRC32 included, and gives its length (at most UNSUBSCRIBE_MAX_BYTES). */
export function encodeUnsubscribe(value: Unsubscribe, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeUnsubscribeFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeUnsubscribe(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Unsubscribe): Unsubscribe {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 10) {
    block = completeBlock(view, at, blockLength, UNSUBSCRIBE_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.instrument = block.getUint32(blockAt + 5, true);
  into.kinds = block.getUint8(blockAt + 9);
  return into;
}

/** Reads a Unsubscribe in place. Valid as long as the bytes are; `wrap` throws what decodeUnsubscribe throws. */
export class UnsubscribeReader {
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
    if (blockLength < 10) {
      this.short ??= new DataView(new ArrayBuffer(10));
      block = completeBlock(view, at, blockLength, UNSUBSCRIBE_FIELD_ENDS, this.short);
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

  get kinds(): number {
    return this.block.getUint8(this.blockAt + 9);
  }
}
