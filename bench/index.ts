/**
 * The benchmarks, by name. Each is a module that runs when it is imported, reads its own options from process.argv (node:util parseArgs),
 * prints tables for people and ends with `printResult` (bench/harness).
 */
export interface Benchmark {
  readonly name: string;
  /** Relative to this folder, as it is after compilation. */
  readonly module: string;
  readonly doc: string;
}

export const BENCHMARKS: readonly Benchmark[] = [];
