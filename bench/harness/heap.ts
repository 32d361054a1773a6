import type { Contestant } from './interleave.js';
import { median, sink } from './interleave.js';

/**
 * Bytes of JavaScript heap that one repetition leaves behind for the collector, once everything is compiled: the median of a few runs of
 * `times`, each begun by a collection where Node was started with --expose-gc.
 */
export function heapBytesPerRepetition(contestant: Contestant, times: number): number {
  sink.value += contestant.repeat(times);
  const runs: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    sink.value += contestant.repeat(times);
    runs.push(Math.max(0, process.memoryUsage().heapUsed - before) / times);
  }
  return median(runs);
}
