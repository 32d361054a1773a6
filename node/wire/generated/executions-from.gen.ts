// Generated from node/wire/schema by `npm run generate`. Do not edit.

import type { ExecutionScope } from './enums.gen.js';
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

export const EXECUTIONS_FROM_MAX_BYTES = 22;
const EXECUTIONS_FROM_FIELD_ENDS: readonly number[] = [5, 9, 17, 18];
const SHORT_BLOCK = new DataView(new ArrayBuffer(18));

/** Ask for execution reports after a position, then live. ReplayPosition marks where the replay meets the live stream. */
export interface ExecutionsFrom {
  /** Chosen by the client; answers carry it. */
  requestId: number;
  /** Epoch of the last report known; 0 with fromSeq 0 for everything that is kept. */
  epoch: number;
  /** Sequence of the last report known: replay starts with the next. 2^53 − 1 asks for live only. */
  seq: number;
  /** Own, or All (drop copy). */
  scope: ExecutionScope;
}

/** A ExecutionsFrom of null values, to be filled in or decoded into. */
export const emptyExecutionsFrom = (): ExecutionsFrom => ({ requestId: 0, epoch: 0, seq: 0, scope: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeExecutionsFromFields(value: ExecutionsFrom, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 22);
  view.setUint8(at, 18);
  writeU32(view, at + 1, value.requestId);
  writeU32(view, at + 5, value.epoch);
  writeU64(view, at + 9, value.seq);
  writeU8(view, at + 17, value.scope);
  return 22;
}

/** Writes a whole ExecutionsFrom, CRC32 included, and gives its length (at most EXECUTIONS_FROM_MAX_BYTES). */
export function encodeExecutionsFrom(value: ExecutionsFrom, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeExecutionsFromFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeExecutionsFrom(view: DataView, _bytes: Uint8Array, at: number, length: number, into: ExecutionsFrom): ExecutionsFrom {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 18) {
    block = completeBlock(view, at, blockLength, EXECUTIONS_FROM_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  into.epoch = block.getUint32(blockAt + 5, true);
  into.seq = readU64(block, blockAt + 9);
  into.scope = block.getUint8(blockAt + 17) as ExecutionScope;
  return into;
}

/** Reads a ExecutionsFrom in place. Valid as long as the bytes are; `wrap` throws what decodeExecutionsFrom throws. */
export class ExecutionsFromReader {
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
    if (blockLength < 18) {
      this.short ??= new DataView(new ArrayBuffer(18));
      block = completeBlock(view, at, blockLength, EXECUTIONS_FROM_FIELD_ENDS, this.short);
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

  get scope(): ExecutionScope {
    return this.block.getUint8(this.blockAt + 17) as ExecutionScope;
  }
}
