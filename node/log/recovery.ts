/**
 * What opening a log does before anything may be appended: find the end, cut what is torn, prove the rest, refuse what is damaged.
 *
 * Only one group is on its way to the disk at any time, so after a power loss only the last group can be incomplete. It is torn, and cut,
 * when sectors of it are still zero that were not zero when it was written, and nothing that was written later is there. Everything else
 * that does not check out is damage: acknowledged entries may be behind it, so nothing is changed and the log is refused.
 *
 * The last whole group may have reached only the page cache before the process died. It is written and synced again before it counts.
 */
import { RelaisError } from '../../registry/index.js';
import { isOutOfSpace, type LogFile, type LogFileSystem, readFully, writeAll } from './file-system.js';
import {
  type Chain,
  equalBytes,
  genesis,
  readSegmentHeader,
  SECTOR_BYTES,
  SEGMENT_HEADER_BYTES,
  type SegmentHeader,
  viewOf,
} from './format.js';
import { isUnfinished, type LogIdentity, prepareSegment, removeSegment, Segment, segmentNumber, writeZeros } from './segment.js';
import { SegmentWalk } from './segment-walk.js';
import type { LogRecovery } from './types.js';

export interface RecoveredLog {
  identity: LogIdentity;
  chain: Chain;
  /** In use, oldest first; the last one is written next. Never empty. */
  segments: Segment[];
  prepared: Segment[];
  report: LogRecovery;
}

export interface RecoveryOptions {
  directory: string;
  identity: LogIdentity;
  segmentBytes: number;
  fileSystem: LogFileSystem;
}

/**
 * Opens the folder of a log. Errors: RELAIS_E_LOG_DAMAGED (with file, offset and sequence), RELAIS_E_LOG_FOREIGN,
 * RELAIS_E_LOG_READ_FAILED, RELAIS_E_LOG_WRITE_FAILED, RELAIS_E_DISK_FULL when a new log finds no room for its first segment.
 */
export async function recoverLog(options: RecoveryOptions): Promise<RecoveredLog> {
  const { directory } = options;
  try {
    const segments = await listSegments(options);
    const recovery = new Recovery(options, segments);
    await recovery.walk();
    await recovery.repair();
    return await recovery.result();
  } catch (error) {
    if (error instanceof RelaisError) throw error;
    if (isOutOfSpace(error)) throw new RelaisError('RELAIS_E_DISK_FULL', directory, { cause: error });
    throw new RelaisError('RELAIS_E_LOG_WRITE_FAILED', `${directory} at start: ${(error as Error).message}`, { cause: error });
  }
}

/** Segments by number without a gap; removes half-made ones and makes the names that were found durable. */
async function listSegments({ directory, fileSystem }: RecoveryOptions): Promise<Segment[]> {
  await fileSystem.makeDirectory(directory);
  const names = await fileSystem.list(directory);
  for (const name of names) if (isUnfinished(name)) await fileSystem.unlink(`${directory}/${name}`);
  await fileSystem.syncDirectory(directory);
  const numbers = names.map(segmentNumber).filter((number) => number > 0);
  const segments: Segment[] = [];
  for (const number of numbers) {
    const previous = segments.at(-1);
    if (previous !== undefined && number !== previous.number + 1)
      throw damage(previous.path, previous.segmentBytes, 0, 'the next segment is missing');
    const file = await fileSystem.open(new Segment(directory, number, 0).path, 'read');
    try {
      segments.push(new Segment(directory, number, await file.size()));
    } finally {
      await file.close();
    }
  }
  return segments;
}

const UNREADABLE_BEFORE_LATER = 'later groups stand behind a place where nothing can be read';

const damage = (path: string, offset: number, seq: number, reason: string): RelaisError =>
  new RelaisError('RELAIS_E_LOG_DAMAGED', `file=${path} offset=${offset} seq=${seq} reason=${reason}`);

class Recovery {
  readonly #options: RecoveryOptions;
  readonly #segments: Segment[];
  #identity: LogIdentity;
  #chain: Chain;
  /** Segments whose groups are good, and where the last good group stands. */
  #used = 0;
  #lastGroupAt = 0;
  /** Where the good part ends when something torn is behind it. */
  #cutFrom: { index: number; position: number } | null = null;
  readonly #report: LogRecovery = { segments: 0, cutBytes: 0, provedBytes: 0 };

  constructor(options: RecoveryOptions, segments: Segment[]) {
    this.#options = options;
    this.#segments = segments;
    this.#identity = options.identity;
    this.#chain = genesis(options.identity.region);
  }

  /** Reads everything, changes nothing on the disk. */
  async walk(): Promise<void> {
    let ended = false;
    for (const [index, segment] of this.#segments.entries()) {
      const file = await this.#options.fileSystem.open(segment.path, 'read');
      try {
        if (ended) await this.#expectUnused(segment, file);
        else ended = await this.#walkSegment(index, segment, file);
      } finally {
        await file.close();
      }
    }
  }

  /** Returns true when the log ends in this segment or before it. */
  async #walkSegment(index: number, segment: Segment, file: LogFile): Promise<boolean> {
    const header = await this.#readHeader(segment, file);
    const walk = new SegmentWalk(file, SEGMENT_HEADER_BYTES, segment.segmentBytes);
    if (header === null) {
      this.#cut(index, 0);
      await this.#expectNothingLater(segment, file, SEGMENT_HEADER_BYTES, this.#chain.nextSeq + 1);
      return true;
    }
    this.#enter(index, segment, header);
    for (;;) {
      const { position } = walk;
      const firstSeq = this.#chain.nextSeq;
      const found = await walk.next(this.#chain);
      if (found === 'bad') throw damage(segment.path, position, firstSeq, walk.reason);
      if (found === 'group') {
        segment.before ??= header.chain;
        this.#used = index + 1;
        this.#lastGroupAt = position;
        segment.noteGroup(firstSeq, position, walk.position);
        continue;
      }
      return this.#endOfGroups(index, segment, file, walk, found);
    }
  }

  async #endOfGroups(index: number, segment: Segment, file: LogFile, walk: SegmentWalk, found: 'zero' | 'torn'): Promise<boolean> {
    const { position } = walk;
    if (found === 'zero' && (await walk.nextWrittenSector(position)) < 0 && this.#used > index) return false;
    const after = found === 'torn' ? position + SECTOR_BYTES : position;
    await this.#expectNothingLater(segment, file, after, this.#chain.nextSeq);
    // A header without a whole group behind it: the segment's first group was torn, the segment is as good as unused.
    this.#cut(index, this.#used > index ? position : 0);
    return true;
  }

  #cut(index: number, position: number): void {
    this.#cutFrom = { index, position };
  }

  async #readHeader(segment: Segment, file: LogFile): Promise<SegmentHeader | null> {
    const bytes = new Uint8Array(SEGMENT_HEADER_BYTES);
    const got = await readFully(file, bytes, 0, bytes.length, 0);
    const header = readSegmentHeader(bytes, viewOf(bytes), 0);
    if (typeof header === 'string') throw damage(segment.path, 0, this.#chain.nextSeq, header);
    if (header !== null && (got < bytes.length || header.segmentBytes !== segment.segmentBytes)) {
      throw damage(segment.path, segment.segmentBytes, this.#chain.nextSeq, 'the segment has not its full size');
    }
    return header;
  }

  /** The header of a segment must continue the one before; the first one says where the kept part of the log begins. */
  #enter(index: number, segment: Segment, header: SegmentHeader): void {
    const { region, diskId } = this.#identity;
    if (header.region !== region) throw new RelaisError('RELAIS_E_LOG_FOREIGN', `${segment.path} belongs to region ${header.region}`);
    if (index === 0) {
      this.#identity = { region, diskId: header.diskId };
      this.#chain = { ...header.chain };
      return;
    }
    const continues =
      header.number === segment.number &&
      header.chain.nextSeq === this.#chain.nextSeq &&
      header.chain.link === this.#chain.link &&
      equalBytes(header.chain.hash, 0, this.#chain.hash) &&
      equalBytes(header.diskId, 0, diskId);
    if (!continues) throw damage(segment.path, 0, this.#chain.nextSeq, 'the segment does not continue the one before');
  }

  /** Behind the end of the log there may be pieces of one torn group, but no whole header of a group that was written later. */
  async #expectNothingLater(segment: Segment, file: LogFile, from: number, seq: number): Promise<void> {
    const walk = new SegmentWalk(file, from, segment.segmentBytes);
    if (await walk.hasGroupFrom(from, seq)) throw damage(segment.path, from, this.#chain.nextSeq, UNREADABLE_BEFORE_LATER);
  }

  /** Behind the segment in which the log ends, none was ever in use: the torn group would have been durable first. */
  async #expectUnused(segment: Segment, file: LogFile): Promise<void> {
    const header = await this.#readHeader(segment, file);
    if (header !== null) throw damage(segment.path, 0, this.#chain.nextSeq, UNREADABLE_BEFORE_LATER);
    await this.#expectNothingLater(segment, file, SEGMENT_HEADER_BYTES, this.#chain.nextSeq);
  }

  /** Zeros what is torn, then writes and syncs the last whole group again. */
  async repair(): Promise<void> {
    const { fileSystem } = this.#options;
    for (let index = this.#cutFrom?.index ?? this.#segments.length; index < this.#segments.length; index += 1) {
      const segment = this.#segments[index] as Segment;
      const file = await fileSystem.open(segment.path, 'readWrite');
      try {
        const from = index === this.#cutFrom?.index ? this.#cutFrom.position : 0;
        const walk = new SegmentWalk(file, from, segment.segmentBytes);
        const first = await walk.nextWrittenSector(from);
        if (first < 0) continue;
        const end = (await walk.lastWrittenSector(first)) + SECTOR_BYTES;
        await writeZeros(file, first, end);
        await file.fdatasync();
        this.#report.cutBytes += end - first;
      } finally {
        await file.close();
      }
    }
    const last = this.#segments[this.#used - 1];
    if (last !== undefined) await this.#prove(last);
  }

  async #prove(segment: Segment): Promise<void> {
    segment.file = await this.#options.fileSystem.open(segment.path, 'durable');
    const from = this.#lastGroupAt === SEGMENT_HEADER_BYTES ? 0 : this.#lastGroupAt;
    const bytes = new Uint8Array(segment.end - from);
    await readFully(segment.file, bytes, 0, bytes.length, from);
    await writeAll(segment.file, bytes, 0, bytes.length, from);
    this.#report.provedBytes = bytes.length;
  }

  async result(): Promise<RecoveredLog> {
    const { directory, fileSystem, segmentBytes } = this.#options;
    const segments = this.#segments.slice(0, this.#used);
    const prepared: Segment[] = [];
    const unused = this.#segments.slice(this.#used);
    const usable = unused.findIndex((segment) => segment.segmentBytes !== segmentBytes);
    const keep = usable < 0 ? unused.length : usable;
    // Prepared in another size, under other settings: made anew. From the last one down, so that no power loss leaves a gap.
    for (let index = unused.length - 1; index >= keep; index -= 1) await removeSegment(fileSystem, directory, unused[index] as Segment);
    for (const segment of unused.slice(0, keep)) {
      segment.file = await fileSystem.open(segment.path, 'durable');
      prepared.push(segment);
    }
    if (segments.length === 0) segments.push(prepared.shift() ?? (await prepareSegment(fileSystem, directory, 1, segmentBytes)));
    this.#report.segments = segments.length;
    return { identity: this.#identity, chain: this.#chain, segments, prepared, report: this.#report };
  }
}
