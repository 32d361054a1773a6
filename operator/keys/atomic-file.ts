/** Files that appear whole or not at all, survive a crash once written, and are readable by their owner only. */
import type { PathLike } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The part of node:fs/promises that is needed: a test cuts it at every call. */
export interface Files {
  mkdir(path: PathLike, options: { recursive: true; mode: number }): Promise<unknown>;
  open(path: PathLike, flags: string | number, mode?: number): Promise<FileHandle>;
  rename(from: PathLike, to: PathLike): Promise<void>;
  link(from: PathLike, to: PathLike): Promise<void>;
  unlink(path: PathLike): Promise<void>;
  readFile(path: PathLike, encoding: 'utf8'): Promise<string>;
  readdir(path: PathLike): Promise<string[]>;
}

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const BYTES_MAX = 1_048_576;

/** Writes beside the place, syncs, moves, syncs the folder. What an earlier crash left beside the place is overwritten. */
export async function writeWhole(files: Files, path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await files.mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const temporary = `${path}.new`;
  await removeIfThere(files, temporary);
  const file = await files.open(temporary, 'wx', PRIVATE_FILE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await files.rename(temporary, path);
  await syncFolder(files, folder);
}

/** Keeps the present file under another name as well; nothing happens if it is there already, or there is none to keep. */
export async function keepAs(files: Files, path: string, keptPath: string): Promise<void> {
  try {
    await files.link(path, keptPath);
  } catch (error) {
    if (!isCode(error, 'EEXIST') && !isCode(error, 'ENOENT')) throw error;
  }
}

export async function removeIfThere(files: Files, path: string): Promise<void> {
  try {
    await files.unlink(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** Text of a file, or null if there is none. A file that is absurdly large is cut, and fails its check then. */
export async function readWhole(files: Files, path: string): Promise<string | null> {
  try {
    return (await files.readFile(path, 'utf8')).slice(0, BYTES_MAX);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Names in a folder; none if it is not there. */
export async function namesIn(files: Files, folder: string): Promise<string[]> {
  try {
    return await files.readdir(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function syncFolder(files: Files, folder: string): Promise<void> {
  const handle = await files.open(join(folder), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;
