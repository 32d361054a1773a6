// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_BYTES,
  NO_VIEW,
  blockLengthOf,
  checkAscii,
  checkLength,
  checkU64,
  completeBlock,
  needRoom,
  readAscii,
  readU64,
  writeAscii,
  writeMessageCrc,
  writeU16,
  writeU32,
  writeU64,
} from '../message-fields.js';

export const WELCOME_MAX_BYTES = 97;
const WELCOME_FIELD_ENDS: readonly number[] = [3, 5, 9, 17, 25, 29, 30];
const SHORT_BLOCK = new DataView(new ArrayBuffer(30));

/** First application message of the server: who it is and what the peer may do. */
export interface Welcome {
  /** Region number. */
  region: number;
  /** Number of the partner on this session; 0 for a region. */
  partner: number;
  /** Epoch of the log. */
  epoch: number;
  /** Last committed sequence. */
  committedSeq: number;
  /** Clock of the server. Unit: us since the Unix epoch, UTC. */
  serverTimeUs: number;
  /** Bits of what is allowed: docs/protocol.md, permissions. */
  permissions: number;
  /** Name of the Region. At most 63 bytes, printable ASCII. */
  regionName: string;
}

/** A Welcome of null values, to be filled in or decoded into. */
export const emptyWelcome = (): Welcome => ({ region: 0, partner: 0, epoch: 0, committedSeq: 0, serverTimeUs: 0, permissions: 0, regionName: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeWelcomeFields(value: Welcome, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 34);
  view.setUint8(at, 30);
  writeU16(view, at + 1, value.region);
  writeU16(view, at + 3, value.partner);
  writeU32(view, at + 5, value.epoch);
  writeU64(view, at + 9, value.committedSeq);
  writeU64(view, at + 17, value.serverTimeUs);
  writeU32(view, at + 25, value.permissions);
  let end = at + 30;
  const regionNameLength = writeAscii(bytes, end, value.regionName, 63);
  view.setUint8(at + 29, regionNameLength);
  end += regionNameLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole Welcome, CRC32 included, and gives its length (at most WELCOME_MAX_BYTES). */
export function encodeWelcome(value: Welcome, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeWelcomeFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeWelcome(view: DataView, bytes: Uint8Array, at: number, length: number, into: Welcome): Welcome {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 30) {
    block = completeBlock(view, at, blockLength, WELCOME_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const regionNameAt = end;
  const regionNameLength = block.getUint8(blockAt + 29);
  checkAscii(bytes, end, regionNameLength, 63, at + length - 4);
  end += regionNameLength;
  checkLength(end, at, length);
  into.region = block.getUint16(blockAt + 1, true);
  into.partner = block.getUint16(blockAt + 3, true);
  into.epoch = block.getUint32(blockAt + 5, true);
  into.committedSeq = readU64(block, blockAt + 9);
  into.serverTimeUs = readU64(block, blockAt + 17);
  into.permissions = block.getUint32(blockAt + 25, true);
  into.regionName = readAscii(bytes, regionNameAt, regionNameLength);
  return into;
}

/** Reads a Welcome in place. Valid as long as the bytes are; `wrap` throws what decodeWelcome throws. */
export class WelcomeReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private bytes: Uint8Array = NO_BYTES;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;
  regionNameAt = 0;
  regionNameLength = 0;

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 30) {
      this.short ??= new DataView(new ArrayBuffer(30));
      block = completeBlock(view, at, blockLength, WELCOME_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const regionNameAt = end;
    const regionNameLength = block.getUint8(blockAt + 29);
    checkAscii(bytes, end, regionNameLength, 63, at + length - 4);
    end += regionNameLength;
    checkLength(end, at, length);
    checkU64(block, blockAt + 9);
    checkU64(block, blockAt + 17);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.regionNameAt = regionNameAt;
    this.regionNameLength = regionNameLength;
    return this;
  }

  get region(): number {
    return this.block.getUint16(this.blockAt + 1, true);
  }

  get partner(): number {
    return this.block.getUint16(this.blockAt + 3, true);
  }

  get epoch(): number {
    return this.block.getUint32(this.blockAt + 5, true);
  }

  get committedSeq(): number {
    return readU64(this.block, this.blockAt + 9);
  }

  get serverTimeUs(): number {
    return readU64(this.block, this.blockAt + 17);
  }

  get permissions(): number {
    return this.block.getUint32(this.blockAt + 25, true);
  }

  regionName(): string {
    return readAscii(this.bytes, this.regionNameAt, this.regionNameLength);
  }
}
