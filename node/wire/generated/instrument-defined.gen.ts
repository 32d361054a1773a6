// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_BYTES,
  NO_VIEW,
  blockLengthOf,
  checkAscii,
  checkI64,
  checkLength,
  completeBlock,
  needRoom,
  readAscii,
  readI64,
  writeAscii,
  writeI64,
  writeMessageCrc,
  writeU32,
  writeU8,
} from '../message-fields.js';

export const INSTRUMENT_DEFINED_MAX_BYTES = 85;
const INSTRUMENT_DEFINED_FIELD_ENDS: readonly number[] = [5, 6, 7, 8, 16, 24, 32, 40, 48, 49];
const SHORT_BLOCK = new DataView(new ArrayBuffer(49));

/** An instrument is added or its limits change. Only through the log, so that every copy of the engine agrees. */
export interface InstrumentDefined {
  /** Instrument. */
  instrument: number;
  /** Decimals of prices. */
  priceScale: number;
  /** Decimals of quantities. */
  quantityScale: number;
  /** 0 withdraws it: open orders are cancelled. */
  enabled: number;
  /** Smallest price step. Unit: 10^-priceScale. */
  tick: number;
  /** Smallest quantity step. Unit: 10^-quantityScale. */
  lot: number;
  /** Lowest allowed limit price. Unit: 10^-priceScale. */
  bandLow: number;
  /** Highest allowed limit price. Unit: 10^-priceScale. */
  bandHigh: number;
  /** Largest order quantity. Unit: 10^-quantityScale. */
  maxQuantity: number;
  /** Symbol. At most 32 bytes, printable ASCII. */
  symbol: string;
}

/** A InstrumentDefined of null values, to be filled in or decoded into. */
export const emptyInstrumentDefined = (): InstrumentDefined => ({ instrument: 0, priceScale: 0, quantityScale: 0, enabled: 0, tick: 0, lot: 0, bandLow: 0, bandHigh: 0, maxQuantity: 0, symbol: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeInstrumentDefinedFields(value: InstrumentDefined, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 53);
  view.setUint8(at, 49);
  writeU32(view, at + 1, value.instrument);
  writeU8(view, at + 5, value.priceScale);
  writeU8(view, at + 6, value.quantityScale);
  writeU8(view, at + 7, value.enabled);
  writeI64(view, at + 8, value.tick);
  writeI64(view, at + 16, value.lot);
  writeI64(view, at + 24, value.bandLow);
  writeI64(view, at + 32, value.bandHigh);
  writeI64(view, at + 40, value.maxQuantity);
  let end = at + 49;
  const symbolLength = writeAscii(bytes, end, value.symbol, 32);
  view.setUint8(at + 48, symbolLength);
  end += symbolLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole InstrumentDefined, CRC32 included, and gives its length (at most INSTRUMENT_DEFINED_MAX_BYTES). */
export function encodeInstrumentDefined(value: InstrumentDefined, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeInstrumentDefinedFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeInstrumentDefined(view: DataView, bytes: Uint8Array, at: number, length: number, into: InstrumentDefined): InstrumentDefined {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 49) {
    block = completeBlock(view, at, blockLength, INSTRUMENT_DEFINED_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const symbolAt = end;
  const symbolLength = block.getUint8(blockAt + 48);
  checkAscii(bytes, end, symbolLength, 32, at + length - 4);
  end += symbolLength;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.priceScale = block.getUint8(blockAt + 5);
  into.quantityScale = block.getUint8(blockAt + 6);
  into.enabled = block.getUint8(blockAt + 7);
  into.tick = readI64(block, blockAt + 8);
  into.lot = readI64(block, blockAt + 16);
  into.bandLow = readI64(block, blockAt + 24);
  into.bandHigh = readI64(block, blockAt + 32);
  into.maxQuantity = readI64(block, blockAt + 40);
  into.symbol = readAscii(bytes, symbolAt, symbolLength);
  return into;
}

/** Reads a InstrumentDefined in place. Valid as long as the bytes are; `wrap` throws what decodeInstrumentDefined throws. */
export class InstrumentDefinedReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private bytes: Uint8Array = NO_BYTES;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;
  symbolAt = 0;
  symbolLength = 0;

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 49) {
      this.short ??= new DataView(new ArrayBuffer(49));
      block = completeBlock(view, at, blockLength, INSTRUMENT_DEFINED_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const symbolAt = end;
    const symbolLength = block.getUint8(blockAt + 48);
    checkAscii(bytes, end, symbolLength, 32, at + length - 4);
    end += symbolLength;
    checkLength(end, at, length);
    checkI64(block, blockAt + 8);
    checkI64(block, blockAt + 16);
    checkI64(block, blockAt + 24);
    checkI64(block, blockAt + 32);
    checkI64(block, blockAt + 40);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.symbolAt = symbolAt;
    this.symbolLength = symbolLength;
    return this;
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get priceScale(): number {
    return this.block.getUint8(this.blockAt + 5);
  }

  get quantityScale(): number {
    return this.block.getUint8(this.blockAt + 6);
  }

  get enabled(): number {
    return this.block.getUint8(this.blockAt + 7);
  }

  get tick(): number {
    return readI64(this.block, this.blockAt + 8);
  }

  get lot(): number {
    return readI64(this.block, this.blockAt + 16);
  }

  get bandLow(): number {
    return readI64(this.block, this.blockAt + 24);
  }

  get bandHigh(): number {
    return readI64(this.block, this.blockAt + 32);
  }

  get maxQuantity(): number {
    return readI64(this.block, this.blockAt + 40);
  }

  symbol(): string {
    return readAscii(this.bytes, this.symbolAt, this.symbolLength);
  }
}
