/**
 * Bytes of a segment file; docs/log-format.md has the tables. All numbers are little-endian.
 *
 *   segment = header (one sector) | group | group | … | zeros
 *   group   = header (64 bytes) | entry | entry | … | zeros up to the sector's end
 *   entry   = header (24 bytes) | payload
 *
 * A group is what one write and one sync took to the disk. It starts at a sector of its own, so that writing it never touches a sector
 * that holds acknowledged entries.
 */
import { hash } from 'node:crypto';
import { crc32 } from '../wire/index.js';

export const FORMAT_VERSION = 1;
/** What a disk writes as a whole or not at all. */
export const SECTOR_BYTES = 512;
export const HASH_BYTES = 32;
export const SEGMENT_HEADER_BYTES = SECTOR_BYTES;
export const GROUP_HEADER_BYTES = 64;
export const ENTRY_HEADER_BYTES = 24;

const SEGMENT_MAGIC = [0x52, 0x45, 0x4c, 0x41, 0x49, 0x53, 0x4c, 0x47]; // RELAISLG
const SEGMENT_CHECKED_BYTES = 96;
const GROUP_MAGIC = 0x52474c52; // RLGR
const TWO_32 = 0x1_0000_0000;

export const sectorsUp = (bytes: number): number => Math.ceil(bytes / SECTOR_BYTES) * SECTOR_BYTES;

export function setUint53(view: DataView, at: number, value: number): void {
  view.setUint32(at, value >>> 0, true);
  view.setUint32(at + 4, Math.floor(value / TWO_32), true);
}

export const getUint53 = (view: DataView, at: number): number => view.getUint32(at + 4, true) * TWO_32 + view.getUint32(at, true);

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where the chain stands: what the next entry and the next group must continue. Changed in place while groups are written or read. */
export interface Chain {
  nextSeq: number;
  epoch: number;
  /** Checksum of the entry before. */
  link: number;
  /** Hash over everything up to the last group's last entry. */
  hash: Uint8Array;
}

/** The chain of an empty log. The hash depends on the region only, so that every copy of a region's log has the same one. */
export function genesis(region: number): Chain {
  return { nextSeq: 1, epoch: 0, link: 0, hash: hash('sha256', `relais transaction log of region ${region}`, 'buffer') };
}

export interface SegmentHeader {
  region: number;
  number: number;
  segmentBytes: number;
  diskId: Uint8Array;
  /** State of the chain before the first entry of the segment. */
  chain: Chain;
}

export function writeSegmentHeader(bytes: Uint8Array, view: DataView, at: number, header: SegmentHeader): void {
  bytes.fill(0, at, at + SEGMENT_HEADER_BYTES);
  bytes.set(SEGMENT_MAGIC, at);
  view.setUint16(at + 8, FORMAT_VERSION, true);
  view.setUint16(at + 10, header.region, true);
  view.setUint32(at + 12, SECTOR_BYTES, true);
  setUint53(view, at + 16, header.number);
  setUint53(view, at + 24, header.chain.nextSeq);
  setUint53(view, at + 32, header.segmentBytes);
  bytes.set(header.diskId, at + 40);
  bytes.set(header.chain.hash, at + 56);
  view.setUint32(at + 88, header.chain.epoch, true);
  view.setUint32(at + 92, header.chain.link, true);
  view.setUint32(at + 96, crc32(bytes, at, SEGMENT_CHECKED_BYTES), true);
}

/** Reads the header of a segment: null when its sector is all zeros, otherwise the header or the reason why it is none. */
export function readSegmentHeader(bytes: Uint8Array, view: DataView, at: number): SegmentHeader | string | null {
  if (isZero(bytes, at, at + SEGMENT_HEADER_BYTES)) return null;
  if (SEGMENT_MAGIC.some((byte, index) => bytes[at + index] !== byte)) return 'segment header without its magic number';
  if (view.getUint32(at + 96, true) !== crc32(bytes, at, SEGMENT_CHECKED_BYTES)) return 'checksum of the segment header';
  if (!isZero(bytes, at + 100, at + SEGMENT_HEADER_BYTES)) return 'bytes after the segment header';
  if (view.getUint16(at + 8, true) !== FORMAT_VERSION) return `format version ${view.getUint16(at + 8, true)}`;
  if (view.getUint32(at + 12, true) !== SECTOR_BYTES) return `sectors of ${view.getUint32(at + 12, true)} bytes`;
  return {
    region: view.getUint16(at + 10, true),
    number: getUint53(view, at + 16),
    segmentBytes: getUint53(view, at + 32),
    diskId: bytes.slice(at + 40, at + 56),
    chain: {
      nextSeq: getUint53(view, at + 24),
      hash: bytes.slice(at + 56, at + 88),
      epoch: view.getUint32(at + 88, true),
      link: view.getUint32(at + 92, true),
    },
  };
}

export interface GroupHeader {
  bodyBytes: number;
  count: number;
  firstSeq: number;
  /** Sectors of the group that were all zeros when it was written: more of them on the disk means that it is torn. */
  zeroSectors: number;
  link: number;
}

/** Writes a group's header before its entries; the 32 bytes of the hash stand directly before the entries, so that both are hashed in one go. */
export function writeGroupHeader(bytes: Uint8Array, view: DataView, at: number, header: GroupHeader, previousHash: Uint8Array): void {
  view.setUint32(at, GROUP_MAGIC, true);
  view.setUint32(at + 8, header.bodyBytes, true);
  view.setUint32(at + 12, header.count, true);
  setUint53(view, at + 16, header.firstSeq);
  view.setUint32(at + 24, header.zeroSectors, true);
  view.setUint32(at + 28, header.link, true);
  bytes.set(previousHash, at + 32);
  view.setUint32(at + 4, crc32(bytes, at + 8, GROUP_HEADER_BYTES - 8), true);
}

/** Reads a group's header from a sector of at least 512 bytes. `zero`: nothing was ever written there; `bad`: something that is no header. */
export function readGroupHeader(bytes: Uint8Array, view: DataView, at: number, into: GroupHeader): 'good' | 'zero' | 'bad' {
  if (view.getUint32(at, true) !== GROUP_MAGIC) return isZero(bytes, at, at + SECTOR_BYTES) ? 'zero' : 'bad';
  if (view.getUint32(at + 4, true) !== crc32(bytes, at + 8, GROUP_HEADER_BYTES - 8)) return 'bad';
  into.bodyBytes = view.getUint32(at + 8, true);
  into.count = view.getUint32(at + 12, true);
  into.firstSeq = getUint53(view, at + 16);
  into.zeroSectors = view.getUint32(at + 24, true);
  into.link = view.getUint32(at + 28, true);
  return 'good';
}

/** Writes an entry's header before its payload, which is in place already; returns its checksum. */
export function writeEntryHeader(bytes: Uint8Array, view: DataView, at: number, chain: Chain, length: number): number {
  view.setUint32(at + 4, length, true);
  view.setUint32(at + 8, chain.link, true);
  view.setUint32(at + 12, chain.epoch, true);
  setUint53(view, at + 16, chain.nextSeq);
  const checksum = crc32(bytes, at + 4, ENTRY_HEADER_BYTES - 4 + length);
  view.setUint32(at, checksum, true);
  return checksum;
}

/** Hash over the chain before the group and the group's entries up to `end`: the hash of the entry that ends there. */
export const hashOfGroup = (bytes: Uint8Array, groupAt: number, end: number): Uint8Array =>
  hash('sha256', bytes.subarray(groupAt + GROUP_HEADER_BYTES - HASH_BYTES, end), 'buffer');

export function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

export const equalBytes = (left: Uint8Array, leftAt: number, right: Uint8Array): boolean => {
  for (let index = 0; index < right.length; index += 1) if (left[leftAt + index] !== right[index]) return false;
  return true;
};

/** Sectors between two sector boundaries that hold only zeros. */
export function countZeroSectors(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += SECTOR_BYTES) if (isZero(bytes, at, at + SECTOR_BYTES)) count += 1;
  return count;
}
