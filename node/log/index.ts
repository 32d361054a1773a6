/**
 * The transaction log: append-only segments with group commit, checkpoints beside it, and journals derived from it.
 *
 * Lives here: file layouts, recovery, the file-system port with its real implementation. Must not live here: what the entries mean, who may
 * write them, clocks, network.
 */

export { type Checkpoint, CheckpointStore, type CheckpointStoreOptions } from './checkpoint-store.js';
export { DerivedJournal, type DerivedJournalOptions } from './derived-journal.js';
export type { LogFile, LogFileSystem, OpenMode, WriteDone } from './file-system.js';
export type { JournalEntry } from './journal-files.js';
export { nodeFileSystem } from './node-file-system.js';
export { TransactionLog } from './transaction-log.js';
export type { LogEntry, LogPosition, LogRecovery, TransactionLogOptions } from './types.js';
