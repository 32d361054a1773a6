import { describe, expect, test } from '@jest/globals';
import { aFileSystem, appendNext, openLog, payloadOf, readAll } from './testing/a-log.js';

const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('an open log', () => {
  test('numbers entries from 1 and gives them back in order', async () => {
    const log = await openLog(aFileSystem(1));
    expect([appendNext(log), appendNext(log), appendNext(log)]).toEqual([1, 2, 3]);
    expect(await readAll(log)).toEqual([1, 2, 3]);
    await log.close();
  });

  test('says that an entry is durable only after the write came back', async () => {
    const log = await openLog(aFileSystem(2));
    const told: number[] = [];
    log.onDurable((seq) => told.push(seq));
    appendNext(log);
    appendNext(log);
    expect(log.durableSeq).toBe(0);
    await log.whenDurable(2);
    expect(told).toEqual([2]);
    await log.close();
  });

  test('entries that arrive during a write leave together in the next one', async () => {
    const log = await openLog(aFileSystem(3));
    const told: number[] = [];
    log.onDurable((seq) => told.push(seq));
    appendNext(log);
    await Promise.resolve();
    for (let count = 0; count < 9; count += 1) appendNext(log);
    await log.whenDurable(10);
    expect(told).toEqual([1, 10]);
    await log.close();
  });

  test('goes on over many segments and several openings, with short writes', async () => {
    const fileSystem = aFileSystem(4, Number.MAX_SAFE_INTEGER, 0.3);
    for (let round = 1; round <= 5; round += 1) {
      const log = await openLog(fileSystem);
      expect(log.appendedSeq).toBe((round - 1) * 100);
      log.openEpoch(round, payloadOf(log.appendedSeq + 1), 0, payloadOf(log.appendedSeq + 1).length);
      while (log.appendedSeq < round * 100) {
        appendNext(log);
        if (log.appendedSeq % 13 === 0) await log.whenDurable(log.appendedSeq);
      }
      expect(await readAll(log)).toEqual(upTo(round * 100));
      expect(log.epoch).toBe(round);
      await log.close();
    }
  });

  test('reads from any entry on, also while others append and read', async () => {
    const log = await openLog(aFileSystem(5));
    for (let count = 0; count < 300; count += 1) {
      appendNext(log);
      if (count % 7 === 0) await log.whenDurable(log.appendedSeq);
    }
    const readers = [1, 2, 57, 150, 299, 300].map((from) => readAll(log, from));
    for (let count = 0; count < 20; count += 1) appendNext(log);
    for (const [index, from] of [1, 2, 57, 150, 299, 300].entries()) expect(await readers[index]).toEqual(upTo(300, from));
    expect(await readAll(log, 321)).toEqual([]);
    await log.close();
  });

  test('refuses an epoch that is not higher', async () => {
    const log = await openLog(aFileSystem(6));
    log.openEpoch(3, payloadOf(1), 0, payloadOf(1).length);
    expect(() => log.openEpoch(3, payloadOf(2), 0, 1)).toThrow('RELAIS_E_LOG_EPOCH');
    await log.close();
  });

  test('refuses an entry that fits no group, and goes on', async () => {
    const log = await openLog(aFileSystem(7));
    expect(() => log.append(new Uint8Array(9_000), 0, 9_000)).toThrow('RELAIS_E_LOG_ENTRY_TOO_LARGE');
    expect(appendNext(log)).toBe(1);
    await log.close();
    expect(() => appendNext(log)).toThrow('RELAIS_E_LOG_CLOSED');
  });

  test('refuses as busy what the disk cannot take in time, and takes it again later', async () => {
    const log = await openLog(aFileSystem(8), { segmentBytes: 262_144 });
    const fill = new Uint8Array(7_000);
    let taken = 0;
    expect(() => {
      for (; taken < 100; taken += 1) log.append(fill, 0, fill.length);
    }).toThrow('RELAIS_E_LOG_BUSY');
    expect(taken).toBe(4);
    expect(log.refusal(fill.length)).toBe('RELAIS_E_LOG_BUSY');
    await log.whenDurable(4);
    expect(log.refusal(fill.length)).toBeNull();
    expect(log.append(fill, 0, fill.length)).toBe(5);
    await log.close();
  });

  test('removes whole segments below a sequence and says so to a reader that asks for them', async () => {
    const fileSystem = aFileSystem(9);
    const log = await openLog(fileSystem);
    for (let count = 0; count < 400; count += 1) {
      appendNext(log);
      if (count % 5 === 0) await log.whenDurable(log.appendedSeq);
    }
    await log.removeBefore(250);
    expect(log.firstSeq).toBeLessThanOrEqual(250);
    expect(log.firstSeq).toBeGreaterThan(100);
    expect(await readAll(log, 250)).toEqual(upTo(400, 250));
    await expect(readAll(log, 1)).rejects.toThrow('RELAIS_E_LOG_REMOVED');
    await log.close();
    const again = await openLog(fileSystem);
    expect(await readAll(again, 250)).toEqual(upTo(400, 250));
    await again.close();
  });
});
