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

export const REKEY_OFFER_MAX_BYTES = 78;
const REKEY_OFFER_FIELD_ENDS: readonly number[] = [5, 9, 10];
const SHORT_BLOCK = new DataView(new ArrayBuffer(10));

/** From the responder of the handshake: next generation of record keys. */
export interface RekeyOffer {
  /** Session key generation that is offered: the present one plus 1. */
  generation: number;
  /** Which psk is mixed in: transport key generation (nodes) or UTC day number (partners). */
  pskGeneration: number;
  /** Fresh X25519 public key, 64 lower-case hexadecimal digits. At most 64 bytes, printable ASCII. */
  publicKey: string;
}

/** A RekeyOffer of null values, to be filled in or decoded into. */
export const emptyRekeyOffer = (): RekeyOffer => ({ generation: 0, pskGeneration: 0, publicKey: '' });

/** Writes the fields and gives the length with the CRC32, which `writeMessageCrc` adds: for whoever still changes fields. */
export function encodeRekeyOfferFields(value: RekeyOffer, bytes: Uint8Array, view: DataView, at: number): number {
  needRoom(bytes, at, 14);
  view.setUint8(at, 10);
  writeU32(view, at + 1, value.generation);
  writeU32(view, at + 5, value.pskGeneration);
  let end = at + 10;
  const publicKeyLength = writeAscii(bytes, end, value.publicKey, 64);
  view.setUint8(at + 9, publicKeyLength);
  end += publicKeyLength;
  needRoom(bytes, end, 4);
  return end + 4 - at;
}

/** Writes a whole RekeyOffer, CRC32 included, and gives its length (at most REKEY_OFFER_MAX_BYTES). */
export function encodeRekeyOffer(value: RekeyOffer, bytes: Uint8Array, view: DataView, at: number): number {
  const length = encodeRekeyOfferFields(value, bytes, view, at);
  writeMessageCrc(bytes, view, at, length);
  return length;
}

/** Decodes into `into`, which it also gives back. Structure and ranges are checked, the CRC32 is not: see messageCrcIsGood. */
export function decodeRekeyOffer(view: DataView, bytes: Uint8Array, at: number, length: number, into: RekeyOffer): RekeyOffer {
  const blockLength = blockLengthOf(view, at, length);
  let block = view;
  let blockAt = at;
  if (blockLength < 10) {
    block = completeBlock(view, at, blockLength, REKEY_OFFER_FIELD_ENDS, SHORT_BLOCK);
    blockAt = 0;
  }
  let end = at + blockLength;
  const publicKeyAt = end;
  const publicKeyLength = block.getUint8(blockAt + 9);
  checkAscii(bytes, end, publicKeyLength, 64, at + length - 4);
  end += publicKeyLength;
  checkLength(end, at, length);
  into.generation = block.getUint32(blockAt + 1, true);
  into.pskGeneration = block.getUint32(blockAt + 5, true);
  into.publicKey = readAscii(bytes, publicKeyAt, publicKeyLength);
  return into;
}

/** Reads a RekeyOffer in place. Valid as long as the bytes are; `wrap` throws what decodeRekeyOffer throws. */
export class RekeyOfferReader {
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
    if (blockLength < 10) {
      this.short ??= new DataView(new ArrayBuffer(10));
      block = completeBlock(view, at, blockLength, REKEY_OFFER_FIELD_ENDS, this.short);
      blockAt = 0;
    }
    let end = at + blockLength;
    const publicKeyAt = end;
    const publicKeyLength = block.getUint8(blockAt + 9);
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

  get pskGeneration(): number {
    return this.block.getUint32(this.blockAt + 5, true);
  }

  publicKey(): string {
    return readAscii(this.bytes, this.publicKeyAt, this.publicKeyLength);
  }
}
