import { describe, expect, jest, test } from '@jest/globals';
import { CheckpointStore } from './checkpoint-store.js';
import { aFileSystem } from './testing/a-log.js';
import type { PowerLossFileSystem } from './testing/power-loss-file-system.js';
import { seededRandom } from './testing/random.js';

// Generous: many simulated lives, on whatever machine.
jest.setTimeout(60_000);

const DIRECTORY = '/disk/checkpoints';

const openStore = (fileSystem: PowerLossFileSystem): Promise<CheckpointStore> =>
  CheckpointStore.open({ directory: DIRECTORY, region: 7, kept: 2, fileSystem: fileSystem.process() });

const positionAt = (seq: number) => ({ epoch: 3, seq, hash: new Uint8Array(32).fill(seq) });
const chunksAt = (seq: number): Uint8Array[] => [
  new Uint8Array(700).fill(seq),
  new Uint8Array(1).fill(1),
  new Uint8Array(3_000).fill(seq + 1),
];

async function contents(store: CheckpointStore): Promise<{ seq: number; chunks: Uint8Array[]; damaged: string[] } | null> {
  const checkpoint = await store.latest();
  if (checkpoint === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of checkpoint.chunks) chunks.push(Uint8Array.from(chunk));
  return { seq: checkpoint.position.seq, chunks, damaged: checkpoint.damaged };
}

describe('checkpoints', () => {
  test('an empty folder has none', async () => {
    expect(await (await openStore(aFileSystem(1))).latest()).toBeNull();
  });

  test('the newest comes back with its position and chunks, and the last two are kept', async () => {
    const fileSystem = aFileSystem(2, Number.MAX_SAFE_INTEGER, 0.3);
    const store = await openStore(fileSystem);
    for (const seq of [5, 20, 100]) await store.write(positionAt(seq), chunksAt(seq));
    expect(await contents(store)).toEqual({ seq: 100, chunks: chunksAt(100), damaged: [] });
    expect((await store.latest())?.position).toEqual({ epoch: 3, seq: 100, hash: new Uint8Array(32).fill(100) });
    expect(await store.oldestSeq()).toBe(20);
  });

  test('any flipped bit makes it fall back to the one before, and says which file is damaged', async () => {
    const fileSystem = aFileSystem(3);
    const store = await openStore(fileSystem);
    await store.write(positionAt(5), chunksAt(5));
    await store.write(positionAt(6), chunksAt(6));
    const path = `${DIRECTORY}/checkpoint-0000000000000006`;
    const random = seededRandom(3);
    const size = fileSystem.contents(path).length;
    for (let count = 0; count < 300; count += 1) {
      const at = count < 80 ? count : random.below(size);
      const mask = 1 << random.below(8);
      const flip = (bytes: Uint8Array): void => {
        bytes[at] = (bytes[at] ?? 0) ^ mask;
      };
      fileSystem.damage(path, flip);
      const found = await contents(store);
      expect([at, found?.seq, found?.damaged]).toEqual([at, 5, [path]]);
      fileSystem.damage(path, flip);
    }
    expect((await contents(store))?.seq).toBe(6);
  });

  test('with every checkpoint damaged it refuses', async () => {
    const fileSystem = aFileSystem(4);
    const store = await openStore(fileSystem);
    await store.write(positionAt(5), chunksAt(5));
    fileSystem.damage(`${DIRECTORY}/checkpoint-0000000000000005`, (bytes) => bytes.fill(0, 100));
    await expect(store.latest()).rejects.toThrow('RELAIS_E_CHECKPOINT_DAMAGED');
  });

  test('power loss never loses a checkpoint whose writing came back, nor shows half of one', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const fileSystem = aFileSystem(seed, Number.MAX_SAFE_INTEGER, 0.2);
      const random = seededRandom(seed);
      let written = 0;
      for (let life = 1; life <= 4; life += 1) {
        const store = await openStore(fileSystem);
        const found = await contents(store);
        expect(found?.damaged ?? []).toEqual([]);
        expect(found?.seq ?? 0).toBeGreaterThanOrEqual(written);
        if (found !== null) expect(found.chunks).toEqual(chunksAt(found.seq));
        written = found?.seq ?? 0;
        const start = written;
        for (let seq = start + 1; seq <= start + 3; seq += 1) {
          const writing = store.write(positionAt(seq), chunksAt(seq)).then(() => {
            written = seq;
          });
          if (!random.chance(0.5)) await writing;
          else for (let turns = random.below(12); turns > 0 && written < seq; turns -= 1) await new Promise(setImmediate);
          if (written < seq) break;
        }
        fileSystem.losePower();
      }
    }
  });

  test('a full disk is reported, leaves no rest, and the older checkpoint stays', async () => {
    const fileSystem = aFileSystem(6, 6_000);
    const store = await openStore(fileSystem);
    await store.write(positionAt(1), chunksAt(1));
    await expect(store.write(positionAt(2), chunksAt(2))).rejects.toThrow('RELAIS_E_DISK_FULL');
    expect(await fileSystem.list(DIRECTORY)).toEqual(['checkpoint-0000000000000001']);
    fileSystem.failOnce('fdatasync', 'EIO');
    fileSystem.capacityBytes = 100_000;
    await expect(store.write(positionAt(2), chunksAt(2))).rejects.toThrow('RELAIS_E_LOG_WRITE_FAILED');
    await store.write(positionAt(2), chunksAt(2));
    expect((await contents(store))?.seq).toBe(2);
  });
});
