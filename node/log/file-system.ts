/**
 * What the log needs from a file system, and nothing more: so few operations that a second implementation can lose power.
 *
 * `durable` opens a file so that a write has reached the disk when it completes (O_DSYNC: the same as a write followed by fdatasync, in
 * one call). All other changes of a file or of a directory are lost on power loss unless `fdatasync` or `syncDirectory` came back.
 */
export type OpenMode = 'create' | 'readWrite' | 'durable' | 'read';

/** `written` may be less than what was asked for: the caller goes on from there. Errors carry a `code` such as ENOSPC. */
export type WriteDone = (error: NodeJS.ErrnoException | null, written: number) => void;

export interface LogFile {
  /** Writes `length` bytes of `bytes` from `at` on to `position` of the file. No allocation a call beyond what the platform needs. */
  write(bytes: Uint8Array, at: number, length: number, position: number, done: WriteDone): void;
  /** Reads up to `length` bytes; resolves to how many, 0 at the end of the file. */
  read(into: Uint8Array, at: number, length: number, position: number): Promise<number>;
  fdatasync(): Promise<void>;
  size(): Promise<number>;
  truncate(sizeBytes: number): Promise<void>;
  close(): Promise<void>;
}

export interface LogFileSystem {
  /** `create` fails with EEXIST when the file is there, the other modes with ENOENT when it is not. */
  open(path: string, mode: OpenMode): Promise<LogFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Names of the files of a directory, sorted. */
  list(directory: string): Promise<string[]>;
  /** Makes the directory and its parents where they are missing, and syncs every directory that gained an entry. */
  makeDirectory(directory: string): Promise<void>;
  syncDirectory(directory: string): Promise<void>;
}

/** Writes everything, whatever the number of short writes. */
export async function writeAll(file: LogFile, bytes: Uint8Array, at: number, length: number, position: number): Promise<void> {
  for (let done = 0; done < length; ) done += await writeSome(file, bytes, at + done, length - done, position + done);
}

function writeSome(file: LogFile, bytes: Uint8Array, at: number, length: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    file.write(bytes, at, length, position, (error, written) => {
      if (error !== null) reject(error);
      else resolve(written);
    });
  });
}

/** Reads exactly `length` bytes, or fewer at the end of the file; returns how many. */
export async function readFully(file: LogFile, into: Uint8Array, at: number, length: number, position: number): Promise<number> {
  let done = 0;
  while (done < length) {
    const got = await file.read(into, at + done, length - done, position + done);
    if (got === 0) break;
    done += got;
  }
  return done;
}

export const isOutOfSpace = (error: unknown): boolean => {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
};
