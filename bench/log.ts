/**
 * Durable commits of the transaction log: closed loop, 256-byte entries, 1, 16 and 256 writers of which each waits until its entry is on
 * the disk. No peer runs beside it: design section 4 has the figures of other engines on the same machine.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { build } from 'hdr-histogram-js';
import { TransactionLog } from '../node/log/index.js';
import { machineLine, printResult, printTable } from './harness/index.js';

const ENTRY_BYTES = 256;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);

async function measure(writers: number): Promise<{ commitsPerSecond: number; p50Us: number; p99Us: number; heapBytesPerCommit: number }> {
  const directory = await mkdtemp(path.join(process.cwd(), '.bench-log-'));
  const log = await TransactionLog.open({
    directory,
    region: 1,
    diskId: randomBytes(16),
    segmentBytes: 67_108_864,
    preparedSegments: 2,
    groupBytes: 1_048_576,
    pendingGroups: 8,
    reserveBytes: 1_048_576,
  });
  const payload = randomBytes(ENTRY_BYTES);
  const histogram = build({ highestTrackableValue: 10_000_000, numberOfSignificantValueDigits: 3 });
  const startedUs = new Float64Array(writers);
  let commits = 0;
  let isStopping = false;
  const submit = (): void => {
    if (isStopping || log.refusal(ENTRY_BYTES) !== null) return;
    const seq = log.append(payload, 0, ENTRY_BYTES);
    startedUs[seq % writers] = performance.now() * 1_000;
  };
  let durable = 0;
  await new Promise<void>((resolve) => {
    log.onDurable((seq) => {
      if (isStopping) return;
      const nowUs = performance.now() * 1_000;
      while (durable < seq) {
        durable += 1;
        commits += 1;
        histogram.recordValue(Math.max(1, Math.round(nowUs - (startedUs[durable % writers] as number))));
      }
      while (!isStopping && log.appendedSeq - durable < writers) {
        const before = log.appendedSeq;
        submit();
        // The next segment is being prepared: the writers that found no room try again a little later.
        if (log.appendedSeq === before) {
          if (log.appendedSeq === durable) setTimeout(submit, 1);
          break;
        }
      }
    });
    for (let writer = 0; writer < writers; writer += 1) submit();
    setTimeout(() => {
      isStopping = true;
      resolve();
    }, SECONDS * 1_000);
  });
  const commitsPerSecond = commits / SECONDS;
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  for (let count = 0; count < 20_000 && log.refusal(ENTRY_BYTES) === null; count += 1) log.append(payload, 0, ENTRY_BYTES);
  const heapBytesPerCommit = (process.memoryUsage().heapUsed - heapBefore) / 20_000;
  await log.close();
  await rm(directory, { recursive: true });
  const p50Us = histogram.getValueAtPercentile(50);
  const p99Us = histogram.getValueAtPercentile(99);
  return { commitsPerSecond, p50Us, p99Us, heapBytesPerCommit };
}

console.log(`${machineLine()}\n`);
const rows: (string | number)[][] = [];
const result: Record<string, number> = {};
for (const writers of [1, 16, 256]) {
  const found = await measure(writers);
  rows.push([`${writers}`, Math.round(found.commitsPerSecond), found.p50Us, found.p99Us, found.heapBytesPerCommit]);
  result[`commitsPerSecond${writers}`] = Math.round(found.commitsPerSecond);
  result[`p50Us${writers}`] = found.p50Us;
  result[`p99Us${writers}`] = found.p99Us;
}
printTable(['writers', 'commits/s', 'p50 us', 'p99 us', 'heap bytes/append'], rows);
printResult(result);
