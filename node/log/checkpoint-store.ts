import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { RelaisError } from '../../registry/index.js';
import { readCheckpointChunks, readCheckpointPosition, writeCheckpointFile } from './checkpoint-file.js';
import { isOutOfSpace, type LogFile, type LogFileSystem } from './file-system.js';
import { nodeFileSystem } from './node-file-system.js';
import type { LogPosition } from './types.js';

export interface CheckpointStoreOptions {
  directory: string;
  region: number;
  /** How many are kept; at least two, so that a damaged one has a predecessor. */
  kept: number;
  fileSystem?: LogFileSystem;
}

export interface Checkpoint {
  position: LogPosition;
  /** As they were given to `write`, in order; each is checked again as it is read. Chunks above 16 MiB come in pieces. */
  chunks: AsyncIterable<Uint8Array>;
  /** Newer checkpoints that failed their check, for the owner's log and metrics. */
  damaged: string[];
}

const UNFINISHED = '.writing';
const NAME = /^checkpoint-(\d{16})$/;

/**
 * Checkpoints of the engine's state beside the log: each a file that appears whole or not at all, the last few kept.
 *
 * A checkpoint is written under another name, synced, renamed, and its directory is synced; only then are older ones removed.
 */
export class CheckpointStore {
  readonly #directory: string;
  readonly #region: number;
  readonly #kept: number;
  readonly #fileSystem: LogFileSystem;

  private constructor(options: CheckpointStoreOptions) {
    this.#directory = options.directory;
    this.#region = options.region;
    this.#kept = Math.max(2, options.kept);
    this.#fileSystem = options.fileSystem ?? nodeFileSystem;
  }

  /** Makes the folder where it is missing and removes unfinished files. */
  static async open(options: CheckpointStoreOptions): Promise<CheckpointStore> {
    const store = new CheckpointStore(options);
    await store.#fileSystem.makeDirectory(options.directory);
    for (const name of await store.#fileSystem.list(options.directory)) {
      if (name.endsWith(UNFINISHED)) await store.#fileSystem.unlink(path.join(options.directory, name));
    }
    return store;
  }

  /**
   * Writes a checkpoint of the state after `position`. `chunks` are pulled one after the other while earlier ones are written: what they
   * show must not change meanwhile. Returns its bytes. Errors: RELAIS_E_DISK_FULL, RELAIS_E_LOG_WRITE_FAILED; the older ones stay.
   */
  async write(position: LogPosition, chunks: Iterable<Uint8Array>): Promise<number> {
    const target = this.#path(position.seq);
    const unfinished = `${target}${UNFINISHED}`;
    try {
      const bytes = await this.#writeFile(unfinished, position, chunks);
      await this.#fileSystem.rename(unfinished, target);
      await this.#fileSystem.syncDirectory(this.#directory);
      for (const seq of (await this.#seqs()).slice(this.#kept)) await this.#fileSystem.unlink(this.#path(seq));
      return bytes;
    } catch (error) {
      await this.#fileSystem.unlink(unfinished).catch(() => undefined);
      const code = isOutOfSpace(error) ? 'RELAIS_E_DISK_FULL' : 'RELAIS_E_LOG_WRITE_FAILED';
      throw new RelaisError(code, `${target}: ${(error as Error).message}`, { cause: error });
    }
  }

  /**
   * The newest checkpoint that passes its check as a whole, or null when there is none. Errors: RELAIS_E_CHECKPOINT_DAMAGED when there are
   * some and none passes, RELAIS_E_LOG_FOREIGN for another region's.
   */
  async latest(): Promise<Checkpoint | null> {
    const damaged: string[] = [];
    for (const seq of await this.#seqs()) {
      const file = this.#path(seq);
      const position = await this.#verify(file);
      if (position !== null && position.seq === seq) return { position, chunks: this.#chunks(file), damaged };
      damaged.push(file);
    }
    if (damaged.length > 0) throw new RelaisError('RELAIS_E_CHECKPOINT_DAMAGED', damaged.join(' '));
    return null;
  }

  /** Sequence of the oldest checkpoint that is kept: the log is needed from the entry after it on. Null when there is none. */
  async oldestSeq(): Promise<number | null> {
    return (await this.#seqs()).at(-1) ?? null;
  }

  async #writeFile(unfinished: string, position: LogPosition, chunks: Iterable<Uint8Array>): Promise<number> {
    // A file of an earlier attempt at the same position may have been left by a process that died.
    await this.#fileSystem.unlink(unfinished).catch(() => undefined);
    const file = await this.#fileSystem.open(unfinished, 'create');
    try {
      const bytes = await writeCheckpointFile(file, this.#region, position, chunks);
      await file.fdatasync();
      return bytes;
    } finally {
      await file.close();
    }
  }

  /** Reads a checkpoint to its end; null when anything in it is not as it was written. */
  async #verify(file: string): Promise<LogPosition | null> {
    const opened = await this.#open(file);
    try {
      const digest = createHash('sha256');
      const position = await readCheckpointPosition(opened, this.#region, digest);
      for await (const chunk of readCheckpointChunks(opened, digest)) void chunk;
      return position;
    } catch (error) {
      if (error instanceof RelaisError && error.code === 'RELAIS_E_CHECKPOINT_DAMAGED') return null;
      throw error;
    } finally {
      await opened.close();
    }
  }

  async *#chunks(file: string): AsyncGenerator<Uint8Array, void, undefined> {
    const opened = await this.#open(file);
    try {
      const digest = createHash('sha256');
      await readCheckpointPosition(opened, this.#region, digest);
      yield* readCheckpointChunks(opened, digest);
    } finally {
      await opened.close();
    }
  }

  async #open(file: string): Promise<LogFile> {
    try {
      return await this.#fileSystem.open(file, 'read');
    } catch (error) {
      throw new RelaisError('RELAIS_E_LOG_READ_FAILED', file, { cause: error });
    }
  }

  /** Newest first. */
  async #seqs(): Promise<number[]> {
    const names = await this.#fileSystem.list(this.#directory);
    return names
      .map((name) => NAME.exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((left, right) => right - left);
  }

  #path(seq: number): string {
    return path.join(this.#directory, `checkpoint-${String(seq).padStart(16, '0')}`);
  }
}
