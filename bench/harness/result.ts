export type BenchmarkResult = Readonly<Record<string, number>>;

/**
 * Prints the last line of a benchmark: `RESULT {json}` with plain numbers, rounded to three decimals. Nothing may be printed after it.
 */
export function printResult(result: BenchmarkResult): void {
  const rounded = Object.entries(result).map(([name, value]) => [name, Math.round(value * 1000) / 1000]);
  console.log(`RESULT ${JSON.stringify(Object.fromEntries(rounded))}`);
}
