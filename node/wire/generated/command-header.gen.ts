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
  writeU64,
  writeU8,
} from '../message-fields.js';

export const COMMAND_HEADER_MAX_BYTES = 24;
const COMMAND_HEADER_FIELD_ENDS: readonly number[] = [9, 11, 12, 20];
const SHORT_BLOCK = new DataView(new ArrayBuffer(20));

/** Header of a command: the only place where the engine gets its time from. */
export interface CommandHeader {
  /** Never goes back within a log. Unit: us since the Unix epoch, UTC. */
  timeUs: number;
  /** Partner number. */
  partner: number;
  /** Message type that follows (32–35), or one of the types below with its own message. */
  commandType: number;
  /** Number of the session that sent it, for cancel on disconnect; 0 for none. */
  session: number;
}

/** A CommandHeader of null values, to be filled in or decoded into. */
export const emptyCommandHeader = (): CommandHeader => ({ timeUs: 0, partner: 0, commandType: 0, session: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeCommandHeaderFields(value: CommandHeader, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 24);
  view.setUint8(at, 20);
  writeU64(view, at + 1, value.timeUs);
  writeU16(view, at + 9, value.partner);
  writeU8(view, at + 11, value.commandType);
  writeU64(view, at + 12, value.session);
  return 24;
}

/** Writes a whole CommandHeader, CRC32 included, and gives its length (at most COMMAND_HEADER_MAX_BYTES). */
export function encodeCommandHeader(value: CommandHeader, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeCommandHeaderFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeCommandHeader(view: DataView, _bytes: Uint8Array, at: number, length: number, into: CommandHeader): CommandHeader {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 20) {
    block = completeBlock(view, at, blockLength, COMMAND_HEADER_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.timeUs = readU64(block, blockAt + 1);
  into.partner = block.getUint16(blockAt + 9, true);
  into.commandType = block.getUint8(blockAt + 11);
  into.session = readU64(block, blockAt + 12);
  return into;
}

/** Reads a CommandHeader in place. Valid as long as the bytes are; `wrap` throws what decodeCommandHeader throws. */
export class CommandHeaderReader {
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
    if (blockLength < 20) {
      this.short ??= new DataView(new ArrayBuffer(20));
      block = completeBlock(view, at, blockLength, COMMAND_HEADER_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 1);
    checkU64(block, blockAt + 12);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get timeUs(): number {
    return readU64(this.block, this.blockAt + 1);
  }

  get partner(): number {
    return this.block.getUint16(this.blockAt + 9, true);
  }

  get commandType(): number {
    return this.block.getUint8(this.blockAt + 11);
  }

  get session(): number {
    return readU64(this.block, this.blockAt + 12);
  }
}
