/**
 * The matching engine: in memory on orders derived from recorded level changes (RELAIS_SAMPLES) or from the generator, durable behind the
 * transaction log, and with a million resting orders beside an empty book in the same run, in turns.
 *
 * No peer runs beside it: published engines that could be run here measure other rules in another language; the ratios that matter are those
 * between the full and the empty book, and between memory and disk.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { measureDurable } from './engine/durable.js';
import { tapeOfFlow, tapeOfWall } from './engine/generated-flow.js';
import { l2Files, tapeOfL2File } from './engine/l2-orders.js';
import { aMatchingEngine } from './engine/market.js';
import { GcWatch, percentiles, Runner } from './engine/measure.js';
import type { CommandTape } from './engine/tape.js';
import { median, printResult, printTable } from './harness/index.js';

const { values: options } = parseArgs({
  options: {
    resting: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '21' },
    seconds: { type: 'string', default: '3' },
  },
});
const restingOrders = Number(options.resting);
const rounds = Number(options.rounds);
const ROUND_COMMANDS = 20_000;
const L2_COMMANDS_MAX = 400_000;
const WALL_PART = 50_000;

const flow = tapeOfFlow(rounds * ROUND_COMMANDS);
const sources = await sourcesInMemory();
const inMemory = sources.map(({ name, tape }) => ({ name, ...measureInMemory(tape) }));
console.log('In memory, one command after the other:\n');
printTable(
  ['orders from', 'commands', 'commands/s', 'p50 us', 'p99 us', 'p99.9 us', 'reports/command'],
  inMemory.map((m) => [m.name, m.commands, m.perSecond, m.p50, m.p99, m.p999, m.reportsPerCommand]),
);

const full = await measureFullBook();
console.log(`With ${restingOrders.toLocaleString('en-US')} resting orders, in turns with an empty book (medians of ${rounds} rounds):\n`);
printTable(
  ['book', 'p50 us', 'p99 us', 'p99.9 us'],
  [
    ['empty', full.empty.p50, full.empty.p99, full.empty.p999],
    ['full', full.full.p50, full.full.p99, full.full.p999],
  ],
);
console.log(`collector: ${full.pauses} pauses, longest ${full.gcPauseMaxMs.toFixed(2)} ms; heap in use ${full.heapMb.toFixed(1)} MB\n`);

const first = sources[0] as { name: string; tape: CommandTape };
const durable = new Map<number, Awaited<ReturnType<typeof measureDurable>>>();
for (const submitters of [1, 16, 256]) durable.set(submitters, await measureDurable(first.tape, submitters, Number(options.seconds)));
console.log('Durable: result only when the entry is on the disk:\n');
printTable(
  ['submitters', 'commands/s', 'p50 us', 'p99 us', 'p99.9 us'],
  [...durable].map(([submitters, d]) => [String(submitters), d.commandsPerSecond, d.p50, d.p99, d.p999]),
);

const main = inMemory[0] as (typeof inMemory)[number];
printResult({
  commandsPerSecond: main.perSecond,
  p50Us: main.p50,
  p99Us: main.p99,
  p999Us: main.p999,
  ...Object.fromEntries([...durable].map(([n, d]) => [`durablePerSecond${n}`, d.commandsPerSecond])),
  ...Object.fromEntries([...durable].map(([n, d]) => [`durableP50Us${n}`, d.p50])),
  ...Object.fromEntries([...durable].map(([n, d]) => [`durableP99Us${n}`, d.p99])),
  restingOrders,
  fullP50Us: full.full.p50,
  fullP999Us: full.full.p999,
  gcPauseMaxMs: full.gcPauseMaxMs,
  p999VsEmptyBook: full.full.p999 / full.empty.p999,
});

async function sourcesInMemory(): Promise<{ name: string; tape: CommandTape }[]> {
  const samples = process.env.RELAIS_SAMPLES;
  const generated = { name: 'generator', tape: flow };
  if (samples === undefined) {
    console.log('RELAIS_SAMPLES is not set: orders from the generator only.\n');
    return [generated];
  }
  const found = [];
  for (const file of l2Files(samples)) {
    found.push({ name: file.replace(/^.*\//, '').replace('.csv.gz', ''), tape: await tapeOfL2File(file, L2_COMMANDS_MAX) });
  }
  return [...found, generated];
}

/** Once to warm up, once for the rate, once with a clock around every command. */
function measureInMemory(tape: CommandTape): {
  commands: number;
  perSecond: number;
  p50: number;
  p99: number;
  p999: number;
  reportsPerCommand: number;
} {
  new Runner(aMatchingEngine()).run(tape, 0, Math.min(tape.count, 100_000));
  const plain = new Runner(aMatchingEngine());
  const begun = performance.now();
  plain.run(tape, 0, tape.count);
  const perSecond = tape.count / ((performance.now() - begun) / 1000);
  const tookUs = new Float64Array(tape.count);
  new Runner(aMatchingEngine()).runTimed(tape, 0, tape.count, tookUs);
  return { commands: tape.count, perSecond, ...percentiles(tookUs), reportsPerCommand: plain.output.reports / tape.count };
}

/** The same commands to both engines, a round here, a round there; the collector is watched while the full book is there. */
async function measureFullBook() {
  const empty = new Runner(aMatchingEngine());
  const full = new Runner(aMatchingEngine());
  empty.run(flow, 0, 2);
  full.run(flow, 0, 2);
  for (let from = 0; from < restingOrders; from += WALL_PART) {
    const wall = tapeOfWall(from, Math.min(WALL_PART, restingOrders - from));
    full.run(wall, 0, wall.count);
    await turn();
  }
  const gc = new GcWatch();
  const tookUs = new Float64Array(ROUND_COMMANDS);
  const found = { empty: [] as ReturnType<typeof percentiles>[], full: [] as ReturnType<typeof percentiles>[] };
  for (let round = 0; round < rounds; round += 1) {
    const from = 2 + round * ROUND_COMMANDS;
    for (const [name, runner] of [['empty', empty] as const, ['full', full] as const]) {
      runner.runTimed(flow, from, from + ROUND_COMMANDS, tookUs);
      found[name].push(percentiles(tookUs));
      await turn();
    }
  }
  await gc.stop();
  const heapMb = process.memoryUsage().heapUsed / 2 ** 20;
  const of = (rows: ReturnType<typeof percentiles>[]) => ({
    p50: median(rows.map((r) => r.p50)),
    p99: median(rows.map((r) => r.p99)),
    p999: median(rows.map((r) => r.p999)),
  });
  return { empty: of(found.empty), full: of(found.full), gcPauseMaxMs: gc.longestMs, pauses: gc.pauses, heapMb };
}
