import { RelaisError } from '../../registry/index.js';
import type { LogFile, LogFileSystem } from './file-system.js';
import { type Chain, ENTRY_HEADER_BYTES, GROUP_HEADER_BYTES, getUint53, HASH_BYTES } from './format.js';
import type { Segment } from './segment.js';
import { SegmentWalk } from './segment-walk.js';
import type { LogEntry } from './types.js';

/**
 * Entries `fromSeq` to `toSeq`, all durable, each group checked as at recovery. A reader has its own file handles and may run beside the
 * writer and other readers. Segments that are removed meanwhile end it with RELAIS_E_LOG_REMOVED.
 */
export async function* readEntries(
  fileSystem: LogFileSystem,
  segments: readonly Segment[],
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<LogEntry, void, undefined> {
  const entry: LogEntry = { epoch: 0, seq: 0, bytes: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)), at: 0, length: 0 };
  // The list of the log changes while this reads: what is needed of it is copied now.
  const wanted = segments.filter((segment, index) => isWanted(segment, segments[index + 1], fromSeq, toSeq));
  for (const segment of wanted) {
    const file = await openSegment(fileSystem, segment);
    try {
      yield* readSegment(file, segment, fromSeq, toSeq, entry);
    } finally {
      await file.close();
    }
    if (entry.seq >= toSeq) return;
  }
  throw new RelaisError('RELAIS_E_LOG_DAMAGED', `the log ends at ${entry.seq}, ${toSeq} was expected`);
}

const isWanted = (segment: Segment, next: Segment | undefined, fromSeq: number, toSeq: number): boolean =>
  segment.before !== null && segment.before.nextSeq <= toSeq && (next?.before == null || next.before.nextSeq > fromSeq);

async function openSegment(fileSystem: LogFileSystem, segment: Segment): Promise<LogFile> {
  try {
    return await fileSystem.open(segment.path, 'read');
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new RelaisError(isGone ? 'RELAIS_E_LOG_REMOVED' : 'RELAIS_E_LOG_READ_FAILED', segment.path, { cause: error });
  }
}

async function* readSegment(
  file: LogFile,
  segment: Segment,
  fromSeq: number,
  toSeq: number,
  entry: LogEntry,
): AsyncGenerator<LogEntry, void, undefined> {
  const position = segment.positionBefore(fromSeq);
  const walk = new SegmentWalk(file, position, segment.end);
  let chain: Chain | null = null;
  for (;;) {
    chain ??= await chainAt(walk, segment, position);
    const at = walk.position;
    if (at >= segment.end) return;
    const found = chain === null ? await walk.peek() : await walk.next(chain);
    if (chain === null || found !== 'group') {
      const seq = chain?.nextSeq ?? segment.before?.nextSeq ?? 0;
      throw new RelaisError('RELAIS_E_LOG_DAMAGED', `file=${segment.path} offset=${at} seq=${seq} reason=${walk.reason || found}`);
    }
    for (let left = walk.header.count, entryAt = walk.at + GROUP_HEADER_BYTES; left > 0; left -= 1) {
      entry.bytes = walk.bytes;
      entry.view = walk.view;
      entry.seq = getUint53(walk.view, entryAt + 16);
      entry.epoch = walk.view.getUint32(entryAt + 12, true);
      entry.length = walk.view.getUint32(entryAt + 4, true);
      entry.at = entryAt + ENTRY_HEADER_BYTES;
      entryAt = entry.at + entry.length;
      if (entry.seq < fromSeq) continue;
      yield entry;
      if (entry.seq >= toSeq) return;
    }
  }
}

/** The chain where the reader starts: the segment's own beginning, or what the header of the group there claims to continue. */
async function chainAt(walk: SegmentWalk, segment: Segment, position: number): Promise<Chain | null> {
  if (segment.before !== null && segment.positionBefore(0) === position) return { ...segment.before };
  if ((await walk.peek()) !== 'good') return null;
  const { firstSeq, link } = walk.header;
  const hashAt = walk.at + GROUP_HEADER_BYTES - HASH_BYTES;
  return { nextSeq: firstSeq, epoch: 0, link, hash: walk.bytes.slice(hashAt, hashAt + HASH_BYTES) };
}
