// Generated from node/wire/schema by `npm run generate`. Do not edit.

import {
  NO_BYTES,
  NO_VIEW,
  blockLengthOf,
  checkAscii,
  checkLength,
  completeBlock,
  needRoom,
  readAscii,
  writeAscii,
  writeMessageCrc,
  writeU32,
} from '../message-fields.js';

export const REKEY_ANSWER_MAX_BYTES = 74;
const REKEY_ANSWER_FIELD_ENDS: readonly number[] = [5, 6];
const SHORT_BLOCK = new DataView(new ArrayBuffer(6));

/** From the initiator: accepts an offer. The responder seals with the new generation from here on. */
export interface RekeyAnswer {
  /** Generation of the offer. */
  generation: number;
  /** Fresh X25519 public key, 64 lower-case hexadecimal digits. At most 64 bytes, printable ASCII. */
  publicKey: string;
}

/** A RekeyAnswer of null values, to be filled in or decoded into. */
export const emptyRekeyAnswer = (): RekeyAnswer => ({ generation: 0, publicKey: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeRekeyAnswerFields(value: RekeyAnswer, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 10);
  view.setUint8(at, 6);
  writeU32(view, at + 1, value.generation);
  let end = at + 6;
  const publicKeyLength = writeAscii(bytes, end, value.publicKey, 64);
  view.setUint8(at + 5, publicKeyLength);
  end += publicKeyLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole RekeyAnswer, CRC32 included, and gives its length (at most REKEY_ANSWER_MAX_BYTES). */
export function encodeRekeyAnswer(value: RekeyAnswer, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeRekeyAnswerFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeRekeyAnswer(view: DataView, bytes: Uint8Array, at: number, length: number, into: RekeyAnswer): RekeyAnswer {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 6) {
    block = completeBlock(view, at, blockLength, REKEY_ANSWER_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const publicKeyAt = end;
  const publicKeyLength = block.getUint8(blockAt + 5);
  checkAscii(bytes, end, publicKeyLength, 64, at + length - 4);
  end += publicKeyLength;
  checkLength(end, at, length);
  into.generation = block.getUint32(blockAt + 1, true);
  into.publicKey = readAscii(bytes, publicKeyAt, publicKeyLength);
  return into;
}

/** Reads a RekeyAnswer in place. Valid as long as the bytes are; `wrap` throws what decodeRekeyAnswer throws. */
export class RekeyAnswerReader {
  /** Where the message stands. */
  at = 0;
  /** Its length, CRC32 included. */
  length = 0;
  private bytes: Uint8Array = NO_BYTES;
  private block: DataView = NO_VIEW;
  private blockAt = 0;
  private short: DataView | null = null;
  publicKeyAt = 0;
  publicKeyLength = 0;

  wrap(view: DataView, bytes: Uint8Array, at: number, length: number): this {
    const blockLength = blockLengthOf(view, at, length);
    let block = view;
    let blockAt = at;
    if (blockLength < 6) {
      this.short ??= new DataView(new ArrayBuffer(6));
      block = completeBlock(view, at, blockLength, REKEY_ANSWER_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const publicKeyAt = end;
    const publicKeyLength = block.getUint8(blockAt + 5);
    checkAscii(bytes, end, publicKeyLength, 64, at + length - 4);
    end += publicKeyLength;
    checkLength(end, at, length);
    this.at = at;
    this.length = length;
    this.block = block;
    this.blockAt = blockAt;
    this.bytes = bytes;
    this.publicKeyAt = publicKeyAt;
    this.publicKeyLength = publicKeyLength;
    return this;
  }

  get generation(): number {
    return this.block.getUint32(this.blockAt + 1, true);
  }

  publicKey(): string {
    return readAscii(this.bytes, this.publicKeyAt, this.publicKeyLength);
  }
}
