/**
 * Bytes of a journal file: header (32 bytes) | record | record | …, ending with the file. A record is its CRC32, the length of its content,
 * its key (sequence and index) and the content. docs/log-format.md has the tables.
 */
import { Buffer } from 'node:buffer';
import { crc32 } from '../wire/index.js';
import { getUint53, setUint53 } from './format.js';

export const JOURNAL_HEADER_BYTES = 32;
export const RECORD_HEADER_BYTES = 20;
const MAGIC = [0x52, 0x45, 0x4c, 0x41, 0x49, 0x53, 0x44, 0x4a]; // RELAISDJ
const VERSION = 1;

export interface RecordHeader {
  seq: number;
  index: number;
  length: number;
}

export function writeJournalHeader(bytes: Uint8Array, view: DataView, region: number, firstSeq: number): void {
  bytes.set(MAGIC);
  view.setUint16(8, VERSION, true);
  view.setUint16(10, region, true);
  setUint53(view, 12, firstSeq);
  view.setUint32(28, crc32(bytes, 0, 28), true);
}

/** The first sequence of the file, or -1 when this is not the header of a journal of that region. */
export function readJournalHeader(bytes: Uint8Array, view: DataView, region: number): number {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) return -1;
  if (view.getUint32(28, true) !== crc32(bytes, 0, 28)) return -1;
  return view.getUint16(8, true) === VERSION && view.getUint16(10, true) === region ? getUint53(view, 12) : -1;
}

/** Writes a record and returns its bytes. */
export function writeRecord(
  target: Uint8Array,
  view: DataView,
  at: number,
  key: RecordHeader,
  content: Uint8Array,
  contentAt: number,
): number {
  Buffer.prototype.copy.call(content, target, at + RECORD_HEADER_BYTES, contentAt, contentAt + key.length);
  view.setUint32(at + 4, key.length, true);
  setUint53(view, at + 8, key.seq);
  view.setUint32(at + 16, key.index, true);
  view.setUint32(at, crc32(target, at + 4, RECORD_HEADER_BYTES - 4 + key.length), true);
  return RECORD_HEADER_BYTES + key.length;
}

/** Reads a record that starts at `at`; false when it is not there in full or not as it was written. */
export function readRecord(bytes: Uint8Array, view: DataView, at: number, end: number, into: RecordHeader): boolean {
  if (at + RECORD_HEADER_BYTES > end) return false;
  into.length = view.getUint32(at + 4, true);
  into.seq = getUint53(view, at + 8);
  into.index = view.getUint32(at + 16, true);
  if (into.length > end - at - RECORD_HEADER_BYTES) return false;
  return view.getUint32(at, true) === crc32(bytes, at + 4, RECORD_HEADER_BYTES - 4 + into.length);
}
