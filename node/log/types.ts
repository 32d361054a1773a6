import type { LogFileSystem } from './file-system.js';

/** Where a log stands: the last entry's epoch and sequence, and the hash over everything up to and including it (32 bytes). */
export interface LogPosition {
  epoch: number;
  seq: number;
  hash: Uint8Array;
}

/** One entry as the reader hands it out; reused from entry to entry, `bytes` and `view` are valid until the next one is asked for. */
export interface LogEntry {
  epoch: number;
  seq: number;
  bytes: Uint8Array;
  view: DataView;
  at: number;
  length: number;
}

export interface TransactionLogOptions {
  /** Folder of the segments; made when it is missing. */
  directory: string;
  /** Number of the region, u16: a log of another region is refused. */
  region: number;
  /** 16 random bytes for a log that is formatted now; an existing log keeps its own. */
  diskId: Uint8Array;
  segmentBytes: number;
  preparedSegments: number;
  groupBytes: number;
  pendingGroups: number;
  reserveBytes: number;
  /** The real file system unless a test says otherwise. */
  fileSystem?: LogFileSystem;
}

/** What opening the log found and did. */
export interface LogRecovery {
  segments: number;
  /** Bytes of a torn last group that were cut; 0 after a clean stop. */
  cutBytes: number;
  /** Bytes of the last whole group, written again and synced before they counted as durable. */
  provedBytes: number;
}
