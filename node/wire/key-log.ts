/**
 * The key log: what a capture can be read with. `RELAIS <session> <generation> <initiator|responder> <key>`: session is the initiator's
 * ephemeral public key, which stands in the clear in flight 1; the key is the one that this side of the session seals records with.
 * All hexadecimal but the generation.
 */
import type { RecordKeys } from './handshake/index.js';

export type Side = 'initiator' | 'responder';

export interface KeyLogEntry {
  readonly session: string;
  readonly generation: number;
  readonly side: Side;
  readonly key: Uint8Array;
}

/** Writes the two lines of each generation of one session. */
export function keyLogLines(initiatorEphemeral: Uint8Array, log: (line: string) => void): (generation: number, keys: RecordKeys) => void {
  const session = Buffer.from(initiatorEphemeral).toString('hex');
  return (generation, { initiatorKey, responderKey }) => {
    log(`RELAIS ${session} ${generation} initiator ${Buffer.from(initiatorKey).toString('hex')}`);
    log(`RELAIS ${session} ${generation} responder ${Buffer.from(responderKey).toString('hex')}`);
  };
}

const LINE = /^RELAIS ([0-9a-f]{64}) (\d{1,10}) (initiator|responder) ([0-9a-f]{64})\s*$/;

/** null: not a line of a key log (an empty line, a comment, the torn last line of a file that is being written). */
export function parseKeyLogLine(line: string): KeyLogEntry | null {
  const parts = LINE.exec(line);
  if (parts === null) return null;
  const [, session = '', generation = '', side = '', key = ''] = parts;
  return { session, generation: Number(generation), side: side as Side, key: new Uint8Array(Buffer.from(key, 'hex')) };
}
