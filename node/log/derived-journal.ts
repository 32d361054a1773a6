import { RelaisError } from '../../registry/index.js';
import { isOutOfSpace, type LogFile, type LogFileSystem, writeAll } from './file-system.js';
import { viewOf } from './format.js';
import {
  isAfter,
  type JournalEntry,
  type JournalFile,
  type JournalKey,
  journalPath,
  readJournalFile,
  recoverJournal,
} from './journal-files.js';
import { JOURNAL_HEADER_BYTES, RECORD_HEADER_BYTES, type RecordHeader, writeJournalHeader, writeRecord } from './journal-format.js';
import { nodeFileSystem } from './node-file-system.js';

export interface DerivedJournalOptions {
  directory: string;
  region: number;
  /** Size at which the next file begins. A reader holds one file in memory. */
  fileBytes: number;
  /** Files kept; the oldest goes when one more begins. */
  filesKept: number;
  /** Bytes that may wait to be written; a full disk or a slow one fills it up. */
  backlogBytes: number;
  fileSystem?: LogFileSystem;
}

const BLOCK_BYTES = 262_144;

interface Block {
  bytes: Uint8Array;
  view: DataView;
  filled: number;
  firstSeq: number;
}

/**
 * What was derived from the log (executions), in order of (sequence, index), to be read again from a position.
 *
 * Nothing is synced on the way: after a power loss the end is missing, and the owner derives it again from its checkpoint. So `sync` comes
 * before every checkpoint, and `append` takes no notice of records that are there already.
 */
export class DerivedJournal {
  readonly #options: DerivedJournalOptions;
  readonly #fileSystem: LogFileSystem;
  readonly #files: JournalFile[];
  readonly #last: JournalKey;
  readonly #key: RecordHeader = { seq: 0, index: 0, length: 0 };
  readonly #waiting: Block[] = [];
  readonly #free: Block[] = [];
  #collecting: Block | null = null;
  #file: LogFile | null = null;
  #work: Promise<void> | null = null;
  #failure: RelaisError | null = null;
  /** The last write found no room; it is tried again by `tick`, and nothing is lost meanwhile. */
  diskIsFull = false;
  readonly cutBytes: number;

  /** Opens or makes a journal; a damaged or torn end is cut. Errors: RELAIS_E_LOG_WRITE_FAILED. */
  static async open(options: DerivedJournalOptions): Promise<DerivedJournal> {
    const fileSystem = options.fileSystem ?? nodeFileSystem;
    try {
      const recovered = await recoverJournal(fileSystem, options.directory, options.region, options.fileBytes + BLOCK_BYTES);
      return new DerivedJournal(options, fileSystem, recovered);
    } catch (error) {
      throw new RelaisError('RELAIS_E_LOG_WRITE_FAILED', `${options.directory}: ${(error as Error).message}`, { cause: error });
    }
  }

  private constructor(
    options: DerivedJournalOptions,
    fileSystem: LogFileSystem,
    recovered: { files: JournalFile[]; last: JournalKey; cutBytes: number },
  ) {
    this.#options = options;
    this.#fileSystem = fileSystem;
    this.#files = recovered.files;
    this.#last = recovered.last;
    this.cutBytes = recovered.cutBytes;
  }

  /** Sequence of the last record; 0 for none. More records of that sequence may follow. */
  get lastSeq(): number {
    return this.#last.seq;
  }

  /** Oldest sequence whose records are all kept; 0 while nothing was dropped. */
  get firstSeq(): number {
    const oldest = this.#files[0];
    return oldest === undefined || oldest.number === 1 ? 0 : oldest.firstSeq + 1;
  }

  /**
   * Appends a record; returns false when it is there already. It can be read at once and reaches the file soon, the disk with `sync`.
   * Errors, before anything is taken: RELAIS_E_LOG_BUSY, RELAIS_E_DISK_FULL, RELAIS_E_LOG_ENTRY_TOO_LARGE, RELAIS_E_LOG_WRITE_FAILED.
   */
  append(seq: number, index: number, bytes: Uint8Array, at: number, length: number): boolean {
    if (this.#failure !== null) throw this.#failure;
    if (!isAfter(seq, index, this.#last)) return false;
    const recordBytes = RECORD_HEADER_BYTES + length;
    if (recordBytes > BLOCK_BYTES) throw new RelaisError('RELAIS_E_LOG_ENTRY_TOO_LARGE', `${length} bytes`);
    const block = this.#blockFor(seq, recordBytes);
    this.#key.seq = seq;
    this.#key.index = index;
    this.#key.length = length;
    block.filled += writeRecord(block.bytes, block.view, block.filled, this.#key, bytes, at);
    this.#last.seq = seq;
    this.#last.index = index;
    if (this.#work === null && !this.diskIsFull) this.#startWriting();
    return true;
  }

  /** Whether `append` would take a record now: null, or the code of its refusal. Ask before an order that will lead to records. */
  refusal(): 'RELAIS_E_DISK_FULL' | 'RELAIS_E_LOG_BUSY' | null {
    if ((this.#waiting.length + 1) * BLOCK_BYTES < this.#options.backlogBytes) return null;
    return this.diskIsFull ? 'RELAIS_E_DISK_FULL' : 'RELAIS_E_LOG_BUSY';
  }

  /** Writes what is waiting and syncs it, names included. Errors: RELAIS_E_DISK_FULL, RELAIS_E_LOG_WRITE_FAILED. */
  async sync(): Promise<void> {
    await this.#flush();
    if (this.diskIsFull) throw new RelaisError('RELAIS_E_DISK_FULL', this.#options.directory);
    try {
      await this.#file?.fdatasync();
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /**
   * Records from `fromSeq` on, up to the last one appended when the call is made. The yielded object is reused. Errors:
   * RELAIS_E_LOG_REMOVED when they are no longer kept, RELAIS_E_LOG_DAMAGED, RELAIS_E_LOG_READ_FAILED, RELAIS_E_DISK_FULL.
   */
  async *readFrom(fromSeq: number): AsyncGenerator<JournalEntry, void, undefined> {
    if (fromSeq < this.firstSeq) throw new RelaisError('RELAIS_E_LOG_REMOVED', `${fromSeq} asked, ${this.firstSeq} is the oldest kept`);
    const to = { ...this.#last };
    await this.#flush();
    if (this.diskIsFull) throw new RelaisError('RELAIS_E_DISK_FULL', this.#options.directory);
    const files = this.#files.map((file) => ({ ...file }));
    for (const [index, file] of files.entries()) {
      const next = files[index + 1];
      if (next !== undefined && next.firstSeq < fromSeq) continue;
      for await (const entry of readJournalFile(this.#fileSystem, this.#options.directory, file, fromSeq)) {
        if (isAfter(entry.seq, entry.index, to)) return;
        yield entry;
      }
    }
  }

  /** Called now and then: tries again after the disk was full. */
  tick(): void {
    if (this.diskIsFull && this.#work === null && this.#failure === null) this.#startWriting();
  }

  async close(): Promise<void> {
    await this.sync();
    await this.#file?.close();
    this.#file = null;
  }

  #blockFor(seq: number, recordBytes: number): Block {
    const collecting = this.#collecting;
    if (collecting !== null && collecting.filled + recordBytes <= BLOCK_BYTES) return collecting;
    const refusal = this.refusal();
    if (refusal !== null) throw new RelaisError(refusal, this.#options.directory);
    if (collecting !== null) this.#waiting.push(collecting);
    const bytes = new Uint8Array(this.#free.length > 0 ? 0 : BLOCK_BYTES);
    const block = this.#free.pop() ?? { bytes, view: viewOf(bytes), filled: 0, firstSeq: 0 };
    block.filled = 0;
    block.firstSeq = seq;
    this.#collecting = block;
    return block;
  }

  #startWriting(): void {
    this.#work = this.#write()
      .catch((error: unknown) => {
        if (isOutOfSpace(error)) this.diskIsFull = true;
        else this.#fail(error);
      })
      .finally(() => {
        this.#work = null;
      });
  }

  async #flush(): Promise<void> {
    while (this.#work !== null || ((this.#collecting !== null || this.#waiting.length > 0) && !this.diskIsFull)) {
      if (this.#work === null) this.#startWriting();
      await this.#work;
      if (this.#failure !== null) throw this.#failure;
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Writes block after block. A block that did not fit stays first in the queue and is written again from its beginning. */
  async #write(): Promise<void> {
    await Promise.resolve();
    for (;;) {
      if (this.#waiting.length === 0 && this.#collecting !== null) {
        this.#waiting.push(this.#collecting);
        this.#collecting = null;
      }
      const block = this.#waiting[0];
      if (block === undefined) return;
      const file = await this.#fileFor(block);
      const current = this.#files.at(-1) as JournalFile;
      await writeAll(file, block.bytes, 0, block.filled, current.bytes);
      current.bytes += block.filled;
      this.diskIsFull = false;
      this.#waiting.shift();
      if (this.#free.length < 2) this.#free.push(block);
    }
  }

  async #fileFor(block: Block): Promise<LogFile> {
    const { directory, fileBytes } = this.#options;
    const current = this.#files.at(-1);
    if (current !== undefined && current.bytes + block.filled <= Math.max(fileBytes, JOURNAL_HEADER_BYTES + block.filled)) {
      this.#file ??= await this.#fileSystem.open(journalPath(directory, current.number), 'readWrite');
      return this.#file;
    }
    await this.#file?.fdatasync();
    await this.#file?.close();
    this.#file = null;
    const next = { number: (current?.number ?? 0) + 1, firstSeq: block.firstSeq, bytes: JOURNAL_HEADER_BYTES };
    this.#file = await this.#begin(next);
    this.#files.push(next);
    while (this.#files.length > this.#options.filesKept) {
      const oldest = this.#files.shift() as JournalFile;
      await this.#fileSystem.unlink(journalPath(directory, oldest.number));
      await this.#fileSystem.syncDirectory(directory);
    }
    return this.#file;
  }

  async #begin(next: JournalFile): Promise<LogFile> {
    const path = journalPath(this.#options.directory, next.number);
    const file = await this.#fileSystem.open(path, 'create');
    try {
      const header = new Uint8Array(JOURNAL_HEADER_BYTES);
      writeJournalHeader(header, viewOf(header), this.#options.region, next.firstSeq);
      await writeAll(file, header, 0, header.length, 0);
      // Its name before the next one's, and before the oldest goes: no power loss leaves a gap between files.
      await this.#fileSystem.syncDirectory(this.#options.directory);
      return file;
    } catch (error) {
      await file.close();
      await this.#fileSystem.unlink(path);
      throw error;
    }
  }

  #fail(cause: unknown): RelaisError {
    this.#failure ??= new RelaisError('RELAIS_E_LOG_WRITE_FAILED', `${this.#options.directory}: ${(cause as Error).message}`, { cause });
    return this.#failure;
  }
}
