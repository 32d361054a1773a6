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
} from '../message-fields.js';

export const BEAT_MAX_BYTES = 25;
const BEAT_FIELD_ENDS: readonly number[] = [9, 17, 21];
const SHORT_BLOCK = new DataView(new ArrayBuffer(21));

/** Keep-alive. Makes a lost tail known, and acknowledges. */
export interface Beat {
  /** Number of the record that carries this beat: the highest sent so far. */
  highestSent: number;
  /** Every record of the receiver of this message up to this number has arrived; 0 for none. */
  acknowledged: number;
  /** Counter of the sender's main loop; 0 if not kept. */
  progress: number;
}

/** A Beat of null values, to be filled in or decoded into. */
export const emptyBeat = (): Beat => ({ highestSent: 0, acknowledged: 0, progress: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeBeatFields(value: Beat, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 25);
  view.setUint8(at, 21);
  writeU64(view, at + 1, value.highestSent);
  writeU64(view, at + 9, value.acknowledged);
  writeU32(view, at + 17, value.progress);
  return 25;
}

/** Writes a whole Beat, CRC32 included, and gives its length (at most BEAT_MAX_BYTES). */
export function encodeBeat(value: Beat, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeBeatFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeBeat(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Beat): Beat {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 21) {
    block = completeBlock(view, at, blockLength, BEAT_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.highestSent = readU64(block, blockAt + 1);
  into.acknowledged = readU64(block, blockAt + 9);
  into.progress = block.getUint32(blockAt + 17, true);
  return into;
}

/** Reads a Beat in place. Valid as long as the bytes are; `wrap` throws what decodeBeat throws. */
export class BeatReader {
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
    if (blockLength < 21) {
      this.short ??= new DataView(new ArrayBuffer(21));
      block = completeBlock(view, at, blockLength, BEAT_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 1);
    checkU64(block, blockAt + 9);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get highestSent(): number {
    return readU64(this.block, this.blockAt + 1);
  }

  get acknowledged(): number {
    return readU64(this.block, this.blockAt + 9);
  }

  get progress(): number {
    return this.block.getUint32(this.blockAt + 17, true);
  }
}
