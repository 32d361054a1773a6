// Generated from node/wire/schema by `npm run generate`. Do not edit.

import type { Side } from './enums.gen.js';
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
  writeU8,
} from '../message-fields.js';

export const TRADE_MAX_BYTES = 50;
const TRADE_FIELD_ENDS: readonly number[] = [5, 13, 21, 29, 37, 45, 46];
const SHORT_BLOCK = new DataView(new ArrayBuffer(46));

/** Public trade. */
export interface Trade {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Sequence of the instrument and kind at its source; grows by one a message. */
  updateSeq: number;
  /** Time at the source. Unit: us since the Unix epoch, UTC. */
  eventTimeUs: number;
  /** Id at the source. */
  tradeId: number;
  /** Price. Unit: 10^-priceScale. */
  price: number;
  /** Quantity. Unit: 10^-quantityScale. */
  quantity: number;
  /** 0 if not known. */
  aggressorSide: Side;
}

/** A Trade of null values, to be filled in or decoded into. */
export const emptyTrade = (): Trade => ({ instrument: 0, updateSeq: 0, eventTimeUs: 0, tradeId: 0, price: 0, quantity: 0, aggressorSide: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeTradeFields(value: Trade, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 50);
  view.setUint8(at, 46);
  writeU32(view, at + 1, value.instrument);
  writeU64(view, at + 5, value.updateSeq);
  writeU64(view, at + 13, value.eventTimeUs);
  writeU64(view, at + 21, value.tradeId);
  writeI64(view, at + 29, value.price);
  writeI64(view, at + 37, value.quantity);
  writeU8(view, at + 45, value.aggressorSide);
  return 50;
}

/** Writes a whole Trade, CRC32 included, and gives its length (at most TRADE_MAX_BYTES). */
export function encodeTrade(value: Trade, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeTradeFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeTrade(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Trade): Trade {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 46) {
    block = completeBlock(view, at, blockLength, TRADE_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.updateSeq = readU64(block, blockAt + 5);
  into.eventTimeUs = readU64(block, blockAt + 13);
  into.tradeId = readU64(block, blockAt + 21);
  into.price = readI64(block, blockAt + 29);
  into.quantity = readI64(block, blockAt + 37);
  into.aggressorSide = block.getUint8(blockAt + 45) as Side;
  return into;
}

/** Reads a Trade in place. Valid as long as the bytes are; `wrap` throws what decodeTrade throws. */
export class TradeReader {
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
    if (blockLength < 46) {
      this.short ??= new DataView(new ArrayBuffer(46));
      block = completeBlock(view, at, blockLength, TRADE_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 5);
    checkU64(block, blockAt + 13);
    checkU64(block, blockAt + 21);
    checkI64(block, blockAt + 29);
    checkI64(block, blockAt + 37);
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

  get tradeId(): number {
    return readU64(this.block, this.blockAt + 21);
  }

  get price(): number {
    return readI64(this.block, this.blockAt + 29);
  }

  get quantity(): number {
    return readI64(this.block, this.blockAt + 37);
  }

  get aggressorSide(): Side {
    return this.block.getUint8(this.blockAt + 45) as Side;
  }
}
