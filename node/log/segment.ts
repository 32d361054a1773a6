import * as path from 'node:path';
import { type LogFile, type LogFileSystem, writeAll } from './file-system.js';
import { type Chain, SEGMENT_HEADER_BYTES } from './format.js';

/** What makes a log this log: written into every segment. */
export interface LogIdentity {
  region: number;
  diskId: Uint8Array;
}

/** Groups are found by walking from the nearest of these marks; one mark at most so many bytes. */
const MARK_EVERY_BYTES = 262_144;
const ZEROS = new Uint8Array(1_048_576);
const SUFFIX = '.segment';
const UNFINISHED = '.preparing';

export const segmentPath = (directory: string, number: number): string =>
  path.join(directory, `${String(number).padStart(12, '0')}${SUFFIX}`);
export const segmentNumber = (name: string): number => (/^\d{12}\.segment$/.test(name) ? Number.parseInt(name, 10) : 0);
export const isUnfinished = (name: string): boolean => name.endsWith(UNFINISHED);

/** One segment file: prepared (all zeros, `before` null) or in use. Marks are kept in memory for seeking. */
export class Segment {
  readonly number: number;
  readonly path: string;
  readonly segmentBytes: number;
  /** The chain before its first entry; null while it is only prepared. */
  before: Chain | null = null;
  /** Open for durable writes while it is prepared or written, null afterwards. */
  file: LogFile | null = null;
  /** End of its last group on the disk. */
  end = SEGMENT_HEADER_BYTES;
  readonly #markSeqs: number[] = [];
  readonly #markPositions: number[] = [];

  constructor(directory: string, number: number, segmentBytes: number) {
    this.number = number;
    this.path = segmentPath(directory, number);
    this.segmentBytes = segmentBytes;
  }

  /** Notes that a group with `firstSeq` stands on the disk from `position` to `end`. */
  noteGroup(firstSeq: number, position: number, end: number): void {
    this.end = end;
    const last = this.#markPositions.at(-1);
    if (last !== undefined && position - last < MARK_EVERY_BYTES) return;
    this.#markSeqs.push(firstSeq);
    this.#markPositions.push(position);
  }

  /** Position of a group at or before the one that holds `seq`. */
  positionBefore(seq: number): number {
    let low = 0;
    let high = this.#markSeqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#markSeqs[middle] as number) <= seq) low = middle + 1;
      else high = middle;
    }
    return this.#markPositions[low - 1] ?? SEGMENT_HEADER_BYTES;
  }

  async closeFile(): Promise<void> {
    const file = this.file;
    this.file = null;
    await file?.close();
  }
}

/**
 * Makes a segment of zeros and syncs it, its size and its name, so that later writes into it change nothing but its bytes: they cannot
 * run out of space, and a sync has no metadata to carry. What is left of a failed attempt is removed, so that the space is free again.
 */
export async function prepareSegment(fileSystem: LogFileSystem, directory: string, number: number, segmentBytes: number): Promise<Segment> {
  const segment = new Segment(directory, number, segmentBytes);
  const unfinished = `${segment.path}${UNFINISHED}`;
  try {
    const file = await fileSystem.open(unfinished, 'create');
    try {
      // Synced piece by piece: one sync of a whole segment would keep the groups that are being written waiting for tens of milliseconds.
      for (let at = 0; at < segmentBytes; at += ZEROS.length) {
        await writeZeros(file, at, Math.min(at + ZEROS.length, segmentBytes));
        await file.fdatasync();
      }
    } finally {
      await file.close();
    }
    await fileSystem.rename(unfinished, segment.path);
    await fileSystem.syncDirectory(directory);
  } catch (error) {
    await fileSystem.unlink(unfinished).catch(() => undefined);
    throw error;
  }
  segment.file = await fileSystem.open(segment.path, 'durable');
  return segment;
}

/** Removes a segment for good. One directory sync each, so that no power loss leaves a gap between those that stay. */
export async function removeSegment(fileSystem: LogFileSystem, directory: string, segment: Segment): Promise<void> {
  await segment.closeFile();
  await fileSystem.unlink(segment.path);
  await fileSystem.syncDirectory(directory);
}

export async function writeZeros(file: LogFile, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += ZEROS.length) await writeAll(file, ZEROS, 0, Math.min(ZEROS.length, to - at), at);
}
