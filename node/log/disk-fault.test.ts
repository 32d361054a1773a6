import { describe, expect, jest, test } from '@jest/globals';
import type { RelaisError } from '../../registry/index.js';
import { aFileSystem, appendNext, DIRECTORY, openLog, readAll } from './testing/a-log.js';
import type { FaultyOperation } from './testing/power-loss-file-system.js';

// Generous: many simulated lives, on whatever machine.
jest.setTimeout(60_000);

const SEGMENT = 16_384;

describe('a full disk', () => {
  test('refuses before anything is appended, keeps what was accepted, and serves again by itself when there is room', async () => {
    const fileSystem = aFileSystem(1, 3 * SEGMENT);
    const log = await openLog(fileSystem);
    let refused = '';
    while (refused === '') {
      try {
        appendNext(log);
        await log.whenDurable(log.appendedSeq);
      } catch (error) {
        refused = (error as RelaisError).code;
      }
    }
    expect(refused).toBe('RELAIS_E_DISK_FULL');
    const end = log.appendedSeq;
    expect(end).toBeGreaterThan(50);
    expect(log.durableSeq).toBe(end);
    expect((await readAll(log)).length).toBe(end);
    expect(log.refusal(100)).toBe('RELAIS_E_DISK_FULL');
    expect(log.diskIsFull).toBe(true);
    fileSystem.capacityBytes = 10 * SEGMENT;
    log.tick();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.refusal(100)).toBeNull();
    expect(appendNext(log)).toBe(end + 1);
    await log.close();
  });

  test('leaves the node itself a reserve for its own entries, also after a restart', async () => {
    const fileSystem = aFileSystem(2, 2 * SEGMENT);
    const first = await openLog(fileSystem);
    const order = new Uint8Array(400);
    expect(() => {
      for (let count = 0; count < 1_000; count += 1) first.append(order, 0, order.length);
    }).toThrow('RELAIS_E_DISK_FULL');
    await first.close();
    const second = await openLog(fileSystem);
    expect(() => second.append(order, 0, order.length)).toThrow('RELAIS_E_DISK_FULL');
    const seq = second.openEpoch(1, order, 0, 40);
    await second.whenDurable(seq);
    expect(second.durableSeq).toBe(seq);
    await second.close();
  });

  test('room made by removing old segments is used', async () => {
    const fileSystem = aFileSystem(3, 3 * SEGMENT);
    const log = await openLog(fileSystem);
    while (log.refusal(1_500) === null) {
      appendNext(log);
      await log.whenDurable(log.appendedSeq);
    }
    await log.removeBefore(log.durableSeq);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.refusal(1_500)).toBeNull();
    await log.close();
  });

  test('without room for a first segment the log does not open, and opens later', async () => {
    const fileSystem = aFileSystem(4, SEGMENT - 1);
    await expect(openLog(fileSystem)).rejects.toThrow('RELAIS_E_DISK_FULL');
    expect(await fileSystem.list(DIRECTORY)).toEqual([]);
    fileSystem.capacityBytes = 3 * SEGMENT;
    await (await openLog(fileSystem)).close();
  });
});

describe('an error of the disk', () => {
  test('in a group is the end: nothing of it counts as durable, the owner is told once, and every append is refused', async () => {
    for (const code of ['EIO', 'ENOSPC']) {
      const fileSystem = aFileSystem(5);
      const log = await openLog(fileSystem);
      const failures: string[] = [];
      log.onFailure((error) => failures.push(error.code));
      appendNext(log);
      await log.whenDurable(1);
      fileSystem.failOnce('durableWrite', code);
      appendNext(log);
      await expect(log.whenDurable(2)).rejects.toThrow('RELAIS_E_LOG_WRITE_FAILED');
      expect(log.durableSeq).toBe(1);
      expect(failures).toEqual(['RELAIS_E_LOG_WRITE_FAILED']);
      expect(() => appendNext(log)).toThrow('RELAIS_E_LOG_WRITE_FAILED');
      await expect(log.close()).rejects.toThrow('RELAIS_E_LOG_WRITE_FAILED');
    }
  });

  test('while a segment is prepared is the end as well', async () => {
    for (const operation of ['write', 'fdatasync', 'rename', 'syncDirectory'] as FaultyOperation[]) {
      const fileSystem = aFileSystem(6);
      const log = await openLog(fileSystem);
      const failed = new Promise<RelaisError>((resolve) => log.onFailure(resolve));
      fileSystem.failOnce(operation, 'EIO');
      void (async () => {
        while (log.failure === null) {
          appendNext(log);
          await log.whenDurable(log.appendedSeq);
        }
      })().catch(() => undefined);
      expect((await failed).code).toBe('RELAIS_E_LOG_WRITE_FAILED');
    }
  });

  test('at any step of opening gives a coded error, and the next opening succeeds', async () => {
    for (const operation of ['open', 'read', 'write', 'durableWrite', 'fdatasync', 'syncDirectory'] as FaultyOperation[]) {
      for (let after = 0; after < 12; after += 1) {
        const fileSystem = aFileSystem(7 + after);
        const first = await openLog(fileSystem);
        while (first.refusal(2_000) === null) appendNext(first);
        await Promise.resolve();
        fileSystem.losePower();
        fileSystem.failOnce(operation, 'EIO', after);
        const outcome = await openLog(fileSystem).then(
          () => 'opened',
          (error: RelaisError) => error.code,
        );
        expect(outcome).toMatch(/^(opened|RELAIS_E_LOG_(READ|WRITE)_FAILED)$/);
        fileSystem.killProcess();
        await openLog(fileSystem);
      }
    }
  });
});
