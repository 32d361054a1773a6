import { describe, expect, jest, test } from '@jest/globals';
import { aFileSystem, appendNext, DIRECTORY, openLog, readAll } from './testing/a-log.js';
import type { PowerLossFileSystem } from './testing/power-loss-file-system.js';
import { type Random, seededRandom } from './testing/random.js';
import type { TransactionLog } from './transaction-log.js';

// Generous: many simulated lives, on whatever machine.
jest.setTimeout(60_000);

const SEEDS = 300;

const pause = (random: Random): Promise<void> =>
  new Promise((resolve) => (random.chance(0.5) ? setImmediate(resolve) : queueMicrotask(resolve)));

/** Appends, waits and removes for a random while; the power or the process goes away in the middle of it. */
async function someWork(log: TransactionLog, random: Random): Promise<void> {
  for (let left = random.below(80); left > 0; left -= 1) {
    if (random.chance(0.7) && log.refusal(2_000) === null) appendNext(log);
    if (random.chance(0.3)) await pause(random);
    if (random.chance(0.05)) await log.whenDurable(log.appendedSeq);
    if (random.chance(0.02) && log.durableSeq > 20) void log.removeBefore(log.durableSeq - random.below(20)).catch(() => undefined);
  }
}

/** Lives of one disk, each ended by a power loss or a kill; what was acknowledged must be there in the next one. */
async function livesOf(seed: number, fileSystem: PowerLossFileSystem, random: Random): Promise<void> {
  let acknowledged = 0;
  for (let life = 1; life <= 6; life += 1) {
    const log = await openLog(fileSystem);
    if (log.durableSeq < acknowledged)
      throw new RangeError(`seed ${seed}, life ${life}: ${acknowledged} was durable, ${log.durableSeq} is left`);
    const seqs = await readAll(log);
    if (seqs.length > 0 && seqs.at(-1) !== log.durableSeq) throw new RangeError(`seed ${seed}: the reader ends at ${seqs.at(-1)}`);
    acknowledged = log.durableSeq;
    log.onDurable((seq) => {
      acknowledged = seq;
    });
    await someWork(log, random);
    if (random.chance(0.3)) fileSystem.killProcess();
    else fileSystem.losePower();
  }
}

describe('power loss', () => {
  test(`loses nothing that was durable, over ${SEEDS} seeds of six lives each`, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = seededRandom(seed * 7_919);
      await livesOf(seed, aFileSystem(seed, Number.MAX_SAFE_INTEGER, 0.1), random).catch((error: Error) => {
        throw new RangeError(`seed ${seed}: ${error.message}`, { cause: error });
      });
    }
  });

  test('prepared segments have their full size afterwards', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const fileSystem = aFileSystem(seed);
      await openLog(fileSystem);
      fileSystem.losePower();
      const names = (await fileSystem.list(DIRECTORY)).filter((name) => name.endsWith('.segment'));
      expect(names.length).toBe(3);
      for (const name of names) expect(fileSystem.contents(`${DIRECTORY}/${name}`).length).toBe(16_384);
    }
  });

  test('what a killed process had only in the page cache counts as durable only after it was synced again', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const fileSystem = aFileSystem(seed);
      const first = await openLog(fileSystem);
      appendNext(first);
      await first.whenDurable(1);
      appendNext(first);
      await Promise.resolve();
      fileSystem.killProcess();
      const second = await openLog(fileSystem);
      expect(second.durableSeq).toBe(2);
      fileSystem.losePower();
      const third = await openLog(fileSystem);
      expect(third.durableSeq).toBe(2);
    }
  });

  test('a segment name that only the page cache knew is durable before anything is written there', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      // Room for two segments, so that no third one comes and syncs the directory on the way.
      const fileSystem = aFileSystem(seed, 2 * 16_384);
      const over = { preparedSegments: 1 };
      // Killed between the renaming of the second segment and the sync of its directory.
      fileSystem.killAt('renamed', 1);
      void openLog(fileSystem, over);
      while (fileSystem.life === 0) await new Promise(setImmediate);
      expect(await fileSystem.list(DIRECTORY)).toContain('000000000002.segment');
      const log = await openLog(fileSystem, over);
      const filler = new Uint8Array(7_000).fill(1);
      for (let count = 1; count <= 3; count += 1) {
        log.append(filler, 0, filler.length);
        await log.whenDurable(count);
      }
      fileSystem.losePower();
      expect((await openLog(fileSystem, over)).durableSeq).toBe(3);
    }
  });

  test('pieces of a torn group in the next segment never meet entries that were written after the cut', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const fileSystem = aFileSystem(seed);
      const first = await openLog(fileSystem);
      const filler = new Uint8Array(7_000).fill(1);
      first.append(filler, 0, filler.length);
      await first.whenDurable(1);
      first.append(filler, 0, filler.length);
      await first.whenDurable(2);
      first.append(filler, 0, filler.length);
      await Promise.resolve();
      fileSystem.losePower();
      const second = await openLog(fileSystem);
      const end = second.appendedSeq;
      const small = new Uint8Array(8).fill(2);
      second.append(small, 0, small.length);
      await second.whenDurable(end + 1);
      fileSystem.losePower();
      const third = await openLog(fileSystem);
      expect(third.durableSeq).toBe(end + 1);
    }
  });
});
