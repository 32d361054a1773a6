/**
 * Commands through the log: each submitter has one command under way, and sends its next one when that one's result may go out, which is
 * when its entry is on the disk.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { TransactionLog } from '../../node/log/index.js';
import { aMatchingEngine, CountingOutput } from './market.js';
import { type Percentiles, percentiles } from './measure.js';
import type { CommandTape } from './tape.js';

export interface DurableFigures extends Percentiles {
  commandsPerSecond: number;
}

export async function measureDurable(tape: CommandTape, submitters: number, seconds: number): Promise<DurableFigures> {
  const directory = await mkdtemp(path.join(process.cwd(), '.bench-engine-'));
  const sizes = { segmentBytes: 67_108_864, preparedSegments: 2, groupBytes: 1_048_576, pendingGroups: 8, reserveBytes: 1_048_576 };
  const log = await TransactionLog.open({ directory, region: 1, diskId: randomBytes(16), ...sizes });
  const engine = aMatchingEngine();
  const output = new CountingOutput();
  const tookUs = new Float64Array(tape.count);
  const startedMs = new Float64Array(tape.count);
  let next = 0;
  let done = 0;
  let isStopping = false;
  /** False when the log has no room just now. */
  const submit = (): boolean => {
    const at = tape.at(next);
    const length = tape.length(next);
    if (log.refusal(length) !== null) return false;
    startedMs[next] = performance.now();
    const seq = log.append(tape.bytes, at, length);
    engine.apply(1, seq, tape.bytes, tape.view, at, length, output);
    next += 1;
    return true;
  };
  const fill = (): void => {
    while (!isStopping && next < tape.count && next - done < submitters) {
      if (submit()) continue;
      if (next === done) setTimeout(fill, 1);
      return;
    }
  };
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    const firstSeq = log.appendedSeq;
    log.onDurable((seq) => {
      const now = performance.now();
      for (; done < seq - firstSeq; done += 1) tookUs[done] = (now - (startedMs[done] as number)) * 1000;
      if (done === tape.count || now - begun > seconds * 1000) isStopping = true;
      if (isStopping && done === next) resolve();
      else fill();
    });
    fill();
  });
  const commandsPerSecond = done / ((performance.now() - begun) / 1000);
  await log.close();
  await rm(directory, { recursive: true });
  return { commandsPerSecond, ...percentiles(tookUs.subarray(0, done)) };
}
