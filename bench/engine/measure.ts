import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import type { MatchingEngine } from '../../node/engine/index.js';
import { CountingOutput } from './market.js';
import type { CommandTape } from './tape.js';

/** An engine and where it stands. */
export class Runner {
  readonly engine: MatchingEngine;
  readonly output = new CountingOutput();
  private seq = 0;

  constructor(engine: MatchingEngine) {
    this.engine = engine;
  }

  /** Applies commands `from` to below `to`. */
  run(tape: CommandTape, from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      this.seq += 1;
      this.engine.apply(1, this.seq, tape.bytes, tape.view, tape.at(index), tape.length(index), this.output);
    }
  }

  /** As `run`, and notes how long each command took, in µs. */
  runTimed(tape: CommandTape, from: number, to: number, tookUs: Float64Array): void {
    let before = performance.now();
    for (let index = from; index < to; index += 1) {
      this.seq += 1;
      this.engine.apply(1, this.seq, tape.bytes, tape.view, tape.at(index), tape.length(index), this.output);
      const now = performance.now();
      tookUs[index - from] = (now - before) * 1000;
      before = now;
    }
  }
}

export interface Percentiles {
  p50: number;
  p99: number;
  p999: number;
}

/** Sorts `values`. */
export function percentiles(values: Float64Array): Percentiles {
  values.sort();
  const at = (share: number): number => values[Math.min(values.length - 1, Math.floor(values.length * share))] as number;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}

/** Longest pause of the garbage collector from now on. */
export class GcWatch {
  longestMs = 0;
  pauses = 0;
  private readonly observer: PerformanceObserver;

  constructor() {
    this.observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        this.longestMs = Math.max(this.longestMs, entry.duration);
        this.pauses += 1;
      }
    });
    this.observer.observe({ entryTypes: ['gc'] });
  }

  async stop(): Promise<void> {
    for (let count = 0; count < 3; count += 1) await turn();
    this.observer.disconnect();
  }
}
