// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkLength,
  completeBlock,
  needRoom,
  writeMessageCrc,
  writeU16,
  writeU32,
} from '../message-fields.js';

export const EPOCH_OPENED_MAX_BYTES = 15;
const EPOCH_OPENED_FIELD_ENDS: readonly number[] = [5, 9, 11];
const SHORT_BLOCK = new DataView(new ArrayBuffer(11));

/** First entry of an epoch. */
export interface EpochOpened {
  /** The new epoch. */
  epoch: number;
  /** The epoch before; 0 for none. */
  previousEpoch: number;
  /** Behaviour version of the engine from here on. */
  behaviourVersion: number;
}

/** A EpochOpened of null values, to be filled in or decoded into. */
export const emptyEpochOpened = (): EpochOpened => ({ epoch: 0, previousEpoch: 0, behaviourVersion: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeEpochOpenedFields(value: EpochOpened, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 15);
  view.setUint8(at, 11);
  writeU32(view, at + 1, value.epoch);
  writeU32(view, at + 5, value.previousEpoch);
  writeU16(view, at + 9, value.behaviourVersion);
  return 15;
}

/** Writes a whole EpochOpened, CRC32 included, and gives its length (at most EPOCH_OPENED_MAX_BYTES). */
export function encodeEpochOpened(value: EpochOpened, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeEpochOpenedFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeEpochOpened(view: DataView, _bytes: Uint8Array, at: number, length: number, into: EpochOpened): EpochOpened {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 11) {
    block = completeBlock(view, at, blockLength, EPOCH_OPENED_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.epoch = block.getUint32(blockAt + 1, true);
  into.previousEpoch = block.getUint32(blockAt + 5, true);
  into.behaviourVersion = block.getUint16(blockAt + 9, true);
  return into;
}

/** Reads a EpochOpened in place. Valid as long as the bytes are; `wrap` throws what decodeEpochOpened throws. */
export class EpochOpenedReader {
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
    if (blockLength < 11) {
      this.short ??= new DataView(new ArrayBuffer(11));
      block = completeBlock(view, at, blockLength, EPOCH_OPENED_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get epoch(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get previousEpoch(): number {
    return this.block.getUint32(this.blockAt + 5, true);
  }

  get behaviourVersion(): number {
    return this.block.getUint16(this.blockAt + 9, true);
  }
}
