import { RelaisError } from '../../registry/index.js';
import { type LogFile, readFully } from './file-system.js';
import { type Chain, GROUP_HEADER_BYTES, type GroupHeader, isZero, readGroupHeader, SECTOR_BYTES, sectorsUp, viewOf } from './format.js';
import { isTorn, verifyGroup } from './verify-group.js';

/** What stands at a position: a good group (the chain has moved past it), nothing, or something that is no good group. */
export type Found = 'group' | 'zero' | 'torn' | 'bad';

const BUFFER_BYTES = 262_144;

/**
 * Walks the groups of one segment file in order. One memory buffer, grown only to the size of a group whose header passed its checksum
 * and which fits the file.
 */
export class SegmentWalk {
  readonly #file: LogFile;
  readonly #limit: number;
  #position: number;
  bytes = new Uint8Array(BUFFER_BYTES);
  view = viewOf(this.bytes);
  /** The file's bytes from #base on, #filled of them, are in `bytes`. */
  #base = 0;
  #filled = 0;
  readonly header: GroupHeader = { bodyBytes: 0, count: 0, firstSeq: 0, zeroSectors: 0, link: 0 };
  /** Where the last group found starts in `bytes`. */
  at = 0;
  reason = '';

  /** Walks from `position` to `limit` of the file; both lie on sector boundaries. */
  constructor(file: LogFile, position: number, limit: number) {
    this.#file = file;
    this.#position = position;
    this.#limit = limit;
  }

  get position(): number {
    return this.#position;
  }

  get extentBytes(): number {
    return sectorsUp(GROUP_HEADER_BYTES + this.header.bodyBytes);
  }

  /** Looks at the header where the walk stands, without moving. */
  async peek(): Promise<'good' | 'zero' | 'bad'> {
    if (this.#position + SECTOR_BYTES > this.#limit) return 'zero';
    this.at = await this.#load(SECTOR_BYTES);
    if (this.at < 0) return this.#bad('the file ends early');
    const found = readGroupHeader(this.bytes, this.view, this.at, this.header);
    if (found === 'bad') return this.#bad('group header');
    if (found === 'good' && this.extentBytes > this.#limit - this.#position) return this.#bad('length of the group');
    return found;
  }

  /** Moves past the group whose header `peek` found, without checking it. */
  skip(): void {
    this.#position += this.extentBytes;
  }

  /** Checks what stands here against the chain; moves on only when it is a good group. `bytes` hold it from `at` on. */
  async next(chain: Chain): Promise<Found> {
    const found = await this.peek();
    if (found !== 'good') return found;
    this.at = await this.#load(this.extentBytes);
    if (this.at < 0) return this.#bad('the file ends early');
    const reason = verifyGroup(this.bytes, this.view, this.at, this.header, chain);
    if (reason !== null) {
      this.reason = reason;
      return isTorn(this.bytes, this.at, this.header) ? 'torn' : 'bad';
    }
    this.skip();
    return 'group';
  }

  /** First sector from `from` on that is not zero, or -1; the walk does not move. */
  nextWrittenSector(from: number): Promise<number> {
    return this.#findSector(from, (at, end) => !isZero(this.bytes, at, end));
  }

  /** Last sector from `from` on that is not zero, or -1; the walk does not move. */
  async lastWrittenSector(from: number): Promise<number> {
    let last = -1;
    await this.#findSector(from, (at, end) => {
      if (!isZero(this.bytes, at, end)) last = this.#base + at;
      return false;
    });
    return last;
  }

  /** Is there a group's header with at least this sequence on any sector from `from` on? Then what came before was durable once. */
  async hasGroupFrom(from: number, seq: number): Promise<boolean> {
    const header: GroupHeader = { ...this.header };
    const isLater = (at: number): boolean => readGroupHeader(this.bytes, this.view, at, header) === 'good' && header.firstSeq >= seq;
    return (await this.#findSector(from, isLater)) >= 0;
  }

  async #findSector(from: number, matches: (at: number, end: number) => boolean): Promise<number> {
    for (let position = from; position < this.#limit; position += this.bytes.length) {
      const got = await this.#read(position, Math.min(this.bytes.length, this.#limit - position));
      for (let at = 0; at + SECTOR_BYTES <= got; at += SECTOR_BYTES) if (matches(at, at + SECTOR_BYTES)) return position + at;
    }
    return -1;
  }

  #bad(reason: string): 'bad' {
    this.reason = reason;
    return 'bad';
  }

  /** Makes `length` bytes from the present position available; returns where they start in `bytes`, or -1 when the file is too short. */
  async #load(length: number): Promise<number> {
    const at = this.#position - this.#base;
    if (at >= 0 && at + length <= this.#filled) return at;
    if (length > this.bytes.length) {
      this.bytes = new Uint8Array(length);
      this.view = viewOf(this.bytes);
    }
    const got = await this.#read(this.#position, Math.min(this.bytes.length, this.#limit - this.#position));
    return got >= length ? 0 : -1;
  }

  async #read(position: number, length: number): Promise<number> {
    this.#base = position;
    this.#filled = 0;
    try {
      this.#filled = await readFully(this.#file, this.bytes, 0, length, position);
    } catch (error) {
      throw new RelaisError('RELAIS_E_LOG_READ_FAILED', (error as Error).message, { cause: error });
    }
    return this.#filled;
  }
}
