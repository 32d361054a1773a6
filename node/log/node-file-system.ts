import * as fs from 'node:fs';
import * as promises from 'node:fs/promises';
import * as path from 'node:path';
import type { LogFile, LogFileSystem, OpenMode, WriteDone } from './file-system.js';

const { O_RDWR, O_RDONLY, O_CREAT, O_EXCL, O_DSYNC } = fs.constants;
const FLAGS: Readonly<Record<OpenMode, number>> = {
  create: O_RDWR | O_CREAT | O_EXCL,
  readWrite: O_RDWR,
  durable: O_RDWR | O_DSYNC,
  read: O_RDONLY,
};

/** A file by its descriptor: callback functions of node:fs on the write path, which cost less than promises and allocate less. */
class NodeFile implements LogFile {
  readonly #descriptor: number;
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }
  write(bytes: Uint8Array, at: number, length: number, position: number, done: WriteDone): void {
    fs.write(this.#descriptor, bytes, at, length, position, done);
  }
  read(into: Uint8Array, at: number, length: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      fs.read(this.#descriptor, into, at, length, position, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }
  fdatasync(): Promise<void> {
    return new Promise((resolve, reject) => fs.fdatasync(this.#descriptor, (error) => (error ? reject(error) : resolve())));
  }
  size(): Promise<number> {
    return new Promise((resolve, reject) => fs.fstat(this.#descriptor, (error, stats) => (error ? reject(error) : resolve(stats.size))));
  }
  truncate(sizeBytes: number): Promise<void> {
    return new Promise((resolve, reject) => fs.ftruncate(this.#descriptor, sizeBytes, (error) => (error ? reject(error) : resolve())));
  }
  close(): Promise<void> {
    return new Promise((resolve, reject) => fs.close(this.#descriptor, (error) => (error ? reject(error) : resolve())));
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await promises.open(directory, O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The real file system. Files are readable by their owner only. */
export const nodeFileSystem: LogFileSystem = {
  open: (file, mode) =>
    new Promise((resolve, reject) => {
      fs.open(file, FLAGS[mode], 0o600, (error, descriptor) => (error ? reject(error) : resolve(new NodeFile(descriptor))));
    }),
  rename: (from, to) => promises.rename(from, to),
  unlink: (file) => promises.unlink(file),
  list: async (directory) => (await promises.readdir(directory)).sort(),
  makeDirectory: async (directory) => {
    const first = await promises.mkdir(directory, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    const top = path.dirname(path.resolve(first));
    for (let at = path.dirname(path.resolve(directory)); ; at = path.dirname(at)) {
      await syncDirectory(at);
      if (at === top || at === path.dirname(at)) return;
    }
  },
  syncDirectory,
};
