/** `bench throughput`: one publisher, three subscribers, flat out and at 50,000 messages a second, each contestant in processes of its own. */
import { parseArgs } from 'node:util';
import { median, printResult, printTable } from './harness/index.js';
import { merge, percentileUs } from './peers/histogram.js';
import { BenchChild } from './peers/parent.js';
import type { PublishName } from './peers/publish/contestants.js';
import type { PublishAddress } from './peers/publish/publish-peer.js';
import type { Delivered, PublishRun } from './peers/publish/runs.js';

const CHILD = new URL('./throughput-child.js', import.meta.url);
const ROUNDS = 3;
const MAX_SECONDS = 60;
const OFFERED_PER_S = 50_000;
const NAMES: readonly PublishName[] = ['sealed', 'nats', 'ws', 'grpc'];

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, only: { type: 'string', default: '' }, mode: { type: 'string', default: '' } },
});
const seconds = Math.min(MAX_SECONDS, Math.max(1, Number(values.seconds) || 3));
const names = NAMES.filter((name) => values.only === '' || values.only.split(',').includes(name));

interface Pair {
  readonly publisher: BenchChild;
  readonly subscribers: BenchChild;
}
/** With the processor time of both processes, which says more than the rate when others use the machine. */
interface Measured extends Delivered {
  readonly publisherUs: number;
  readonly subscribersUs: number;
}
interface Mode {
  readonly title: string;
  readonly payloadBytes: number;
  readonly perS: number;
}
const ALL_MODES: readonly Mode[] = [
  { title: '64 B flat out', payloadBytes: 64, perS: 0 },
  { title: '1 kB flat out', payloadBytes: 1024, perS: 0 },
  { title: '64 B at 50 k/s', payloadBytes: 64, perS: OFFERED_PER_S },
];
/** `--mode 1` measures the second one alone. */
const MODES = values.mode === '' ? ALL_MODES : ALL_MODES.filter((_, i) => String(i) === values.mode);

const pairs = new Map<PublishName, Pair>();
for (const name of names) {
  const publisher = await BenchChild.start(CHILD, [name, 'publisher']);
  const subscribers = await BenchChild.start(CHILD, [name, 'subscribers']);
  const address = await publisher.ask<PublishAddress>('open');
  await subscribers.ask('subscribe', address);
  await publisher.ask('subscribed');
  pairs.set(name, { publisher, subscribers });
}

async function measure(name: PublishName, { payloadBytes, perS }: Mode, runSeconds: number): Promise<Measured> {
  const { publisher, subscribers } = pairs.get(name) as Pair;
  const run: PublishRun = { seconds: runSeconds, payloadBytes, perS };
  const cpuUs = async (): Promise<[number, number]> => [await publisher.ask<number>('cpuUs'), await subscribers.ask<number>('cpuUs')];
  const before = await cpuUs();
  await subscribers.ask('begin', perS > 0);
  await publisher.ask('publish', run);
  const delivered = await subscribers.ask<Delivered>('delivered', await publisher.ask<number>('published'));
  const after = await cpuUs();
  return { ...delivered, publisherUs: after[0] - before[0], subscribersUs: after[1] - before[1] };
}

const results = new Map<string, Measured[]>();
for (let round = -1; round < ROUNDS; round++) {
  for (const mode of MODES) {
    for (const name of names) {
      // Round −1 only warms up.
      const delivered = await measure(name, mode, round < 0 ? 0.3 : seconds / ROUNDS);
      if (round < 0) continue;
      const key = `${name} ${mode.title}`;
      results.set(key, [...(results.get(key) ?? []), delivered]);
    }
  }
}
for (const { publisher, subscribers } of pairs.values()) {
  publisher.stop();
  subscribers.stop();
}

const resultsOf = (name: PublishName, mode: Mode): Measured[] => results.get(`${name} ${mode.title}`) ?? [];
const rate = ({ count, seconds: took }: Delivered): number => count / took;
const p50Us = ({ histogram }: Delivered): number => percentileUs(merge([histogram]), 50);
function ratio(over: PublishName, mode: Mode, figure: (delivered: Delivered) => number): number {
  const theirs = resultsOf(over, mode);
  return median(resultsOf('sealed', mode).map((ours, i) => figure(ours) / figure(theirs[i] as Delivered)));
}

const TITLES: Readonly<Record<PublishName, string>> = {
  sealed: 'relais: server → 3 clients, sealed',
  nats: 'nats.js: client → nats-server → 3 clients, plain',
  ws: 'ws: server → 3 clients, plain',
  grpc: 'grpc-js: server → 3 clients, plain',
};
for (const mode of MODES) {
  const rows = names.map((name) => {
    const all = resultsOf(name, mode);
    const histogram = merge(all.map((one) => one.histogram));
    const missing = all.reduce((sum, one) => sum + one.missing, 0);
    const cpuNs = (total: (one: Measured) => number): number => Math.round(median(all.map((one) => (total(one) * 1000) / one.count)));
    const cpu = [cpuNs((one) => one.publisherUs), cpuNs((one) => one.subscribersUs)];
    const latency = mode.perS > 0 ? [50, 99, 99.9].map((percentile) => percentileUs(histogram, percentile)) : [];
    return [TITLES[name], median(all.map(rate)), missing, ...cpu, ...latency];
  });
  printTable(
    [mode.title, 'delivered/s', 'missing', 'publisher ns', 'subscribers ns', ...(mode.perS > 0 ? ['p50 us', 'p99 us', 'p99.9 us'] : [])],
    rows,
  );
}
console.log(
  'Publisher and subscribers are two processes (nats-server a third one). At 50 k/s: open loop, from the moment each was meant to leave.',
);
const [small, large, offered] = ALL_MODES as [Mode, Mode, Mode];
if (names.length === NAMES.length && MODES === ALL_MODES) {
  printResult({
    vsNatsJs: ratio('nats', small, rate),
    vsWs: ratio('ws', small, rate),
    vsGrpc: ratio('grpc', small, rate),
    vsNatsJs1k: ratio('nats', large, rate),
    vsWs1k: ratio('ws', large, rate),
    vsGrpc1k: ratio('grpc', large, rate),
    p50VsNatsJs50k: ratio('nats', offered, p50Us),
  });
}
