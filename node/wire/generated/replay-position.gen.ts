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

export const REPLAY_POSITION_MAX_BYTES = 21;
const REPLAY_POSITION_FIELD_ENDS: readonly number[] = [5, 9, 17];
const SHORT_BLOCK = new DataView(new ArrayBuffer(17));

/** A replay of executions has reached the live stream: everything up to and including (epoch, seq) has been sent. */
export interface ReplayPosition {
  /** Of the ExecutionsFrom. */
  requestId: number;
  /** Epoch. */
  epoch: number;
  /** Sequence. */
  seq: number;
}

/** A ReplayPosition of null values, to be filled in or decoded into. */
export const emptyReplayPosition = (): ReplayPosition => ({ requestId: 0, epoch: 0, seq: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeReplayPositionFields(value: ReplayPosition, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 21);
  view.setUint8(at, 17);
  writeU32(view, at + 1, value.requestId);
  writeU32(view, at + 5, value.epoch);
  writeU64(view, at + 9, value.seq);
  return 21;
}

/** Writes a whole ReplayPosition, CRC32 included, and gives its length (at most REPLAY_POSITION_MAX_BYTES). */
export function encodeReplayPosition(value: ReplayPosition, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeReplayPositionFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeReplayPosition(view: DataView, _bytes: Uint8Array, at: number, length: number, into: ReplayPosition): ReplayPosition {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 17) {
    block = completeBlock(view, at, blockLength, REPLAY_POSITION_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.epoch = block.getUint32(blockAt + 5, true);
  into.seq = readU64(block, blockAt + 9);
  return into;
}

/** Reads a ReplayPosition in place. Valid as long as the bytes are; `wrap` throws what decodeReplayPosition throws. */
export class ReplayPositionReader {
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
    if (blockLength < 17) {
      this.short ??= new DataView(new ArrayBuffer(17));
      block = completeBlock(view, at, blockLength, REPLAY_POSITION_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 9);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get requestId(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get epoch(): number {
    return this.block.getUint32(this.blockAt + 5, true);
  }

  get seq(): number {
    return readU64(this.block, this.blockAt + 9);
  }
}
