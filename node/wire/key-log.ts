/**
 * The key log: what a capture can be read with. `RELAIS <session> <generation> <initiator|responder> <key>`: session is the initiator's
 * ephemeral public key, which stands in the clear in flight 1; the key is the one that this side of the session seals records with.
 * All hexadecimal but the generation.
 */
import type { RecordKeys } from './handshake/index.js';

/** Writes the two lines of each generation of one session. */
export function keyLogLines(initiatorEphemeral: Uint8Array, log: (line: string) => void): (generation: number, keys: RecordKeys) => void {
  const session = Buffer.from(initiatorEphemeral).toString('hex');
  return (generation, { initiatorKey, responderKey }) => {
    log(`RELAIS ${session} ${generation} initiator ${Buffer.from(initiatorKey).toString('hex')}`);
    log(`RELAIS ${session} ${generation} responder ${Buffer.from(responderKey).toString('hex')}`);
  };
}
