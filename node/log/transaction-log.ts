import { assert, RelaisError } from '../../registry/index.js';
import { DurabilityNotices } from './durability-notices.js';
import type { LogFileSystem } from './file-system.js';
import { type Chain, ENTRY_HEADER_BYTES, GROUP_HEADER_BYTES, SEGMENT_HEADER_BYTES, sectorsUp } from './format.js';
import { GroupBuffer } from './group-buffer.js';
import { readEntries } from './log-reader.js';
import { nodeFileSystem } from './node-file-system.js';
import { type RecoveredLog, recoverLog } from './recovery.js';
import { removeSegment, type Segment } from './segment.js';
import { SegmentSupply } from './segment-supply.js';
import type { LogEntry, LogPosition, LogRecovery, TransactionLogOptions } from './types.js';

/**
 * The append-only log of one region's commands, with group commit.
 *
 * Intuition: a bus line with one bus. `append` puts a passenger (an entry) into the waiting room and returns at once with a number. While
 * the bus is away (one durable write), the room fills up; when it is back, everybody in the room leaves together. So a lone passenger
 * never waits for others, and a crowd costs one trip.
 *
 * The bytes of a group are made as its entries come in; its hash links it to the group before when it leaves. A write or sync error is the
 * end: the log answers nothing any more, and its owner ends the process.
 */
export class TransactionLog {
  readonly #options: TransactionLogOptions;
  readonly #fileSystem: LogFileSystem;
  readonly #segments: Segment[];
  readonly #supply: SegmentSupply;
  /** The chain at the appended end; its hash is the one of the last closed group. */
  readonly #chain: Chain;
  /** The chain at the durable end. */
  readonly #durable: Chain;
  readonly #free: GroupBuffer[] = [];
  /** Full groups that wait for the disk, in order; then the collecting one. */
  readonly #closed: GroupBuffer[] = [];
  #collecting: GroupBuffer | null = null;
  #inFlight: GroupBuffer | null = null;
  #writtenTo = 0;
  #isScheduled = false;
  /** Where the next group goes. */
  #active: Segment;
  #position: number;
  #failure: RelaisError | null = null;
  #isClosed = false;
  #removal: Promise<void> = Promise.resolve();
  readonly #notices = new DurabilityNotices();
  readonly recovery: LogRecovery;
  readonly diskId: Uint8Array;

  /**
   * Opens or formats a log; see recovery.ts for what happens to the end of an existing one. Everything that is there afterwards is durable.
   * Errors: RELAIS_E_LOG_DAMAGED, RELAIS_E_LOG_FOREIGN, RELAIS_E_LOG_READ_FAILED, RELAIS_E_LOG_WRITE_FAILED, RELAIS_E_DISK_FULL.
   */
  static async open(options: TransactionLogOptions): Promise<TransactionLog> {
    const fileSystem = options.fileSystem ?? nodeFileSystem;
    const { directory, region, diskId, segmentBytes } = options;
    assert(diskId.length === 16, 'RELAIS_E_INTERNAL', 'a disk id has 16 bytes');
    assert(segmentBytes % 512 === 0, 'RELAIS_E_CONFIGURATION', 'segmentBytes must be a multiple of 512');
    const recovered = await recoverLog({ directory, fileSystem, segmentBytes, identity: { region, diskId } });
    const log = new TransactionLog(options, fileSystem, recovered);
    log.#supply.replenish();
    await log.#supply.settled();
    if (log.#failure !== null) throw log.#failure;
    return log;
  }

  private constructor(options: TransactionLogOptions, fileSystem: LogFileSystem, recovered: RecoveredLog) {
    this.#options = options;
    this.#fileSystem = fileSystem;
    this.#segments = recovered.segments;
    this.#chain = recovered.chain;
    this.#durable = { ...recovered.chain };
    this.recovery = recovered.report;
    this.diskId = recovered.identity.diskId;
    this.#active = recovered.segments.at(-1) as Segment;
    this.#position = this.#active.end;
    for (let count = 0; count < options.pendingGroups; count += 1) {
      this.#free.push(new GroupBuffer(Math.min(options.groupBytes, options.segmentBytes - SEGMENT_HEADER_BYTES), recovered.identity));
    }
    this.#supply = new SegmentSupply({
      directory: options.directory,
      fileSystem,
      segmentBytes: options.segmentBytes,
      preparedSegments: options.preparedSegments,
      lastNumber: (recovered.prepared.at(-1) ?? this.#active).number,
      prepared: recovered.prepared,
      onFailure: (error) => this.#fail(error, 'preparing a segment'),
    });
  }

  get epoch(): number {
    return this.#chain.epoch;
  }
  get appendedSeq(): number {
    return this.#chain.nextSeq - 1;
  }
  get durableSeq(): number {
    return this.#durable.nextSeq - 1;
  }
  /** Oldest entry that is still kept; appendedSeq + 1 when there is none. */
  get firstSeq(): number {
    return this.#segments[0]?.before?.nextSeq ?? this.#chain.nextSeq;
  }
  /** Epoch, sequence and hash of the last durable entry. */
  get durablePosition(): LogPosition {
    return { epoch: this.#durable.epoch, seq: this.durableSeq, hash: this.#durable.hash };
  }
  /** Size of the segments that hold entries. */
  get keptBytes(): number {
    return this.#segments.length * this.#options.segmentBytes;
  }
  /** No segment is prepared because the disk has no room: orders will be refused when the last one is used up. */
  get diskIsFull(): boolean {
    return this.#supply.diskIsFull;
  }
  get failure(): RelaisError | null {
    return this.#failure;
  }

  /**
   * Appends one entry; it joins the group that is collecting and is durable when `onDurable` names its sequence or a later one.
   * `mayUseReserve` is for entries of the node itself, which may use the last room when the disk is full. Returns its sequence.
   * Errors, all before anything is appended: RELAIS_E_DISK_FULL, RELAIS_E_LOG_BUSY, RELAIS_E_LOG_ENTRY_TOO_LARGE,
   * RELAIS_E_LOG_WRITE_FAILED, RELAIS_E_LOG_CLOSED.
   */
  append(payload: Uint8Array, at: number, length: number, mayUseReserve = false): number {
    return this.#append(payload, at, length, this.#chain.epoch, mayUseReserve);
  }

  /** Appends the first entry of a new epoch, which may use the reserve. Errors as `append`, and RELAIS_E_LOG_EPOCH. */
  openEpoch(epoch: number, payload: Uint8Array, at: number, length: number): number {
    if (epoch <= this.#chain.epoch) throw new RelaisError('RELAIS_E_LOG_EPOCH', `${epoch} after ${this.#chain.epoch}`);
    return this.#append(payload, at, length, epoch, true);
  }

  /** Whether an order of this length would be taken now: null, or the code with which `append` would refuse it. */
  refusal(length: number): 'RELAIS_E_DISK_FULL' | 'RELAIS_E_LOG_BUSY' | null {
    const entryBytes = ENTRY_HEADER_BYTES + length;
    if (this.#roomLeft() < sectorsUp(GROUP_HEADER_BYTES + entryBytes) + this.#options.reserveBytes && this.#supply.count === 0) {
      return this.diskIsFull ? 'RELAIS_E_DISK_FULL' : 'RELAIS_E_LOG_BUSY';
    }
    return this.#collecting?.fits(entryBytes) || this.#free.length > 0 ? null : 'RELAIS_E_LOG_BUSY';
  }

  /** Whether an entry of this length still goes to the segment that is written now. */
  fitsSegment(length: number): boolean {
    return this.#roomLeft() >= sectorsUp(GROUP_HEADER_BYTES + ENTRY_HEADER_BYTES + length);
  }

  onDurable(listener: (seq: number) => void): void {
    this.#notices.onDurable(listener);
  }

  /** Called once, when a write or sync has failed. The owner ends the process. */
  onFailure(listener: (error: RelaisError) => void): void {
    this.#notices.onFailure(listener);
  }

  /** Resolves when `seq` is durable. Errors: RELAIS_E_LOG_WRITE_FAILED. */
  whenDurable(seq: number): Promise<void> {
    if (seq <= this.durableSeq) return Promise.resolve();
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return this.#notices.wait(seq);
  }

  /**
   * Entries from `fromSeq` to the end that is appended when the call is made (it waits until that is durable), in order, all checked again.
   * The yielded object is reused. Errors: RELAIS_E_LOG_REMOVED, RELAIS_E_LOG_DAMAGED, RELAIS_E_LOG_READ_FAILED, RELAIS_E_LOG_WRITE_FAILED.
   */
  async *readFrom(fromSeq: number): AsyncGenerator<LogEntry, void, undefined> {
    const toSeq = this.appendedSeq;
    if (fromSeq > toSeq) return;
    if (fromSeq < this.firstSeq) throw new RelaisError('RELAIS_E_LOG_REMOVED', `${fromSeq} asked, ${this.firstSeq} is the oldest kept`);
    await this.whenDurable(toSeq);
    yield* readEntries(this.#fileSystem, this.#segments, fromSeq, toSeq);
  }

  /** Removes whole segments that hold only entries before `seq`, never the one that is written. One removal at a time. */
  removeBefore(seq: number): Promise<void> {
    this.#removal = this.#removal.then(() => this.#removeBefore(seq));
    return this.#removal;
  }

  async #removeBefore(seq: number): Promise<void> {
    const limit = Math.min(seq, this.durableSeq);
    for (let next = this.#segments[1]; next?.before != null && next.before.nextSeq <= limit; next = this.#segments[1]) {
      const oldest = this.#segments.shift() as Segment;
      try {
        await removeSegment(this.#fileSystem, this.#options.directory, oldest);
      } catch (error) {
        this.#fail(error, oldest.path);
        throw this.#failure;
      }
    }
    this.tick();
  }

  /** Called now and then (about once a second): tries again to prepare segments after the disk was full. */
  tick(): void {
    if (this.#failure === null && !this.#isClosed) this.#supply.replenish();
  }

  /** Writes what is waiting and closes the files; later appends are refused. Errors: RELAIS_E_LOG_WRITE_FAILED. */
  async close(): Promise<void> {
    this.#isClosed = true;
    try {
      await this.whenDurable(this.appendedSeq);
    } finally {
      await this.#supply.close();
      for (const segment of this.#segments) await segment.closeFile();
    }
  }

  #append(payload: Uint8Array, at: number, length: number, epoch: number, mayUseReserve: boolean): number {
    if (this.#failure !== null) throw this.#failure;
    if (this.#isClosed) throw new RelaisError('RELAIS_E_LOG_CLOSED');
    const entryBytes = ENTRY_HEADER_BYTES + length;
    const seq = this.#chain.nextSeq;
    this.#groupFor(entryBytes, mayUseReserve);
    const group = this.#collecting as GroupBuffer;
    this.#chain.epoch = epoch;
    group.add(payload, at, length, this.#chain);
    if (this.#inFlight === null && !this.#isScheduled) {
      // At the end of this turn of the program, so that whatever arrived together leaves together.
      this.#isScheduled = true;
      queueMicrotask(this.#startScheduled);
    }
    return seq;
  }

  /** Makes sure that the collecting group takes the entry, or throws with nothing changed that matters. */
  #groupFor(entryBytes: number, mayUseReserve: boolean): void {
    const groupBytes = sectorsUp(GROUP_HEADER_BYTES + entryBytes);
    if (groupBytes > Math.min(this.#options.groupBytes, this.#options.segmentBytes - SEGMENT_HEADER_BYTES)) {
      throw new RelaisError('RELAIS_E_LOG_ENTRY_TOO_LARGE', `${entryBytes} bytes`);
    }
    const needed = mayUseReserve ? groupBytes : groupBytes + this.#options.reserveBytes;
    if (this.#supply.count === 0 && this.#roomLeft() < needed) throw this.#noRoom();
    if (this.#collecting !== null) {
      if (this.#collecting.fits(entryBytes)) return;
      this.#closeCollecting();
    }
    const group = this.#free.pop();
    if (group === undefined) throw new RelaisError('RELAIS_E_LOG_BUSY', `${this.#options.pendingGroups} groups are waiting`);
    if (this.#active.segmentBytes - this.#position < groupBytes) {
      // Prepared segments were counted above, or the active one has the room.
      this.#active = this.#supply.take() as Segment;
      this.#position = SEGMENT_HEADER_BYTES;
      this.#segments.push(this.#active);
    }
    group.begin(this.#active, this.#position, this.#active.segmentBytes - this.#position, this.#chain);
    this.#collecting = group;
  }

  #noRoom(): RelaisError {
    this.#supply.replenish();
    return this.diskIsFull
      ? new RelaisError('RELAIS_E_DISK_FULL', this.#options.directory)
      : new RelaisError('RELAIS_E_LOG_BUSY', 'the next segment is being prepared');
  }

  /** Bytes of the active segment behind what is appended. */
  #roomLeft(): number {
    return this.#active.segmentBytes - this.#position - (this.#collecting?.extentBytes ?? 0);
  }

  #closeCollecting(): void {
    const group = this.#collecting as GroupBuffer;
    this.#collecting = null;
    this.#position += group.extentBytes;
    group.seal(this.#chain);
    this.#closed.push(group);
  }

  readonly #startScheduled = (): void => {
    this.#isScheduled = false;
    this.#startWrite();
  };

  #startWrite(): void {
    if (this.#inFlight !== null || this.#failure !== null) return;
    if (this.#closed.length === 0) {
      if (this.#collecting === null) return;
      this.#closeCollecting();
    }
    this.#inFlight = this.#closed.shift() as GroupBuffer;
    this.#writtenTo = this.#inFlight.writeAt;
    this.#write();
  }

  #write(): void {
    const group = this.#inFlight as GroupBuffer;
    const position = group.writePosition + this.#writtenTo - group.writeAt;
    const file = group.segment.file;
    assert(file !== null, 'RELAIS_E_INTERNAL', 'a group goes to a segment that is open');
    file.write(group.bytes, this.#writtenTo, group.writeEnd - this.#writtenTo, position, this.#onWritten);
  }

  readonly #onWritten = (error: NodeJS.ErrnoException | null, written: number): void => {
    const group = this.#inFlight as GroupBuffer;
    this.#writtenTo += written;
    if (error !== null) this.#fail(error, group.segment.path);
    else if (this.#writtenTo < group.writeEnd) this.#write();
    else this.#finishWrite(group);
  };

  /** The next group leaves before anyone hears of this one, so that the disk works while they do. */
  #finishWrite(group: GroupBuffer): void {
    this.#noteDurable(group);
    this.#inFlight = null;
    this.#free.push(group);
    this.#startWrite();
    this.#notices.tellDurable(this.durableSeq);
  }

  #noteDurable(group: GroupBuffer): void {
    const { segment } = group;
    segment.noteGroup(group.firstSeq, group.position, group.position + group.extentBytes);
    if (group.opensSegment) {
      const before = this.#segments[this.#segments.indexOf(segment) - 1];
      if (before !== undefined) before.closeFile().catch((error: unknown) => this.#fail(error, before.path));
    }
    Object.assign(this.#durable, group.after);
  }

  #fail(cause: unknown, where: string): void {
    if (this.#failure !== null) return;
    const error = new RelaisError('RELAIS_E_LOG_WRITE_FAILED', `${where}: ${(cause as Error).message}`, { cause });
    this.#failure = error;
    this.#notices.tellFailure(error);
  }
}
