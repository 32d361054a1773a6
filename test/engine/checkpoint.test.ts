import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RelaisError } from '../../registry/index.js';
import { type Entry, entrySequences, INSTRUMENTS } from './command-sequences.js';
import { DrivenEngine } from './driven-engine.js';

const limits = { recordsMax: 64, stopsPerInstrumentMax: 6 };
const applyAll = (engine: DrivenEngine, entries: readonly Entry[]): unknown[] => entries.map((e) => engine.apply(e.header, e.command));

async function codeOf(work: Promise<void>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof RelaisError) return error.code;
    throw error;
  }
}

function aUsedEngine(count = 120): DrivenEngine {
  const engine = new DrivenEngine(limits);
  const [entries = []] = fc.sample(entrySequences(count * 2), { seed: 5, numRuns: 1 });
  applyAll(engine, entries);
  return engine;
}

describe('checkpoints of the engine', () => {
  test('checkpoint at any entry, then the rest of the log, gives the state and the output of an engine that never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(entrySequences(120), fc.nat(1000), fc.integer({ min: 1, max: 700 }), async (entries, cut, chunkBytes) => {
        const at = cut % (entries.length + 1);
        const straight = new DrivenEngine(limits);
        applyAll(straight, entries.slice(0, at));
        const checkpoint = straight.checkpoint();
        const restored = new DrivenEngine({ ...limits, hashKey: { low: 77, high: -3 } });
        await restored.restore(checkpoint, chunkBytes);
        expect(restored.digest()).toBe(straight.digest());
        expect(Buffer.compare(restored.checkpoint(), checkpoint)).toBe(0);
        expect(restored.engine.appliedSeq).toBe(at);
        const rest = entries.slice(at);
        expect(applyAll(restored, rest)).toEqual(applyAll(straight, rest));
        expect(restored.digest()).toBe(straight.digest());
        for (const instrument of INSTRUMENTS) expect(restored.book(instrument)).toEqual(straight.book(instrument));
        expect(restored.engine.sessionsWithOrders()).toEqual(straight.engine.sessionsWithOrders());
      }),
      { numRuns: 120 },
    );
  }, 120_000);

  test('a checkpoint with any byte flipped is refused, and leaves an empty engine that still works', async () => {
    const checkpoint = aUsedEngine().checkpoint();
    const empty = new DrivenEngine(limits).digest();
    const engine = new DrivenEngine(limits);
    await fc.assert(
      fc.asyncProperty(fc.nat(checkpoint.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Uint8Array.from(checkpoint);
        damaged[at] = (damaged[at] as number) ^ flip;
        expect(await codeOf(engine.restore(damaged))).toBe('RELAIS_E_ENGINE_CHECKPOINT_DAMAGED');
        expect(engine.digest()).toBe(empty);
      }),
      { numRuns: 300 },
    );
    await engine.restore(checkpoint);
    expect(Buffer.compare(engine.checkpoint(), checkpoint)).toBe(0);
  });

  test('a checkpoint that is cut anywhere, or goes on after its end, is refused', async () => {
    const checkpoint = aUsedEngine().checkpoint();
    const engine = new DrivenEngine(limits);
    for (const length of [0, 1, 7, 8, 40, checkpoint.length - 33, checkpoint.length - 1]) {
      expect(await codeOf(engine.restore(checkpoint.subarray(0, length)))).toBe('RELAIS_E_ENGINE_CHECKPOINT_DAMAGED');
    }
    const longer = Buffer.concat([checkpoint, Uint8Array.of(0)]);
    expect(await codeOf(engine.restore(longer))).toBe('RELAIS_E_ENGINE_CHECKPOINT_DAMAGED');
  });

  test('a checkpoint that needs more room than the engine has is refused by name', async () => {
    const used = aUsedEngine();
    expect(used.engine.recordsUsed).toBeGreaterThan(4);
    expect(await codeOf(new DrivenEngine({ ...limits, recordsMax: 4 }).restore(used.checkpoint()))).toBe('RELAIS_E_ENGINE_CAPACITY');
    expect(await codeOf(new DrivenEngine({ ...limits, instrumentsMax: 1 }).restore(used.checkpoint()))).toBe('RELAIS_E_ENGINE_CAPACITY');
  });
});
