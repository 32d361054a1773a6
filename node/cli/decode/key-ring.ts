import { RecordOpener, recordGenerationAt } from '../../wire/index.js';

export type Side = 'initiator' | 'responder';

/** `RELAIS <initiator's ephemeral key> <generation> initiator|responder <record key>`, keys in hexadecimal (docs/protocol.md). */
const LINE = /^RELAIS ([0-9a-f]{64}) (\d{1,10}) (initiator|responder) ([0-9a-f]{64})$/;

/**
 * Keys of a key log. A record names the low 8 bits of its generation only, and a log may hold the keys of many sessions: whichever key
 * opens a record is the right one (the tag decides), and is tried first for the next.
 */
export class KeyRing {
  private readonly openers = new Map<string, RecordOpener[]>();
  private readonly seen = new Set<string>();

  get size(): number {
    return this.seen.size;
  }

  /** Takes one line of the log; false if it is not one. Lines that begin with # and empty ones are comments. */
  add(line: string): boolean {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) return true;
    const [, , generationText = '', side = '', key = ''] = LINE.exec(text) ?? [];
    const generation = Number(generationText);
    if (generationText === '' || generation > 0xffffffff) return false;
    if (this.seen.has(text)) return true;
    this.seen.add(text);
    this.put(side as Side, generation, key);
    return true;
  }

  /** Body of a whole record that this side sealed, and its generation; null if no key opens it. */
  open(side: Side, bytes: Uint8Array, at: number): { body: Uint8Array; generation: number } | null {
    const candidates = this.openers.get(`${side} ${recordGenerationAt(bytes, at)}`) ?? [];
    for (const [i, opener] of candidates.entries()) {
      const body = opener.open(bytes, at);
      if (body === null) continue;
      if (i > 0) candidates.unshift(...candidates.splice(i, 1));
      return { body, generation: opener.generation };
    }
    return null;
  }

  private put(side: Side, generation: number, key: string): void {
    const name = `${side} ${generation & 0xff}`;
    const openers = this.openers.get(name) ?? [];
    openers.unshift(new RecordOpener(generation, Buffer.from(key, 'hex')));
    this.openers.set(name, openers);
  }
}
