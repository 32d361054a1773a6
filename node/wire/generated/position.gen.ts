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
  writeU16,
  writeU32,
  writeU64,
} from '../message-fields.js';

export const POSITION_MAX_BYTES = 23;
const POSITION_FIELD_ENDS: readonly number[] = [5, 7, 11, 19];
const SHORT_BLOCK = new DataView(new ArrayBuffer(19));

/** Committed position of the region. */
export interface Position {
  /** Chosen by the client; answers carry it. */
  requestId: number;
  /** Region number. */
  region: number;
  /** Epoch. */
  epoch: number;
  /** Last committed sequence. */
  seq: number;
}

/** A Position of null values, to be filled in or decoded into. */
export const emptyPosition = (): Position => ({ requestId: 0, region: 0, epoch: 0, seq: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodePositionFields(value: Position, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 23);
  view.setUint8(at, 19);
  writeU32(view, at + 1, value.requestId);
  writeU16(view, at + 5, value.region);
  writeU32(view, at + 7, value.epoch);
  writeU64(view, at + 11, value.seq);
  return 23;
}

/** Writes a whole Position, CRC32 included, and gives its length (at most POSITION_MAX_BYTES). */
export function encodePosition(value: Position, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodePositionFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodePosition(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Position): Position {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 19) {
    block = completeBlock(view, at, blockLength, POSITION_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.region = block.getUint16(blockAt + 5, true);
  into.epoch = block.getUint32(blockAt + 7, true);
  into.seq = readU64(block, blockAt + 11);
  return into;
}

/** Reads a Position in place. Valid as long as the bytes are; `wrap` throws what decodePosition throws. */
export class PositionReader {
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
    if (blockLength < 19) {
      this.short ??= new DataView(new ArrayBuffer(19));
      block = completeBlock(view, at, blockLength, POSITION_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 11);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get requestId(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get region(): number {
    return this.block.getUint16(this.blockAt + 5, true);
  }

  get epoch(): number {
    return this.block.getUint32(this.blockAt + 7, true);
  }

  get seq(): number {
    return readU64(this.block, this.blockAt + 11);
  }
}
