import { describe, expect, jest, test } from '@jest/globals';
import { DerivedJournal, type DerivedJournalOptions } from './derived-journal.js';
import { aFileSystem } from './testing/a-log.js';
import type { PowerLossFileSystem } from './testing/power-loss-file-system.js';
import { seededRandom } from './testing/random.js';

// Generous: many simulated lives, on whatever machine.
jest.setTimeout(60_000);

const DIRECTORY = '/disk/journal';

const open = (fileSystem: PowerLossFileSystem, over: Partial<DerivedJournalOptions> = {}): Promise<DerivedJournal> =>
  DerivedJournal.open({
    directory: DIRECTORY,
    region: 7,
    fileBytes: 4_000,
    filesKept: 100,
    backlogBytes: 1_048_576,
    fileSystem: fileSystem.process(),
    ...over,
  });

const contentOf = (seq: number, index: number): Uint8Array => new Uint8Array((seq * 13 + index) % 90).fill(seq + index);

/** Each sequence leads to 0, 1 or 2 records, always the same ones: that is what derived means. */
function derive(journal: DerivedJournal, fromSeq: number, toSeq: number): void {
  for (let seq = fromSeq; seq <= toSeq; seq += 1) {
    for (let index = 0; index < seq % 3; index += 1) journal.append(seq, index, contentOf(seq, index), 0, contentOf(seq, index).length);
  }
}

async function keys(journal: DerivedJournal, fromSeq: number): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of journal.readFrom(fromSeq)) {
    const content = entry.bytes.subarray(entry.at, entry.at + entry.length);
    if (Buffer.compare(content, contentOf(entry.seq, entry.index)) !== 0)
      throw new RangeError(`record ${entry.seq}.${entry.index} differs`);
    found.push(`${entry.seq}.${entry.index}`);
  }
  return found;
}

function wanted(fromSeq: number, toSeq: number): string[] {
  const keysInOrder: string[] = [];
  for (let seq = fromSeq; seq <= toSeq; seq += 1) for (let index = 0; index < seq % 3; index += 1) keysInOrder.push(`${seq}.${index}`);
  return keysInOrder;
}

describe('a derived journal', () => {
  test('gives back what was appended, from any position, over many files and openings', async () => {
    const fileSystem = aFileSystem(1, Number.MAX_SAFE_INTEGER, 0.2);
    const first = await open(fileSystem);
    derive(first, 1, 200);
    expect(await keys(first, 0)).toEqual(wanted(1, 200));
    derive(first, 201, 260);
    await first.close();
    const second = await open(fileSystem);
    expect(second.lastSeq).toBe(260);
    for (const from of [1, 2, 77, 199, 260, 261]) expect(await keys(second, from)).toEqual(wanted(from, 260));
    await second.close();
  });

  test('takes no notice of records that it has already', async () => {
    const journal = await open(aFileSystem(2));
    derive(journal, 1, 50);
    derive(journal, 20, 60);
    expect(await keys(journal, 0)).toEqual(wanted(1, 60));
    await journal.close();
  });

  test('keeps a bounded number of files and says from where on they are whole', async () => {
    const fileSystem = aFileSystem(3);
    const journal = await open(fileSystem, { filesKept: 3 });
    for (let seq = 1; seq <= 600; seq += 1) {
      derive(journal, seq, seq);
      if (seq % 10 === 0) await journal.sync();
    }
    expect((await fileSystem.list(DIRECTORY)).length).toBe(3);
    expect(journal.firstSeq).toBeGreaterThan(300);
    expect(await keys(journal, journal.firstSeq)).toEqual(wanted(journal.firstSeq, 600));
    await expect(keys(journal, 1)).rejects.toThrow('RELAIS_E_LOG_REMOVED');
    await journal.close();
  });

  test('after a power loss it has a beginning that reaches the last sync, and the rest can be derived again', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const fileSystem = aFileSystem(seed, Number.MAX_SAFE_INTEGER, 0.1);
      const random = seededRandom(seed);
      let synced = 0;
      for (let life = 1; life <= 4; life += 1) {
        const journal = await open(fileSystem);
        expect(journal.lastSeq).toBeGreaterThanOrEqual(synced - 2);
        const end = Math.max(journal.lastSeq, synced + 40);
        derive(journal, Math.max(1, synced), end);
        expect(await keys(journal, 0)).toEqual(wanted(1, end));
        derive(journal, end + 1, end + random.below(30));
        if (random.chance(0.5)) {
          const position = journal.lastSeq;
          await journal.sync();
          synced = position;
        }
        derive(journal, journal.lastSeq + 1, journal.lastSeq + random.below(60));
        for (let turns = random.below(6); turns > 0; turns -= 1) await new Promise(setImmediate);
        fileSystem.losePower();
      }
    }
  });

  test('a file whose name only the page cache knew is there after a sync and a power loss', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const fileSystem = aFileSystem(seed);
      const first = await open(fileSystem);
      fileSystem.killAt('syncDirectory');
      derive(first, 1, 10);
      while (fileSystem.life === 0) await new Promise(setImmediate);
      const second = await open(fileSystem);
      derive(second, 1, 10);
      await second.sync();
      fileSystem.losePower();
      expect(await keys(await open(fileSystem), 0)).toEqual(wanted(1, 10));
    }
  });

  test('keeping fewer files than before leaves no gap, whenever the power goes', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const fileSystem = aFileSystem(seed);
      const first = await open(fileSystem);
      for (let seq = 1; seq <= 400; seq += 20) {
        derive(first, seq, seq + 19);
        await first.sync();
      }
      await first.close();
      const second = await open(fileSystem, { filesKept: 2 });
      derive(second, 401, 500);
      for (let turns = seed % 8; turns > 0; turns -= 1) await new Promise(setImmediate);
      fileSystem.losePower();
      expect((await open(fileSystem)).lastSeq).toBeGreaterThanOrEqual(400);
    }
  });

  test('cuts at any damaged byte and keeps what is before it', async () => {
    const fileSystem = aFileSystem(5);
    const journal = await open(fileSystem);
    derive(journal, 1, 60);
    await journal.close();
    const path = `${DIRECTORY}/000000000001.journal`;
    const whole = fileSystem.contents(path).slice();
    for (let at = 0; at < whole.length; at += 7) {
      fileSystem.damage(path, (bytes) => {
        bytes.set(whole);
        bytes[at] = (bytes[at] ?? 0) ^ 0x20;
      });
      const damaged = await open(fileSystem);
      const found = await keys(damaged, 0);
      expect(found).toEqual(wanted(1, 60).slice(0, found.length));
      derive(damaged, 1, 60);
      expect(await keys(damaged, 0)).toEqual(wanted(1, 60));
      await damaged.close();
    }
  });

  test('a full disk loses nothing: it refuses when its backlog is full, and goes on when there is room', async () => {
    const fileSystem = aFileSystem(6, 2_000);
    const journal = await open(fileSystem, { backlogBytes: 524_288, fileBytes: 1_000_000 });
    const content = new Uint8Array(1_000);
    let seq = 0;
    expect(() => {
      for (;;) {
        journal.append(seq + 1, 0, content, 0, content.length);
        seq += 1;
      }
    }).toThrow('RELAIS_E_LOG_BUSY');
    await expect(journal.sync()).rejects.toThrow('RELAIS_E_DISK_FULL');
    expect(journal.refusal()).toBe('RELAIS_E_DISK_FULL');
    fileSystem.capacityBytes = 10_000_000;
    journal.tick();
    await journal.sync();
    let count = 0;
    for await (const entry of journal.readFrom(1)) count = entry.seq;
    expect(count).toBe(seq);
    await journal.close();
  });
});
