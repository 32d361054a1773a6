import * as path from 'node:path';
import { RelaisError } from '../../registry/index.js';
import { type LogFileSystem, readFully } from './file-system.js';
import { viewOf } from './format.js';
import { JOURNAL_HEADER_BYTES, RECORD_HEADER_BYTES, type RecordHeader, readJournalHeader, readRecord } from './journal-format.js';

export interface JournalFile {
  number: number;
  firstSeq: number;
  bytes: number;
}

export interface JournalKey {
  seq: number;
  index: number;
}

export interface JournalEntry extends RecordHeader {
  bytes: Uint8Array;
  at: number;
}

const NAME = /^(\d{12})\.journal$/;

export const journalPath = (directory: string, number: number): string =>
  path.join(directory, `${String(number).padStart(12, '0')}.journal`);

export const isAfter = (seq: number, index: number, key: JournalKey): boolean => seq > key.seq || (seq === key.seq && index > key.index);

/**
 * Opens the files of a journal: keeps everything up to the first byte that is not as it was written and cuts the rest, because whoever owns
 * the journal can derive it again. Returns the files, oldest first, and the key of the last record.
 */
export async function recoverJournal(
  fileSystem: LogFileSystem,
  directory: string,
  region: number,
  maxFileBytes: number,
): Promise<{ files: JournalFile[]; last: JournalKey; cutBytes: number }> {
  await fileSystem.makeDirectory(directory);
  const files: JournalFile[] = [];
  const last: JournalKey = { seq: 0, index: -1 };
  let cutBytes = 0;
  let isCut = false;
  for (const name of await fileSystem.list(directory)) {
    const number = Number(NAME.exec(name)?.[1] ?? 0);
    if (number === 0) continue;
    const previous = files.at(-1);
    if (previous !== undefined && number !== previous.number + 1) isCut = true;
    const found = isCut ? null : await goodPart(fileSystem, directory, region, number, maxFileBytes, last);
    if (found === null || found.file.bytes === 0) {
      isCut = true;
      await fileSystem.unlink(path.join(directory, name));
      continue;
    }
    files.push(found.file);
    if (found.cutBytes === 0) continue;
    isCut = true;
    cutBytes += found.cutBytes;
  }
  await fileSystem.syncDirectory(directory);
  return { files, last, cutBytes };
}

/** Walks one file, moves `last` on, truncates the file behind its last good record. */
async function goodPart(
  fileSystem: LogFileSystem,
  directory: string,
  region: number,
  number: number,
  maxFileBytes: number,
  last: JournalKey,
): Promise<{ file: JournalFile; cutBytes: number }> {
  const opened = await fileSystem.open(journalPath(directory, number), 'readWrite');
  try {
    const size = await opened.size();
    const bytes = new Uint8Array(Math.min(size, maxFileBytes));
    const got = await readFully(opened, bytes, 0, bytes.length, 0);
    const view = viewOf(bytes);
    const firstSeq = got < JOURNAL_HEADER_BYTES ? -1 : readJournalHeader(bytes, view, region);
    const record: RecordHeader = { seq: 0, index: 0, length: 0 };
    let at = firstSeq < 0 ? 0 : JOURNAL_HEADER_BYTES;
    while (at > 0 && readRecord(bytes, view, at, got, record) && isAfter(record.seq, record.index, last)) {
      last.seq = record.seq;
      last.index = record.index;
      at += RECORD_HEADER_BYTES + record.length;
    }
    if (at < size) await opened.truncate(at);
    // Also what only the page cache had: the owner will build on it.
    await opened.fdatasync();
    return { file: { number, firstSeq, bytes: at }, cutBytes: size - at };
  } finally {
    await opened.close();
  }
}

/** Records of a file from a sequence on, as far as the file reaches now. The yielded object is reused. */
export async function* readJournalFile(
  fileSystem: LogFileSystem,
  directory: string,
  file: JournalFile,
  fromSeq: number,
): AsyncGenerator<JournalEntry> {
  const bytes = new Uint8Array(file.bytes);
  const opened = await fileSystem.open(journalPath(directory, file.number), 'read').catch((error: NodeJS.ErrnoException) => {
    throw new RelaisError(error.code === 'ENOENT' ? 'RELAIS_E_LOG_REMOVED' : 'RELAIS_E_LOG_READ_FAILED', error.message, { cause: error });
  });
  let got: number;
  try {
    got = await readFully(opened, bytes, 0, bytes.length, 0);
  } finally {
    await opened.close();
  }
  const view = viewOf(bytes);
  const entry: JournalEntry = { seq: 0, index: 0, length: 0, bytes, at: 0 };
  for (let at = JOURNAL_HEADER_BYTES; at < bytes.length; at = entry.at + entry.length) {
    if (!readRecord(bytes, view, at, got, entry)) {
      throw new RelaisError(
        'RELAIS_E_LOG_DAMAGED',
        `file=${journalPath(directory, file.number)} offset=${at} seq=${entry.seq} reason=record`,
      );
    }
    entry.at = at + RECORD_HEADER_BYTES;
    if (entry.seq >= fromSeq) yield entry;
  }
}
