/**
 * The wire: messages (codec generated from schema/), CRC32, records, frames and the handshake. Pure: no sockets, files, timers, clocks or
 * randomness here; whoever needs them passes them in.
 */
export { crc32, crc32BySlices } from './crc32.js';
export { FrameQueue, type FrameQueueLimits } from './frame-queue.js';
export * from './generated/index.js';
export * from './handshake/index.js';
export { keyLogLines } from './key-log.js';
export { RECORD_BODY_BYTES_MIN } from './limits.js';
export { MESSAGE_CRC_BYTES, messageCrcIsGood, writeMessageCrc } from './message-fields.js';
export {
  RecordOpener,
  RecordSealer,
  recordBodyBytesAt,
  recordFlagsAt,
  recordGenerationAt,
  recordNumberAt,
  recordTypeAt,
} from './record.js';
export { RecordParser, type RecordSink } from './record-parser.js';
export { type RecordRoom, Scheduler, type SchedulerOptions } from './scheduler.js';
export { CHANNELS, type ChannelName, ENUMS, type FieldSpec, MESSAGES, type MessageSpec } from './schema/index.js';
export * from './spec.js';
