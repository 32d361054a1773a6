/**
 * A file system in memory that can lose power.
 *
 * Everything that is written is visible at once, as through a page cache. `losePower` keeps what was synced and, of the rest, a random
 * part: single sectors of files, single entries of directories (creations, renames, removals), in no particular order. `killProcess` keeps
 * everything and only makes open handles useless, as the death of a process does.
 */
import type { LogFile, LogFileSystem, OpenMode, WriteDone } from '../file-system.js';
import type { Random } from './random.js';

const SECTOR_BYTES = 512;
const KILLED = 'killed';

interface Inode {
  bytes: Uint8Array;
  size: number;
  syncedBytes: Uint8Array;
  syncedSize: number;
  /** Sectors changed since they were last synced. */
  dirty: Set<number>;
}

type DirectoryChange =
  | { type: 'link'; name: string; inode: Inode }
  | { type: 'unlink'; name: string }
  | { type: 'rename'; from: string; to: string };

interface Directory {
  entries: Map<string, Inode>;
  synced: Map<string, Inode>;
  changes: DirectoryChange[];
}

export type FaultyOperation = 'write' | 'durableWrite' | 'fdatasync' | 'syncDirectory' | 'read' | 'rename' | 'renamed' | 'unlink' | 'open';

export interface PowerLossOptions {
  random: Random;
  /** Bytes the volume holds; a write that needs more fails with ENOSPC after having written what fits. */
  capacityBytes?: number;
  /** Chance that a write takes only a part of its bytes; a disk takes whole sectors. */
  shortWriteChance?: number;
}

function failure(code: string, what: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: simulated, ${what}`), { code });
}

const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export class PowerLossFileSystem implements LogFileSystem {
  readonly #directories = new Map<string, Directory>();
  readonly #random: Random;
  readonly #shortWriteChance: number;
  capacityBytes: number;
  /** Handles of earlier lives do nothing any more. */
  life = 0;
  #faults: { operation: FaultyOperation; code: string; after: number }[] = [];
  /** How often each operation completed; lets a test place a fault or a power loss at every one of them. */
  readonly counts = new Map<FaultyOperation, number>();

  constructor(options: PowerLossOptions) {
    this.#random = options.random;
    this.capacityBytes = options.capacityBytes ?? Number.MAX_SAFE_INTEGER;
    this.#shortWriteChance = options.shortWriteChance ?? 0;
  }

  /** Makes the operation fail once, after it has succeeded `after` more times. */
  failOnce(operation: FaultyOperation, code: string, after = 0): void {
    this.#faults.push({ operation, code, after });
  }

  /** Kills the process when it is about to do the operation for the time after the next `after` ones. */
  killAt(operation: FaultyOperation, after = 0): void {
    this.#faults.push({ operation, code: KILLED, after });
  }

  /** The file system as one process has it: after `killProcess` or `losePower` none of its calls does anything or comes back. */
  process(): LogFileSystem {
    const { life } = this;
    const whileAlive = <T>(call: () => Promise<T>): Promise<T> => (life === this.life ? call() : new Promise<never>(() => undefined));
    return {
      open: (path, mode) => whileAlive(() => this.open(path, mode)),
      rename: (from, to) => whileAlive(() => this.rename(from, to)),
      unlink: (path) => whileAlive(() => this.unlink(path)),
      list: (path) => whileAlive(() => this.list(path)),
      makeDirectory: (path) => whileAlive(() => this.makeDirectory(path)),
      syncDirectory: (path) => whileAlive(() => this.syncDirectory(path)),
    };
  }

  killProcess(): void {
    this.life += 1;
    this.#faults = [];
  }

  /** Keeps what was synced and a random part of the rest. */
  losePower(): void {
    this.life += 1;
    const keepChance = [0, 0.1, 0.5, 0.9, 1][this.#random.below(5)] as number;
    for (const directory of this.#directories.values()) {
      for (const change of directory.changes) if (this.#random.chance(keepChance)) applyChange(directory.synced, change);
      directory.changes = [];
      directory.entries = new Map(directory.synced);
      for (const inode of directory.synced.values()) this.#loseSectors(inode, keepChance);
    }
  }

  #loseSectors(inode: Inode, keepChance: number): void {
    let size = inode.syncedSize;
    for (const sector of inode.dirty) {
      if (!this.#random.chance(keepChance)) continue;
      copySector(inode.bytes, inode.syncedBytes, sector);
      size = Math.max(size, Math.min(inode.size, (sector + 1) * SECTOR_BYTES));
    }
    inode.dirty.clear();
    inode.bytes = inode.syncedBytes.slice();
    inode.size = size;
    inode.syncedSize = size;
  }

  /** The bytes of a file as a reader would see them now, for tests that damage or inspect it. Changes go to the disk at once. */
  contents(path: string): Uint8Array {
    const inode = this.#inode(path);
    return inode.bytes.subarray(0, inode.size);
  }

  /** Damages a file on the disk itself. */
  damage(path: string, change: (bytes: Uint8Array) => void): void {
    const inode = this.#inode(path);
    change(inode.bytes);
    inode.syncedBytes = inode.bytes.slice();
    inode.syncedSize = inode.size;
    inode.dirty.clear();
  }

  async open(path: string, mode: OpenMode): Promise<LogFile> {
    await this.step('open', path);
    const directory = this.#directory(directoryOf(path));
    let inode = directory.entries.get(nameOf(path));
    if (mode === 'create') {
      if (inode !== undefined) throw failure('EEXIST', path);
      inode = { bytes: new Uint8Array(0), size: 0, syncedBytes: new Uint8Array(0), syncedSize: 0, dirty: new Set() };
      this.#change(directory, { type: 'link', name: nameOf(path), inode });
    }
    if (inode === undefined) throw failure('ENOENT', path);
    return new MemoryFile(this, inode, path, mode);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.step('rename', from);
    const directory = this.#directory(directoryOf(from));
    if (!directory.entries.has(nameOf(from))) throw failure('ENOENT', from);
    this.#change(directory, { type: 'rename', from: nameOf(from), to: nameOf(to) });
    // Counted once more now that it has happened, so that a process can be killed right behind it.
    await this.step('renamed', to);
  }

  async unlink(path: string): Promise<void> {
    await this.step('unlink', path);
    const directory = this.#directory(directoryOf(path));
    if (!directory.entries.has(nameOf(path))) throw failure('ENOENT', path);
    this.#change(directory, { type: 'unlink', name: nameOf(path) });
  }

  async list(path: string): Promise<string[]> {
    return [...this.#directory(path).entries.keys()].sort();
  }

  async makeDirectory(path: string): Promise<void> {
    if (!this.#directories.has(path)) this.#directories.set(path, { entries: new Map(), synced: new Map(), changes: [] });
  }

  async syncDirectory(path: string): Promise<void> {
    await this.step('syncDirectory', path);
    const directory = this.#directory(path);
    directory.synced = new Map(directory.entries);
    directory.changes = [];
  }

  /** Lets other work run, then counts the operation or fails it as asked. A process that is dead never comes back from here. */
  async step(operation: FaultyOperation, what: string): Promise<void> {
    const { life } = this;
    await Promise.resolve();
    if (life !== this.life) await new Promise<never>(() => undefined);
    this.#count(operation, what);
    if (life !== this.life) await new Promise<never>(() => undefined);
  }

  #count(operation: FaultyOperation, what: string): void {
    const fault = this.#faults.find((candidate) => candidate.operation === operation);
    if (fault !== undefined) {
      fault.after -= 1;
      if (fault.after < 0) {
        this.#faults = this.#faults.filter((candidate) => candidate !== fault);
        if (fault.code === KILLED) return this.killProcess();
        throw failure(fault.code, `${operation} ${what}`);
      }
    }
    this.counts.set(operation, (this.counts.get(operation) ?? 0) + 1);
  }

  /** How many bytes of a write are taken: fewer when it falls short or the volume is full. */
  takenBytes(inode: Inode, length: number, position: number): number {
    let taken = length;
    if (length > SECTOR_BYTES && this.#random.chance(this.#shortWriteChance))
      taken = SECTOR_BYTES * (1 + this.#random.below(Math.floor(length / SECTOR_BYTES)));
    const grows = Math.max(0, position + taken - inode.size);
    const free = this.capacityBytes - this.#usedBytes();
    if (grows > free) taken -= grows - Math.max(0, free);
    if (taken <= 0) throw failure('ENOSPC', 'volume full');
    return taken;
  }

  #usedBytes(): number {
    let used = 0;
    for (const directory of this.#directories.values()) for (const inode of directory.entries.values()) used += inode.size;
    return used;
  }

  #change(directory: Directory, change: DirectoryChange): void {
    applyChange(directory.entries, change);
    directory.changes.push(change);
  }

  #directory(path: string): Directory {
    const directory = this.#directories.get(path);
    if (directory === undefined) throw failure('ENOENT', path);
    return directory;
  }

  #inode(path: string): Inode {
    const inode = this.#directory(directoryOf(path)).entries.get(nameOf(path));
    if (inode === undefined) throw failure('ENOENT', path);
    return inode;
  }
}

function applyChange(entries: Map<string, Inode>, change: DirectoryChange): void {
  if (change.type === 'link') entries.set(change.name, change.inode);
  if (change.type === 'unlink') entries.delete(change.name);
  if (change.type === 'rename') {
    const inode = entries.get(change.from);
    if (inode === undefined) return;
    entries.delete(change.from);
    entries.set(change.to, inode);
  }
}

function copySector(from: Uint8Array, to: Uint8Array, sector: number): void {
  const start = sector * SECTOR_BYTES;
  to.set(from.subarray(start, start + SECTOR_BYTES), start);
}

class MemoryFile implements LogFile {
  readonly #fileSystem: PowerLossFileSystem;
  readonly #inode: Inode;
  readonly #path: string;
  readonly #mode: OpenMode;
  readonly #life: number;

  constructor(fileSystem: PowerLossFileSystem, inode: Inode, path: string, mode: OpenMode) {
    this.#fileSystem = fileSystem;
    this.#inode = inode;
    this.#path = path;
    this.#mode = mode;
    this.#life = fileSystem.life;
  }

  /** The bytes reach the page cache at once and, for a durable handle, the disk when the write completes. */
  write(bytes: Uint8Array, at: number, length: number, position: number, done: WriteDone): void {
    if (this.#life !== this.#fileSystem.life) return;
    let taken: number;
    try {
      if (this.#mode === 'read') throw failure('EBADF', this.#path);
      taken = this.#fileSystem.takenBytes(this.#inode, length, position);
    } catch (error) {
      queueMicrotask(() => done(error as NodeJS.ErrnoException, 0));
      return;
    }
    this.#put(bytes.subarray(at, at + taken), position);
    this.#fileSystem
      .step(this.#mode === 'durable' ? 'durableWrite' : 'write', this.#path)
      .then(() => {
        if (this.#mode === 'durable') this.#sync(position, position + taken);
        return [null, taken] as const;
      })
      .catch((error: NodeJS.ErrnoException) => [error, 0] as const)
      .then(([error, written]) => setImmediate(() => this.#life === this.#fileSystem.life && done(error, written)));
  }

  async read(into: Uint8Array, at: number, length: number, position: number): Promise<number> {
    await this.#step('read');
    const bytes = this.#inode.bytes.subarray(Math.min(position, this.#inode.size), Math.min(position + length, this.#inode.size));
    into.set(bytes, at);
    return bytes.length;
  }

  async fdatasync(): Promise<void> {
    await this.#step('fdatasync');
    this.#sync(0, this.#inode.bytes.length);
    this.#inode.syncedSize = this.#inode.size;
  }

  async size(): Promise<number> {
    return this.#inode.size;
  }

  async truncate(sizeBytes: number): Promise<void> {
    await this.#step('write');
    this.#inode.bytes.fill(0, sizeBytes);
    for (let sector = Math.floor(sizeBytes / SECTOR_BYTES); sector * SECTOR_BYTES < this.#inode.bytes.length; sector += 1)
      this.#inode.dirty.add(sector);
    this.#inode.size = sizeBytes;
  }

  async close(): Promise<void> {}

  async #step(operation: FaultyOperation): Promise<void> {
    if (this.#life !== this.#fileSystem.life) await new Promise<never>(() => undefined);
    await this.#fileSystem.step(operation, this.#path);
  }

  #put(bytes: Uint8Array, position: number): void {
    const inode = this.#inode;
    const end = position + bytes.length;
    const room = Math.ceil(end / SECTOR_BYTES) * SECTOR_BYTES;
    if (room > inode.bytes.length) {
      inode.bytes = grown(inode.bytes, Math.max(room, inode.bytes.length * 2));
      inode.syncedBytes = grown(inode.syncedBytes, inode.bytes.length);
    }
    inode.bytes.set(bytes, position);
    inode.size = Math.max(inode.size, end);
    for (let sector = Math.floor(position / SECTOR_BYTES); sector * SECTOR_BYTES < end; sector += 1) inode.dirty.add(sector);
  }

  /** Makes the sectors between two positions durable, and the size as far as they need it. */
  #sync(from: number, to: number): void {
    const inode = this.#inode;
    for (const sector of inode.dirty) {
      const start = sector * SECTOR_BYTES;
      if (start + SECTOR_BYTES <= from || start >= to) continue;
      copySector(inode.bytes, inode.syncedBytes, sector);
      inode.dirty.delete(sector);
    }
    inode.syncedSize = Math.max(inode.syncedSize, Math.min(inode.size, to));
  }
}

function grown(bytes: Uint8Array, size: number): Uint8Array {
  const larger = new Uint8Array(size);
  larger.set(bytes);
  return larger;
}
