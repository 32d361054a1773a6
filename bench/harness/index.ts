/** What benchmarks share: tables, the RESULT line, contestants in turns, heap growth. No benchmark lives here. */
export { heapBytesPerRepetition } from './heap.js';
export { type Contestant, type InterleaveOptions, measureInterleaved, median } from './interleave.js';
export { machineLine } from './machine.js';
export { type BenchmarkResult, printResult } from './result.js';
export { figure, printTable } from './table.js';
