import { crc32 } from '../wire/index.js';
import {
  type Chain,
  countZeroSectors,
  ENTRY_HEADER_BYTES,
  equalBytes,
  GROUP_HEADER_BYTES,
  type GroupHeader,
  getUint53,
  HASH_BYTES,
  hashOfGroup,
  isZero,
  sectorsUp,
} from './format.js';

/**
 * Checks a whole group against the chain before it: every checksum, link, sequence, epoch, the hash and the zeros behind it. On success
 * the chain has moved past the group and null comes back; otherwise the reason, and the chain is as it was.
 */
export function verifyGroup(bytes: Uint8Array, view: DataView, at: number, header: GroupHeader, chain: Chain): string | null {
  if (header.firstSeq !== chain.nextSeq) return `sequence ${header.firstSeq} where ${chain.nextSeq} was expected`;
  if (header.link !== chain.link) return 'link to the entry before the group';
  if (!equalBytes(bytes, at + GROUP_HEADER_BYTES - HASH_BYTES, chain.hash)) return 'hash of the group before';
  const end = at + GROUP_HEADER_BYTES + header.bodyBytes;
  let { nextSeq, epoch, link } = chain;
  let entryAt = at + GROUP_HEADER_BYTES;
  for (let index = 0; index < header.count; index += 1) {
    if (entryAt + ENTRY_HEADER_BYTES > end) return 'more entries than bytes';
    const length = view.getUint32(entryAt + 4, true);
    if (length > end - entryAt - ENTRY_HEADER_BYTES) return `length of entry ${nextSeq}`;
    if (getUint53(view, entryAt + 16) !== nextSeq) return `sequence of entry ${nextSeq}`;
    const checksum = view.getUint32(entryAt, true);
    if (checksum !== crc32(bytes, entryAt + 4, ENTRY_HEADER_BYTES - 4 + length)) return `checksum of entry ${nextSeq}`;
    if (view.getUint32(entryAt + 8, true) !== link) return `link of entry ${nextSeq}`;
    const entryEpoch = view.getUint32(entryAt + 12, true);
    if (entryEpoch < epoch) return `epoch of entry ${nextSeq}`;
    epoch = entryEpoch;
    link = checksum;
    nextSeq += 1;
    entryAt += ENTRY_HEADER_BYTES + length;
  }
  if (entryAt !== end) return 'more bytes than entries';
  if (!isZero(bytes, end, at + sectorsUp(end - at))) return 'bytes behind the group';
  chain.hash = hashOfGroup(bytes, at, end);
  chain.nextSeq = nextSeq;
  chain.epoch = epoch;
  chain.link = link;
  return null;
}

/**
 * Is a group that failed its check torn, that is, are sectors of it still zero that were not when it was written? A group that is there
 * in full and fails is damage instead.
 */
export function isTorn(bytes: Uint8Array, at: number, header: GroupHeader): boolean {
  return countZeroSectors(bytes, at, at + sectorsUp(GROUP_HEADER_BYTES + header.bodyBytes)) > header.zeroSectors;
}
