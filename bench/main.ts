/** `npm run -s bench -- NAME [options]`, or `--list`. */
import { machineLine } from './harness/index.js';
import { BENCHMARKS } from './index.js';

const [name = '--list', ...options] = process.argv.slice(2);
const benchmark = BENCHMARKS.find((candidate) => candidate.name === name);

if (benchmark) {
  console.log(`bench ${name}: ${benchmark.doc}`);
  console.log(`${machineLine()}\n`);
  process.argv = [process.argv[0] ?? 'node', name, ...options];
  await import(benchmark.module);
} else if (name === '--list' || name === '--help') {
  const width = Math.max(...BENCHMARKS.map((candidate) => candidate.name.length));
  for (const candidate of BENCHMARKS) console.log(`${candidate.name.padEnd(width)}  ${candidate.doc}`);
} else {
  console.error(`no benchmark is called ${name}; npm run -s bench -- --list names them`);
  process.exitCode = 2;
}
