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

export const INSTRUMENT_DEFINITION_MAX_BYTES = 145;
const INSTRUMENT_DEFINITION_FIELD_ENDS: readonly number[] = [5, 9, 10, 11, 12, 20, 28, 36, 44, 45, 46];
const SHORT_BLOCK = new DataView(new ArrayBuffer(46));

/** An instrument of some region. */
export interface InstrumentDefinition {
  /** Chosen by the client; answers carry it. */
  requestId: number;
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Decimals of prices. */
  priceScale: number;
  /** Decimals of quantities. */
  quantityScale: number;
  /** 1 if orders are accepted for it on this session. */
  tradable: number;
  /** Smallest price step. Unit: 10^-priceScale. */
  tick: number;
  /** Smallest quantity step. Unit: 10^-quantityScale. */
  lot: number;
  /** Lowest allowed limit price. Unit: 10^-priceScale. */
  bandLow: number;
  /** Highest allowed limit price. Unit: 10^-priceScale. */
  bandHigh: number;
  /** Symbol. At most 32 bytes, printable ASCII. */
  symbol: string;
  /** Region that trades or publishes it. At most 63 bytes, printable ASCII. */
  regionName: string;
}

/** A InstrumentDefinition of null values, to be filled in or decoded into. */
export const emptyInstrumentDefinition = (): InstrumentDefinition => ({ requestId: 0, instrument: 0, priceScale: 0, quantityScale: 0, tradable: 0, tick: 0, lot: 0, bandLow: 0, bandHigh: 0, symbol: '', regionName: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeInstrumentDefinitionFields(value: InstrumentDefinition, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 50);
  view.setUint8(at, 46);
  writeU32(view, at + 1, value.requestId);
  writeU32(view, at + 5, value.instrument);
  writeU8(view, at + 9, value.priceScale);
  writeU8(view, at + 10, value.quantityScale);
  writeU8(view, at + 11, value.tradable);
  writeI64(view, at + 12, value.tick);
  writeI64(view, at + 20, value.lot);
  writeI64(view, at + 28, value.bandLow);
  writeI64(view, at + 36, value.bandHigh);
  let end = at + 46;
  const symbolLength = writeAscii(bytes, end, value.symbol, 32);
  view.setUint8(at + 44, symbolLength);
  end += symbolLength;
  const regionNameLength = writeAscii(bytes, end, value.regionName, 63);
  view.setUint8(at + 45, regionNameLength);
  end += regionNameLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole InstrumentDefinition, CRC32 included, and gives its length (at most INSTRUMENT_DEFINITION_MAX_BYTES). */
export function encodeInstrumentDefinition(value: InstrumentDefinition, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeInstrumentDefinitionFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeInstrumentDefinition(view: DataView, bytes: Uint8Array, at: number, length: number, into: InstrumentDefinition): InstrumentDefinition {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 46) {
    block = completeBlock(view, at, blockLength, INSTRUMENT_DEFINITION_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const symbolAt = end;
  const symbolLength = block.getUint8(blockAt + 44);
  checkAscii(bytes, end, symbolLength, 32, at + length - 4);
  end += symbolLength;
  const regionNameAt = end;
  const regionNameLength = block.getUint8(blockAt + 45);
  checkAscii(bytes, end, regionNameLength, 63, at + length - 4);
  end += regionNameLength;
  checkLength(end, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.instrument = block.getUint32(blockAt + 5, true);
  into.priceScale = block.getUint8(blockAt + 9);
  into.quantityScale = block.getUint8(blockAt + 10);
  into.tradable = block.getUint8(blockAt + 11);
  into.tick = readI64(block, blockAt + 12);
  into.lot = readI64(block, blockAt + 20);
  into.bandLow = readI64(block, blockAt + 28);
  into.bandHigh = readI64(block, blockAt + 36);
  into.symbol = readAscii(bytes, symbolAt, symbolLength);
  into.regionName = readAscii(bytes, regionNameAt, regionNameLength);
  return into;
}

/** Reads a InstrumentDefinition in place. Valid as long as the bytes are; `wrap` throws what decodeInstrumentDefinition throws. */
export class InstrumentDefinitionReader {
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
  regionNameAt = 0;
  regionNameLength = 0;

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 46) {
      this.short ??= new DataView(new ArrayBuffer(46));
      block = completeBlock(view, at, blockLength, INSTRUMENT_DEFINITION_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const symbolAt = end;
    const symbolLength = block.getUint8(blockAt + 44);
    checkAscii(bytes, end, symbolLength, 32, at + length - 4);
    end += symbolLength;
    const regionNameAt = end;
    const regionNameLength = block.getUint8(blockAt + 45);
    checkAscii(bytes, end, regionNameLength, 63, at + length - 4);
    end += regionNameLength;
    checkLength(end, at, length);
    checkI64(block, blockAt + 12);
    checkI64(block, blockAt + 20);
    checkI64(block, blockAt + 28);
    checkI64(block, blockAt + 36);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.symbolAt = symbolAt;
    this.symbolLength = symbolLength;
    this.regionNameAt = regionNameAt;
    this.regionNameLength = regionNameLength;
    return this;
  }

  get requestId(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 5, true);
  }

  get priceScale(): number {
    return this.block.getUint8(this.blockAt + 9);
  }

  get quantityScale(): number {
    return this.block.getUint8(this.blockAt + 10);
  }

  get tradable(): number {
    return this.block.getUint8(this.blockAt + 11);
  }

  get tick(): number {
    return readI64(this.block, this.blockAt + 12);
  }

  get lot(): number {
    return readI64(this.block, this.blockAt + 20);
  }

  get bandLow(): number {
    return readI64(this.block, this.blockAt + 28);
  }

  get bandHigh(): number {
    return readI64(this.block, this.blockAt + 36);
  }

  symbol(): string {
    return readAscii(this.bytes, this.symbolAt, this.symbolLength);
  }

  regionName(): string {
    return readAscii(this.bytes, this.regionNameAt, this.regionNameLength);
  }
}
