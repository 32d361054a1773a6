// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_VIEW,
  blockLengthOf,
  checkLength,
  completeBlock,
  needRoom,
  writeMessageCrc,
  writeU32,
} from '../message-fields.js';

export const POSITION_REQUEST_MAX_BYTES = 9;
const POSITION_REQUEST_FIELD_ENDS: readonly number[] = [5];
const SHORT_BLOCK = new DataView(new ArrayBuffer(5));

/** Ask for the committed position of the region. */
export interface PositionRequest {
  /** Chosen by the client; answers carry it. */
  requestId: number;
}

/** A PositionRequest of null values, to be filled in or decoded into. */
export const emptyPositionRequest = (): PositionRequest => ({ requestId: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodePositionRequestFields(value: PositionRequest, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 9);
  view.setUint8(at, 5);
  writeU32(view, at + 1, value.requestId);
  return 9;
}

/** Writes a whole PositionRequest, CRC32 included, and gives its length (at most POSITION_REQUEST_MAX_BYTES). */
export function encodePositionRequest(value: PositionRequest, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodePositionRequestFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodePositionRequest(view: DataView, _bytes: Uint8Array, at: number, length: number, into: PositionRequest): PositionRequest {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 5) {
    block = completeBlock(view, at, blockLength, POSITION_REQUEST_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.requestId = block.getUint32(blockAt + 1, true);
  return into;
}

/** Reads a PositionRequest in place. Valid as long as the bytes are; `wrap` throws what decodePositionRequest throws. */
export class PositionRequestReader {
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
    if (blockLength < 5) {
      this.short ??= new DataView(new ArrayBuffer(5));
      block = completeBlock(view, at, blockLength, POSITION_REQUEST_FIELD_ENDS, this.short);
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
}
