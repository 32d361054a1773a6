import { isOutOfSpace, type LogFileSystem } from './file-system.js';
import { prepareSegment, type Segment } from './segment.js';

export interface SegmentSupplyOptions {
  directory: string;
  fileSystem: LogFileSystem;
  segmentBytes: number;
  preparedSegments: number;
  /** Number of the highest segment that exists. */
  lastNumber: number;
  prepared: Segment[];
  onFailure(error: unknown): void;
}

/**
 * Keeps segments prepared ahead of the one that is written, so that a full disk is met here and nowhere else. A full disk is a state, not
 * an error: `replenish` tries again, and it is called by the log's tick and when segments were removed.
 */
export class SegmentSupply {
  readonly #options: SegmentSupplyOptions;
  readonly #prepared: Segment[];
  #lastNumber: number;
  #work: Promise<void> | null = null;
  #closed = false;
  /** The last attempt to prepare a segment found no room. */
  diskIsFull = false;

  constructor(options: SegmentSupplyOptions) {
    this.#options = options;
    this.#prepared = options.prepared;
    this.#lastNumber = options.lastNumber;
  }

  get count(): number {
    return this.#prepared.length;
  }

  /** The next prepared segment, or null; the one after is prepared meanwhile. */
  take(): Segment | null {
    const segment = this.#prepared.shift() ?? null;
    if (segment !== null) this.replenish();
    return segment;
  }

  /** Prepares what is missing, one segment at a time. Does nothing while that is under way. */
  replenish(): void {
    if (this.#work !== null || this.#closed || this.#prepared.length >= this.#options.preparedSegments) return;
    this.#work = this.#prepare().finally(() => {
      this.#work = null;
    });
  }

  /** Resolves when no preparation is under way. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#work;
    for (const segment of this.#prepared) await segment.closeFile();
  }

  async #prepare(): Promise<void> {
    const { directory, fileSystem, segmentBytes, preparedSegments, onFailure } = this.#options;
    try {
      while (!this.#closed && this.#prepared.length < preparedSegments) {
        this.#prepared.push(await prepareSegment(fileSystem, directory, this.#lastNumber + 1, segmentBytes));
        this.#lastNumber += 1;
        this.diskIsFull = false;
      }
    } catch (error) {
      if (isOutOfSpace(error)) this.diskIsFull = true;
      else onFailure(error);
    }
  }
}
