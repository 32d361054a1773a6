// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkLength,
  checkU64,
  completeBlock,
  needRoom,
  readU64,
  writeMessageCrc,
  writeU32,
  writeU64,
  writeU8,
} from '../message-fields.js';

export const INSTRUMENT_STATUS_MAX_BYTES = 26;
const INSTRUMENT_STATUS_FIELD_ENDS: readonly number[] = [5, 13, 21, 22];
const SHORT_BLOCK = new DataView(new ArrayBuffer(22));

/** Trading session opened or closed. */
export interface InstrumentStatus {
  /** Region number × 65,536 + instrument number. */
  instrument: number;
  /** Sequence of the instrument and kind at its source; grows by one a message. */
  updateSeq: number;
  /** Time at the source. Unit: us since the Unix epoch, UTC. */
  eventTimeUs: number;
  /** 1 while orders are accepted. */
  open: number;
}

/** A InstrumentStatus of null values, to be filled in or decoded into. */
export const emptyInstrumentStatus = (): InstrumentStatus => ({ instrument: 0, updateSeq: 0, eventTimeUs: 0, open: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeInstrumentStatusFields(value: InstrumentStatus, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 26);
  view.setUint8(at, 22);
  writeU32(view, at + 1, value.instrument);
  writeU64(view, at + 5, value.updateSeq);
  writeU64(view, at + 13, value.eventTimeUs);
  writeU8(view, at + 21, value.open);
  return 26;
}

/** Writes a whole InstrumentStatus, CRC32 included, and gives its length (at most INSTRUMENT_STATUS_MAX_BYTES). */
export function encodeInstrumentStatus(value: InstrumentStatus, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeInstrumentStatusFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeInstrumentStatus(view: DataView, _bytes: Uint8Array, at: number, length: number, into: InstrumentStatus): InstrumentStatus {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 22) {
    block = completeBlock(view, at, blockLength, INSTRUMENT_STATUS_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.updateSeq = readU64(block, blockAt + 5);
  into.eventTimeUs = readU64(block, blockAt + 13);
  into.open = block.getUint8(blockAt + 21);
  return into;
}

/** Reads a InstrumentStatus in place. Valid as long as the bytes are; `wrap` throws what decodeInstrumentStatus throws. */
export class InstrumentStatusReader {
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
    if (blockLength < 22) {
      this.short ??= new DataView(new ArrayBuffer(22));
      block = completeBlock(view, at, blockLength, INSTRUMENT_STATUS_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 5);
    checkU64(block, blockAt + 13);
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

  get open(): number {
    return this.block.getUint8(this.blockAt + 21);
  }
}
