/**
 * The wire: messages (codec generated from schema/), CRC32, records, frames and the handshake. Pure: no sockets, files, timers, clocks or
 * randomness here; whoever needs them passes them in.
 */
export { crc32, crc32BySlices } from './crc32.js';
export * from './generated/index.js';
export * from './handshake/index.js';
export { MESSAGE_CRC_BYTES, messageCrcIsGood, writeMessageCrc } from './message-fields.js';
export { CHANNELS, type ChannelName, MESSAGES } from './schema/index.js';
