import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { logOptions, readAll } from './testing/a-log.js';
import { seededRandom } from './testing/random.js';
import { TransactionLog } from './transaction-log.js';

const KILLS = 30;
const WRITER = path.join(import.meta.dirname, 'testing', 'log-writer.mjs');
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'relais-log-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Starts the writer, kills it so many milliseconds after its first acknowledgement, and returns what it said on its way. */
function runAndKill(afterMs: number): Promise<{ opened: number; durable: number }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, ['--no-warnings', WRITER, path.join(directory, 'log')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let complaint = '';
    let isToDie = false;
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString('latin1');
      if (isToDie || !said.includes('durable')) return;
      isToDie = true;
      setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.stderr?.on('data', (data: Buffer) => {
      complaint += data.toString('utf8');
    });
    child.on('close', (_code, signal) => {
      const last = (what: string): number => Number([...said.matchAll(new RegExp(`${what} (\\d+)\\n`, 'g'))].at(-1)?.[1] ?? -1);
      if (signal === 'SIGKILL') resolve({ opened: last('opened'), durable: last('durable') });
      else reject(new RangeError(`the writer ended by itself: ${complaint}`));
    });
  });
}

test(`every acknowledged entry is there after each of ${KILLS} kills in mid-load`, async () => {
  const random = seededRandom(30);
  let acknowledged = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const { opened, durable } = await runAndKill(random.below(60));
    expect(opened).toBeGreaterThanOrEqual(acknowledged);
    expect(durable).toBeGreaterThan(opened);
    acknowledged = durable;
  }
  const log = await TransactionLog.open(
    logOptions(undefined, { directory: path.join(directory, 'log'), segmentBytes: 262_144, groupBytes: 65_536 }),
  );
  expect(log.durableSeq).toBeGreaterThanOrEqual(acknowledged);
  expect((await readAll(log)).at(-1)).toBe(log.durableSeq);
  await log.close();
}, 60_000);
