/**
 * The engine: instruments, order books, matching, duplicates, checkpoints. Deterministic and single-writer: log entries in, encoded
 * execution reports and market data out. No clock, timer, file, socket or randomness in here; time comes with each entry.
 */
export type { EncodedMessage, EngineOutput, OrderProcessor } from './order-processor.js';
