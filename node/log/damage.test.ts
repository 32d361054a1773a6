import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { type GroupHeader, genesis, readGroupHeader, readSegmentHeader, SECTOR_BYTES, sectorsUp, viewOf } from './format.js';
import { aFileSystem, appendNext, DIRECTORY, openLog, readAll } from './testing/a-log.js';
import type { PowerLossFileSystem } from './testing/power-loss-file-system.js';
import { verifyGroup } from './verify-group.js';

// Generous: many simulated lives, on whatever machine.
jest.setTimeout(60_000);

const FIRST = `${DIRECTORY}/000000000001.segment`;
const SECOND = `${DIRECTORY}/000000000002.segment`;

/** A closed log of `count` entries, `perGroup` in a group. */
async function aClosedLog(count: number, perGroup: number): Promise<PowerLossFileSystem> {
  const fileSystem = aFileSystem(1);
  const log = await openLog(fileSystem);
  for (let seq = 1; seq <= count; seq += 1) {
    appendNext(log);
    if (seq % perGroup === 0) await log.whenDurable(seq);
  }
  await log.close();
  return fileSystem;
}

/** Where the groups of a segment lie. */
function groupsOf(bytes: Uint8Array): { at: number; end: number; firstSeq: number; count: number }[] {
  const header: GroupHeader = { bodyBytes: 0, count: 0, firstSeq: 0, zeroSectors: 0, link: 0 };
  const groups = [];
  for (let at = SECTOR_BYTES; at < bytes.length && readGroupHeader(bytes, viewOf(bytes), at, header) === 'good'; ) {
    const end = at + sectorsUp(64 + header.bodyBytes);
    groups.push({ at, end, firstSeq: header.firstSeq, count: header.count });
    at = end;
  }
  return groups;
}

const outcomeOf = (fileSystem: PowerLossFileSystem): Promise<string> =>
  openLog(fileSystem).then(
    (log) => `opened at ${log.durableSeq}`,
    (error: Error) => error.message,
  );

describe('a damaged log', () => {
  test('any flipped bit of what was written is reported with file, offset and sequence, and nothing is changed', async () => {
    const fileSystem = await aClosedLog(60, 7);
    const whole = { first: fileSystem.contents(FIRST).slice(), second: fileSystem.contents(SECOND).slice() };
    const end = groupsOf(whole.first).at(-1)?.end ?? 0;
    for (let at = 0; at < end; at += at < 1_100 ? 1 : 5) {
      const flip = (bytes: Uint8Array): void => {
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (at & 7));
      };
      fileSystem.damage(FIRST, flip);
      const before = fileSystem.contents(FIRST).slice();
      expect(await outcomeOf(fileSystem)).toMatch(/^RELAIS_E_LOG_DAMAGED.* file=\/disk\/log\/0+1\.segment offset=\d+ seq=\d+ reason=/);
      expect(Buffer.compare(fileSystem.contents(FIRST), before)).toBe(0);
      fileSystem.damage(FIRST, flip);
    }
    expect(await outcomeOf(fileSystem)).toBe('opened at 60');
    expect(Buffer.compare(fileSystem.contents(SECOND), whole.second)).toBe(0);
  });

  test('a reader of an open log detects bits that rot behind it', async () => {
    const fileSystem = aFileSystem(2);
    const log = await openLog(fileSystem);
    for (let seq = 1; seq <= 60; seq += 1) {
      appendNext(log);
      await log.whenDurable(seq);
    }
    const groups = groupsOf(fileSystem.contents(FIRST));
    for (const group of groups) {
      for (const at of [group.at, group.at + 10, group.at + 70, group.end - 1]) {
        const flip = (bytes: Uint8Array): void => {
          bytes[at] = (bytes[at] ?? 0) ^ 4;
        };
        fileSystem.damage(FIRST, flip);
        await expect(readAll(log)).rejects.toThrow('RELAIS_E_LOG_DAMAGED');
        fileSystem.damage(FIRST, flip);
      }
    }
    expect((await readAll(log)).length).toBe(60);
    await log.close();
  });

  test('a last group with any of its sectors still zero is cut, and the entries before it stay', async () => {
    const fileSystem = await aClosedLog(12, 6);
    const whole = fileSystem.contents(FIRST).slice();
    const last = groupsOf(whole).at(-1);
    if (last === undefined) throw new RangeError('no group');
    const sectors = (last.end - last.at) / SECTOR_BYTES;
    expect(sectors).toBeGreaterThan(3);
    for (let pattern = 1; pattern < 1 << sectors; pattern += 1) {
      fileSystem.damage(FIRST, (bytes) => {
        bytes.set(whole);
        for (let sector = 0; sector < sectors; sector += 1) {
          const at = last.at + sector * SECTOR_BYTES;
          if (pattern & (1 << sector)) bytes.fill(0, at, at + SECTOR_BYTES);
        }
      });
      const loss = whole.some((byte, index) => byte !== fileSystem.contents(FIRST)[index]);
      expect([pattern, await outcomeOf(fileSystem)]).toEqual([pattern, loss ? 'opened at 6' : 'opened at 12']);
      if (loss) expect(groupsOf(fileSystem.contents(FIRST)).at(-1)?.end).toBe(last.at);
    }
  });

  test('a zeroed sector with later groups behind it is damage, not a torn end', async () => {
    const fileSystem = await aClosedLog(24, 4);
    expect(fileSystem.contents(SECOND).every((byte) => byte === 0)).toBe(true);
    const whole = fileSystem.contents(FIRST).slice();
    for (let at = 0; at < (groupsOf(whole).at(-1)?.at ?? 0); at += SECTOR_BYTES) {
      if (whole.subarray(at, at + SECTOR_BYTES).every((byte) => byte === 0)) continue;
      fileSystem.damage(FIRST, (bytes) => {
        bytes.set(whole);
        bytes.fill(0, at, at + SECTOR_BYTES);
      });
      expect([at, await outcomeOf(fileSystem)]).toEqual([at, expect.stringContaining('RELAIS_E_LOG_DAMAGED')]);
    }
  });

  test('a missing or shortened segment is damage', async () => {
    const missing = await aClosedLog(200, 5);
    await missing.unlink(SECOND);
    expect(await outcomeOf(missing)).toContain('the next segment is missing');
    const short = await aClosedLog(200, 5);
    const opened = await short.open(FIRST, 'readWrite');
    await opened.truncate(9_000);
    expect(await outcomeOf(short)).toContain('has not its full size');
  });

  test('the log of another region is refused as foreign', async () => {
    const fileSystem = await aClosedLog(5, 1);
    await expect(openLog(fileSystem, { region: 8 })).rejects.toThrow('RELAIS_E_LOG_FOREIGN');
  });

  test('a log keeps the disk id that it was formatted with', async () => {
    const fileSystem = await aClosedLog(5, 1);
    const log = await openLog(fileSystem, { diskId: new Uint8Array(16).fill(9) });
    expect(log.diskId).toEqual(new Uint8Array(16).fill(0xd1));
    await log.close();
  });
});

describe('the parser', () => {
  const sectors = fc
    .uint8Array({ minLength: SECTOR_BYTES, maxLength: 4 * SECTOR_BYTES })
    .map((bytes) => bytes.subarray(0, bytes.length & ~511));

  test('answers any bytes with a result, never with an exception', () => {
    const header: GroupHeader = { bodyBytes: 0, count: 0, firstSeq: 0, zeroSectors: 0, link: 0 };
    fc.assert(
      fc.property(sectors, fc.nat(100_000), fc.nat(5), (bytes, bodyBytes, count) => {
        const view = viewOf(bytes);
        readSegmentHeader(bytes, view, 0);
        readGroupHeader(bytes, view, 0, header);
        const forged = { ...header, bodyBytes: Math.min(bodyBytes, bytes.length - 64), count, firstSeq: 1, link: 0 };
        expect(verifyGroup(bytes, view, 0, forged, genesis(7))).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test('any file of random bytes in place of a segment is refused, at a bounded cost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2_000 }), fc.nat(15_000), async (noise, at) => {
        fc.pre(noise.some((byte) => byte !== 0));
        const fileSystem = await aClosedLog(200, 20);
        fileSystem.damage(FIRST, (bytes) => bytes.set(noise.subarray(0, bytes.length - at), at));
        expect(await outcomeOf(fileSystem)).toContain('RELAIS_E_LOG_DAMAGED');
      }),
      { numRuns: 60 },
    );
  });
});
