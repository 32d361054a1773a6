import { Buffer } from 'node:buffer';
import {
  type Chain,
  countZeroSectors,
  ENTRY_HEADER_BYTES,
  GROUP_HEADER_BYTES,
  type GroupHeader,
  hashOfGroup,
  SEGMENT_HEADER_BYTES,
  sectorsUp,
  viewOf,
  writeEntryHeader,
  writeGroupHeader,
  writeSegmentHeader,
} from './format.js';
import type { LogIdentity, Segment } from './segment.js';

/**
 * One group while it collects entries and while it is written. The pool of a log reuses a few of them for ever.
 *
 * The first sector of the memory is kept free for a segment header: the first group of a segment takes it to the disk in the same write.
 */
export class GroupBuffer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #header: GroupHeader = { bodyBytes: 0, count: 0, firstSeq: 0, zeroSectors: 0, link: 0 };
  #end = 0;
  #room = 0;
  #segment: Segment | null = null;
  #position = 0;
  /** What the chain is after this group, once it is closed. */
  readonly after: Chain = { nextSeq: 0, epoch: 0, link: 0, hash: new Uint8Array(0) };

  readonly #identity: LogIdentity;

  constructor(groupBytes: number, identity: LogIdentity) {
    this.#identity = identity;
    this.#bytes = Buffer.alloc(SEGMENT_HEADER_BYTES + sectorsUp(groupBytes));
    this.#view = viewOf(this.#bytes);
  }

  /** Starts a group at `position` of `segment`; it may grow to `room` bytes there. */
  begin(segment: Segment, position: number, room: number, chain: Chain): void {
    this.#segment = segment;
    this.#position = position;
    this.#room = Math.min(room, this.#bytes.length - SEGMENT_HEADER_BYTES);
    this.#end = SEGMENT_HEADER_BYTES + GROUP_HEADER_BYTES;
    this.#header.count = 0;
    this.#header.firstSeq = chain.nextSeq;
    this.#header.link = chain.link;
    if (!this.opensSegment) return;
    segment.before = { ...chain };
    const { number, segmentBytes } = segment;
    writeSegmentHeader(this.#bytes, this.#view, 0, { ...this.#identity, number, segmentBytes, chain });
  }

  fits(entryBytes: number): boolean {
    return sectorsUp(this.#end - SEGMENT_HEADER_BYTES + entryBytes) <= this.#room;
  }

  /** Copies an entry in and moves sequence and link of the chain on; the caller has asked `fits`. */
  add(payload: Uint8Array, at: number, length: number, chain: Chain): void {
    const entryAt = this.#end;
    Buffer.prototype.copy.call(payload, this.#bytes, entryAt + ENTRY_HEADER_BYTES, at, at + length);
    chain.link = writeEntryHeader(this.#bytes, this.#view, entryAt, chain, length);
    chain.nextSeq += 1;
    this.#header.count += 1;
    this.#end = entryAt + ENTRY_HEADER_BYTES + length;
  }

  /** No more entries: writes the header, links the group into the chain (whose hash moves on). */
  seal(chain: Chain): void {
    const at = SEGMENT_HEADER_BYTES;
    const end = at + this.extentBytes;
    this.#bytes.fill(0, this.#end, end);
    this.#header.bodyBytes = this.#end - at - GROUP_HEADER_BYTES;
    this.#header.zeroSectors = countZeroSectors(this.#bytes, at + SEGMENT_HEADER_BYTES, end);
    writeGroupHeader(this.#bytes, this.#view, at, this.#header, chain.hash);
    chain.hash = hashOfGroup(this.#bytes, at, this.#end);
    Object.assign(this.after, chain);
  }

  get segment(): Segment {
    return this.#segment as Segment;
  }
  get opensSegment(): boolean {
    return this.#position === SEGMENT_HEADER_BYTES;
  }
  get position(): number {
    return this.#position;
  }
  get firstSeq(): number {
    return this.#header.firstSeq;
  }
  get count(): number {
    return this.#header.count;
  }
  /** Bytes it takes in the file, up to the end of its last sector. */
  get extentBytes(): number {
    return sectorsUp(this.#end - SEGMENT_HEADER_BYTES);
  }
  /** What goes to the disk: `bytes` from `writeAt` to `writeEnd`, at `writePosition` of the file. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }
  get writeAt(): number {
    return this.opensSegment ? 0 : SEGMENT_HEADER_BYTES;
  }
  get writeEnd(): number {
    return SEGMENT_HEADER_BYTES + this.extentBytes;
  }
  get writePosition(): number {
    return this.opensSegment ? 0 : this.#position;
  }
}
