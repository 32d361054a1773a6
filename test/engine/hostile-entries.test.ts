import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeCommandHeader, writeMessageCrc } from '../../node/wire/index.js';
import { RelaisError } from '../../registry/index.js';
import { definition, type Entry, entrySequences, INSTRUMENTS } from './command-sequences.js';
import { DrivenEngine, encodeEntry, encodeEpochEntry } from './driven-engine.js';

const header = (seq: number, timeUs = 1_700_000_000_000_000): Entry['header'] => ({ epoch: 1, seq, timeUs, partner: 1, session: 0 });
const HEADER_BYTES = 24;

/** A good header before any bytes, so that the fuzz reaches the commands. `seal`: with a CRC32 that fits. */
function entryOf(commandType: number, timeUs: number, command: Uint8Array, seal: boolean): Uint8Array {
  const entry = new Uint8Array(HEADER_BYTES + command.length);
  const view = new DataView(entry.buffer);
  encodeCommandHeader({ timeUs, partner: 1, session: 1, commandType }, entry, view, 0);
  entry.set(command, HEADER_BYTES);
  if (seal && command.length >= 5) writeMessageCrc(entry, view, HEADER_BYTES, command.length);
  return entry;
}

describe('entries that make no sense', () => {
  test('random bytes change nothing and throw nothing, whatever type they say they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 150 }), fc.nat(110), fc.boolean(), (content, type, hasHeader) => {
        const engine = new DrivenEngine();
        engine.apply(header(1), definition(INSTRUMENTS[0]));
        const before = engine.book(INSTRUMENTS[0]);
        const entry = hasHeader ? entryOf(type, 1_700_000_000_000_001, content, false) : content;
        expect(engine.applyBytes(1, 2, entry)).toEqual([]);
        expect(engine.book(INSTRUMENTS[0])).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  test('random bytes with a CRC32 that fits never throw anything but the refusal of an unknown behaviour version, and leave equal copies equal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array({ minLength: 5, maxLength: 120 }), fc.constantFrom(32, 33, 34, 35, 97, 98, 99, 100), fc.nat(96)), {
          maxLength: 30,
        }),
        (contents) => {
          const engines = [new DrivenEngine(), new DrivenEngine({ hashKey: { low: 9, high: 9 } })];
          let seq = 0;
          for (const [content, type, block] of contents) {
            seq += 1;
            content[0] = block + 1;
            const outcomes = engines.map((engine) => {
              try {
                return engine.applyBytes(1, seq, entryOf(type, seq, content, true));
              } catch (error) {
                if (error instanceof RelaisError && error.code === 'RELAIS_E_ENGINE_BEHAVIOUR') return error.code;
                throw error;
              }
            });
            expect(outcomes[1]).toEqual(outcomes[0]);
          }
          expect(engines[1]?.digest()).toBe(engines[0]?.digest());
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a flipped bit anywhere in a log entry makes it an entry that is ignored', () => {
    const [entries = []] = fc.sample(entrySequences(60), { seed: 11, numRuns: 1 });
    fc.assert(
      fc.property(fc.nat(entries.length - 1), fc.nat(2000), fc.nat(7), (which, at, bit) => {
        const engine = new DrivenEngine();
        const { header: of, command } = entries[which] as Entry;
        engine.apply({ ...of, seq: 1 }, definition(INSTRUMENTS[0]));
        const entry = encodeEntry({ ...of, seq: 2 }, command);
        const place = at % entry.length;
        entry[place] = (entry[place] as number) ^ (1 << bit);
        expect(engine.applyBytes(1, 2, entry)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('an entry that comes twice or out of order ends in an error', () => {
    const engine = new DrivenEngine();
    engine.apply(header(5), definition(INSTRUMENTS[0]));
    for (const seq of [5, 4, 0, Number.NaN]) {
      expect(() => engine.apply(header(seq), definition(INSTRUMENTS[0]))).toThrow(
        expect.objectContaining({ code: 'RELAIS_E_ENGINE_SEQUENCE' }),
      );
    }
  });

  test('a behaviour version from the future ends in an error, a known one is taken over', () => {
    const engine = new DrivenEngine();
    engine.applyBytes(2, 1, encodeEpochEntry(1, 2, 1));
    expect(engine.engine.behaviourVersion).toBe(1);
    expect(() => engine.applyBytes(3, 2, encodeEpochEntry(2, 3, 2))).toThrow(
      expect.objectContaining({ code: 'RELAIS_E_ENGINE_BEHAVIOUR' }),
    );
  });

  test('times at the end of what a number holds neither hang nor wrap', () => {
    const engine = new DrivenEngine();
    const last = Number.MAX_SAFE_INTEGER;
    engine.apply(header(1), definition(INSTRUMENTS[0]));
    engine.apply(header(2), { kind: 'tick', instrument: INSTRUMENTS[0], open: 1 });
    const order = { instrument: INSTRUMENTS[0], side: 1, ordType: 2, timeInForce: 2, flags: 0, selfTradePolicy: 0 } as const;
    const message = { ...order, price: 10, stopPrice: 0, quantity: 5, clientTimeUs: 0 };
    engine.apply(header(3), { kind: 'new', message: { ...message, acceptUntilUs: 1_700_000_000_000_000, clientOrderId: 'a' } });
    engine.apply(header(4, last), { kind: 'new', message: { ...message, acceptUntilUs: last, clientOrderId: 'b' } });
    expect(engine.book(INSTRUMENTS[0])?.bids).toEqual([[10, 10]]);
    engine.apply(header(5, last), { kind: 'tick', instrument: 0, open: 0 });
    expect(engine.engine.recordsUsed).toBe(2);
  });
});
