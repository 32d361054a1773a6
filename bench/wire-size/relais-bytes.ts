import { FrameQueue, RecordSealer } from '../../node/wire/index.js';

export type Encode<T> = (value: T, bytes: Uint8Array, view: DataView, at: number) => number;

const message = new Uint8Array(65_536);
const messageView = new DataView(message.buffer);
const record = new Uint8Array(65_536);
const recordView = new DataView(record.buffer);
// A key of zeros: sizes do not depend on it.
const sealer = new RecordSealer(1, new Uint8Array(32));
let recordNumber = 0;
const QUEUE_LIMITS = { queueBytes: 1_048_576, messageBytes: 65_536 };

/** Bytes of sealed records that carry these messages, `perRecord` consecutive ones each: through the very queue and seal of a session. */
export function sealedBytes<T>(values: readonly T[], perRecord: number, channel: number, type: number, encode: Encode<T>): number {
  let total = 0;
  for (let at = 0; at < values.length; at += perRecord) {
    const queue = new FrameQueue(channel, QUEUE_LIMITS);
    for (const value of values.slice(at, at + perRecord)) queue.push(type, message, 0, encode(value, message, messageView, 0));
    recordNumber += 1;
    total += sealer.seal(recordNumber, queue.bytes.subarray(queue.head, queue.tail), record, recordView, 0);
  }
  return total;
}
