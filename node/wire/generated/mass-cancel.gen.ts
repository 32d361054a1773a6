// Generated from node/wire/schema by `npm run generate`. Do not edit.

import type { Side } from './enums.gen.js';
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
  writeU32,
  writeU64,
  writeU8,
} from '../message-fields.js';

export const MASS_CANCEL_MAX_BYTES = 51;
const MASS_CANCEL_FIELD_ENDS: readonly number[] = [5, 6, 14, 15];
const SHORT_BLOCK = new DataView(new ArrayBuffer(15));

/** Cancel all open orders of this partner, or those of one instrument. */
export interface MassCancel {
  /** 0 for all instruments. */
  instrument: number;
  /** 0 for both. */
  side: Side;
  /** Refused as TooLate after this; at most 300 s ahead. Bounds the memory for duplicates. Unit: us since the Unix epoch, UTC. */
  acceptUntilUs: number;
  /** Chosen by the client, unique per partner while it can be remembered (acceptUntil). At most 32 bytes, printable ASCII. */
  clientOrderId: string;
}

/** A MassCancel of null values, to be filled in or decoded into. */
export const emptyMassCancel = (): MassCancel => ({ instrument: 0, side: 0, acceptUntilUs: 0, clientOrderId: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeMassCancelFields(value: MassCancel, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 19);
  view.setUint8(at, 15);
  writeU32(view, at + 1, value.instrument);
  writeU8(view, at + 5, value.side);
  writeU64(view, at + 6, value.acceptUntilUs);
  let end = at + 15;
  const clientOrderIdLength = writeAscii(bytes, end, value.clientOrderId, 32);
  view.setUint8(at + 14, clientOrderIdLength);
  end += clientOrderIdLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole MassCancel, CRC32 included, and gives its length (at most MASS_CANCEL_MAX_BYTES). */
export function encodeMassCancel(value: MassCancel, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeMassCancelFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeMassCancel(view: DataView, bytes: Uint8Array, at: number, length: number, into: MassCancel): MassCancel {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 15) {
    block = completeBlock(view, at, blockLength, MASS_CANCEL_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const clientOrderIdAt = end;
  const clientOrderIdLength = block.getUint8(blockAt + 14);
  checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
  end += clientOrderIdLength;
  checkLength(end, at, length);
  into.instrument = block.getUint32(blockAt + 1, true);
  into.side = block.getUint8(blockAt + 5) as Side;
  into.acceptUntilUs = readU64(block, blockAt + 6);
  into.clientOrderId = readAscii(bytes, clientOrderIdAt, clientOrderIdLength);
  return into;
}

/** Reads a MassCancel in place. Valid as long as the bytes are; `wrap` throws what decodeMassCancel throws. */
export class MassCancelReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private bytes: Uint8Array = NO_BYTES;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;
  clientOrderIdAt = 0;
  clientOrderIdLength = 0;

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 15) {
      this.short ??= new DataView(new ArrayBuffer(15));
      block = completeBlock(view, at, blockLength, MASS_CANCEL_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const clientOrderIdAt = end;
    const clientOrderIdLength = block.getUint8(blockAt + 14);
    checkAscii(bytes, end, clientOrderIdLength, 32, at + length - 4);
    end += clientOrderIdLength;
    checkLength(end, at, length);
    checkU64(block, blockAt + 6);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.clientOrderIdAt = clientOrderIdAt;
    this.clientOrderIdLength = clientOrderIdLength;
    return this;
  }

  get instrument(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  get side(): Side {
    return this.block.getUint8(this.blockAt + 5) as Side;
  }

  get acceptUntilUs(): number {
    return readU64(this.block, this.blockAt + 6);
  }

  clientOrderId(): string {
    return readAscii(this.bytes, this.clientOrderIdAt, this.clientOrderIdLength);
  }
}
