/** `bench rtt`: 64 bytes there and back, each contestant in two processes of its own, in turns, from the moment each was meant to leave. */
import { parseArgs } from 'node:util';
import { median, printResult, printTable } from './harness/index.js';
import type { EchoName } from './peers/echo/contestants.js';
import type { EchoAddress } from './peers/echo/echo-peer.js';
import type { EchoResult, EchoRun } from './peers/echo/runs.js';
import { decodeHistogram, merge, percentileUs } from './peers/histogram.js';
import { BenchChild } from './peers/parent.js';

const CHILD = new URL('./rtt-child.js', import.meta.url);
const ROUNDS = 9;
const MAX_SECONDS = 60;
/** Slow enough for the processor to fall asleep between messages, as it does on a machine that waits for orders; the pairs that are compared share it. */
const IDLE_PER_S = 200;

interface Case {
  readonly title: string;
  readonly name: EchoName;
  /** Both event loops spin while it runs: the client's to watch the schedule, the server's by busyPollUs or, where there is none, by ours. */
  readonly spin: boolean;
  readonly perS: number;
}

const CASES: readonly Case[] = [
  { title: 'plain Node TCP echo', name: 'raw', spin: false, perS: IDLE_PER_S },
  { title: 'relais transport', name: 'transport', spin: false, perS: IDLE_PER_S },
  { title: 'relais sealed session', name: 'sealed', spin: false, perS: IDLE_PER_S },
  { title: 'relais order → confirmation, not durable', name: 'order', spin: false, perS: IDLE_PER_S },
  { title: 'relais order → confirmation, durable', name: 'order-durable', spin: false, perS: IDLE_PER_S },
  { title: 'ws', name: 'ws', spin: false, perS: IDLE_PER_S },
  { title: 'grpc-js', name: 'grpc', spin: false, perS: IDLE_PER_S },
  { title: 'plain Node TCP echo, spinning', name: 'raw-spin', spin: true, perS: 10_000 },
  { title: 'relais transport, busyPollUs', name: 'transport-spin', spin: true, perS: 10_000 },
  { title: 'relais sealed session, busyPollUs', name: 'sealed-spin', spin: true, perS: 10_000 },
];

interface Pair {
  readonly client: BenchChild;
  readonly server: BenchChild;
  readonly results: EchoResult[];
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const seconds = Math.min(MAX_SECONDS, Math.max(1, Number(values.seconds) || 5));

const pairs = new Map<EchoName, Pair>();
for (const { name } of CASES) {
  const server = await BenchChild.start(CHILD, [name, 'server']);
  const client = await BenchChild.start(CHILD, [name, 'client']);
  const address = await server.ask<EchoAddress>('listen');
  await client.ask('connect', address);
  pairs.set(name, { client, server, results: [] });
}
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, spin, perS } of CASES) {
    const { client, server, results } = pairs.get(name) as Pair;
    const run: EchoRun = { seconds: seconds / ROUNDS, perS, spin };
    const helpSpin = spin && name === 'raw-spin';
    if (helpSpin) await server.ask('spin', true);
    results.push(await client.ask<EchoResult>('run', run));
    if (helpSpin) await server.ask('spin', false);
  }
}
for (const { client, server } of pairs.values()) {
  client.stop();
  server.stop();
}

const p50s = (name: EchoName): number[] =>
  (pairs.get(name) as Pair).results.map(({ histogram }) => percentileUs(decodeHistogram(histogram), 50));
/** Median over the rounds of the ratio within a round: what disturbs the machine for a while disturbs both. */
function ratio(of: EchoName, over: EchoName): number {
  return median(p50s(of).map((value, round) => value / (p50s(over)[round] as number)));
}
/** The least disturbed round of each: what an idle machine would say. */
const best = (of: EchoName, over: EchoName): number => Math.min(...p50s(of)) / Math.min(...p50s(over));
const rows = CASES.map(({ title, name, perS }) => {
  const { results } = pairs.get(name) as Pair;
  const all = merge(results.map(({ histogram }) => histogram));
  const lost = results.reduce((sum, { sent, answered }) => sum + sent - answered, 0);
  const percentiles = [50, 90, 99, 99.9].map((percentile) => percentileUs(all, percentile));
  return [title, perS, Math.min(...p50s(name)), ...percentiles, all.maxValue / 1000, lost];
});
printTable(['64 B there and back, us', 'per s', 'best p50', 'p50', 'p90', 'p99', 'p99.9', 'max', 'lost'], rows);
console.log(
  'Open loop, from the moment each message was meant to leave. Without spinning a timer paces them and its own lateness up to 2 ms',
);
console.log('is not counted. grpc-js: unary calls, bytes without protobuf. ws: binary frames without compression. Neither is encrypted.');
printResult({
  sealedVsRawP50: ratio('sealed-spin', 'raw-spin'),
  busyPollGain: ratio('transport', 'transport-spin'),
  sealedVsRawP50BestRound: best('sealed-spin', 'raw-spin'),
  busyPollGainBestRound: best('transport', 'transport-spin'),
  orderP50Us: Math.min(...p50s('order')),
  orderDurableP50Us: Math.min(...p50s('order-durable')),
  sealedVsRawDefaultP50: ratio('sealed', 'raw'),
  sealedVsWsP50: ratio('sealed', 'ws'),
  sealedVsGrpcP50: ratio('sealed', 'grpc'),
});
