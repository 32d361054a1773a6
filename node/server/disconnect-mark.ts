/**
 * Orders of a partner whose resource says `cancelOnDisconnect` all carry the flag, whatever the single order says. It is set before anything
 * else looks at the order: a repeated order must be the same order, and the log must say what the engine did.
 */
import { writeMessageCrc } from '../wire/index.js';

/** Where NewOrder has its flags (docs/protocol.md); a shorter block has none and stays as it is: it is no complete order. */
const FLAGS_AT = 8;
const CANCEL_ON_DISCONNECT = 2;
const COMMAND_BYTES_MAX = 4_096;

const bytes = new Uint8Array(COMMAND_BYTES_MAX);
const marked = { bytes, view: new DataView(bytes.buffer), at: 0 };

/** A copy of an encoded NewOrder with the flag set and its CRC32 made anew; valid until the next call. null: it cannot be marked. */
export function markedOrder(from: Uint8Array, at: number, length: number): typeof marked | null {
  if (length > COMMAND_BYTES_MAX || (from[at] as number) <= FLAGS_AT) return null;
  for (let i = 0; i < length; i++) bytes[i] = from[at + i] as number;
  bytes[FLAGS_AT] = (bytes[FLAGS_AT] as number) | CANCEL_ON_DISCONNECT;
  writeMessageCrc(bytes, marked.view, 0, length);
  return marked;
}
