/**
 * Records: header | AES-256-GCM ciphertext | tag | CRC32 of all that. The header is the additional data, the record number the nonce.
 *
 * The CRC32 tells damage (drop it, ask again) from forgery (good CRC32, bad tag: end the session) without any cryptography. It covers
 * ciphertext, so it says nothing about the plaintext.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { crc32 } from './crc32.js';
import {
  RECORD_BODY_BYTES_MAX,
  RECORD_CHECKED_BYTES,
  RECORD_CRC_BYTES,
  RECORD_HEADER_BYTES,
  RECORD_MAGIC,
  RECORD_OVERHEAD_BYTES,
  RECORD_TAG_BYTES,
  RECORD_TYPE_FRAMES,
} from './spec.js';

const TWO_32 = 4_294_967_296;
const ALGORITHM = 'aes-256-gcm';
const TAG_OPTIONS = { authTagLength: RECORD_TAG_BYTES };

const u32At = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>> 0;

export const recordTypeAt = (bytes: Uint8Array, at: number): number => bytes[at + 2] as number;
export const recordGenerationAt = (bytes: Uint8Array, at: number): number => bytes[at + 3] as number;
export const recordNumberAt = (bytes: Uint8Array, at: number): number => u32At(bytes, at + 8) * TWO_32 + u32At(bytes, at + 4);
export const recordBodyBytesAt = (bytes: Uint8Array, at: number): number => (bytes[at + 12] as number) | ((bytes[at + 13] as number) << 8);
export const recordFlagsAt = (bytes: Uint8Array, at: number): number => (bytes[at + 14] as number) | ((bytes[at + 15] as number) << 8);

/** Whether the 20 bytes at `at` are a header that was not damaged. */
export function recordHeaderIsGood(bytes: Uint8Array, at: number): boolean {
  if (((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) !== RECORD_MAGIC) return false;
  if (recordBodyBytesAt(bytes, at) > RECORD_BODY_BYTES_MAX) return false;
  return crc32(bytes, at, RECORD_CHECKED_BYTES) === u32At(bytes, at + RECORD_CHECKED_BYTES);
}

/** Whether the CRC32 at the end of a whole record with a good header fits. */
export function recordCrcIsGood(bytes: Uint8Array, at: number, recordBytes: number): boolean {
  const covered = recordBytes - RECORD_CRC_BYTES;
  return crc32(bytes, at, covered) === u32At(bytes, at + covered);
}

function setNonce(nonce: Uint8Array, view: DataView, number: number): Uint8Array {
  view.setUint32(4, Math.floor(number / TWO_32));
  view.setUint32(8, number >>> 0);
  return nonce;
}

/** Seals records with one key of one direction. The caller never gives a record number twice. */
export class RecordSealer {
  readonly generation: number;
  private readonly key: KeyObject;
  private readonly nonce = new Uint8Array(12);
  private readonly nonceView = new DataView(this.nonce.buffer);

  /** `key` may be wiped afterwards. */
  constructor(generation: number, key: Uint8Array) {
    this.generation = generation;
    this.key = createSecretKey(key);
  }

  /** Writes a whole record at `at` and gives its length, `body.length` + RECORD_OVERHEAD_BYTES. */
  seal(number: number, body: Uint8Array, bytes: Uint8Array, view: DataView, at: number): number {
    view.setUint16(at, RECORD_MAGIC, true);
    view.setUint8(at + 2, RECORD_TYPE_FRAMES);
    view.setUint8(at + 3, this.generation & 0xff);
    view.setUint32(at + 4, number >>> 0, true);
    view.setUint32(at + 8, Math.floor(number / TWO_32), true);
    view.setUint16(at + 12, body.length, true);
    view.setUint16(at + 14, 0, true);
    view.setUint32(at + 16, crc32(bytes, at, RECORD_CHECKED_BYTES), true);
    const bodyAt = at + RECORD_HEADER_BYTES;
    const tagAt = bodyAt + body.length;
    const cipher = createCipheriv(ALGORITHM, this.key, setNonce(this.nonce, this.nonceView, number), TAG_OPTIONS);
    cipher.setAAD(bytes.subarray(at, bodyAt));
    bytes.set(cipher.update(body), bodyAt);
    cipher.final();
    bytes.set(cipher.getAuthTag(), tagAt);
    const crcAt = tagAt + RECORD_TAG_BYTES;
    view.setUint32(crcAt, crc32(bytes, at, crcAt - at), true);
    return body.length + RECORD_OVERHEAD_BYTES;
  }
}

/** Opens records with one key of one direction. */
export class RecordOpener {
  readonly generation: number;
  private readonly key: KeyObject;
  private readonly nonce = new Uint8Array(12);
  private readonly nonceView = new DataView(this.nonce.buffer);

  /** `key` may be wiped afterwards. */
  constructor(generation: number, key: Uint8Array) {
    this.generation = generation;
    this.key = createSecretKey(key);
  }

  /** Body of the whole record at `at`, in memory of its own; null if the tag is wrong. */
  open(bytes: Uint8Array, at: number): Uint8Array | null {
    const bodyAt = at + RECORD_HEADER_BYTES;
    const tagAt = bodyAt + recordBodyBytesAt(bytes, at);
    const decipher = createDecipheriv(ALGORITHM, this.key, setNonce(this.nonce, this.nonceView, recordNumberAt(bytes, at)), TAG_OPTIONS);
    decipher.setAAD(bytes.subarray(at, bodyAt));
    decipher.setAuthTag(bytes.subarray(tagAt, tagAt + RECORD_TAG_BYTES));
    const body = decipher.update(bytes.subarray(bodyAt, tagAt));
    try {
      decipher.final();
    } catch {
      // Nobody may see what was not authenticated.
      body.fill(0);
      return null;
    }
    // Not a Buffer: its `slice` would not copy.
    return new Uint8Array(body.buffer, body.byteOffset, body.length);
  }
}
