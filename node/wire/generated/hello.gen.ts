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
  writeU64,
} from '../message-fields.js';

export const HELLO_MAX_BYTES = 13;
const HELLO_FIELD_ENDS: readonly number[] = [9];
const SHORT_BLOCK = new DataView(new ArrayBuffer(9));

/** Optional first message of a client: which instance of the program it is, across reconnects. Without it every session is an instance of its own. */
export interface Hello {
  /** Random, not 0, kept for the life of the client process. Cancel on disconnect waits for this instance to come back. */
  instance: number;
}

/** A Hello of null values, to be filled in or decoded into. */
export const emptyHello = (): Hello => ({ instance: 0 });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeHelloFields(value: Hello, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 13);
  view.setUint8(at, 9);
  writeU64(view, at + 1, value.instance);
  return 13;
}

/** Writes a whole Hello, CRC32 included, and gives its length (at most HELLO_MAX_BYTES). */
export function encodeHello(value: Hello, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeHelloFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeHello(view: DataView, _bytes: Uint8Array, at: number, length: number, into: Hello): Hello {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 9) {
    block = completeBlock(view, at, blockLength, HELLO_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  checkLength(at + blockLength, at, length);
  into.instance = readU64(block, blockAt + 1);
  return into;
}

/** Reads a Hello in place. Valid as long as the bytes are; `wrap` throws what decodeHello throws. */
export class HelloReader {
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
    if (blockLength < 9) {
      this.short ??= new DataView(new ArrayBuffer(9));
      block = completeBlock(view, at, blockLength, HELLO_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    checkLength(at + blockLength, at, length);
    checkU64(block, blockAt + 1);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    return this;
  }

  get instance(): number {
    return readU64(this.block, this.blockAt + 1);
  }
}
