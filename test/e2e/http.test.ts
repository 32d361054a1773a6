import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { aMesh, type Mesh } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

let mesh: Mesh;
beforeAll(async () => {
  mesh = await aMesh({ regions: 2 });
  const trader = await mesh.connect('trader');
  await trader.submit({ instrument: 'EURUSD', side: 'buy', price: '1.08000', quantity: '1000' }).confirmed;
  await trader.submit({ instrument: 'EURUSD', side: 'buy', price: '9.00000', quantity: '1000' }).confirmed.catch(() => {});
});
afterAll(() => mesh.close());

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = `${NAME}="(?:[^"\\\\\\n]|\\\\.)*"`;
const SAMPLE = new RegExp(`^${NAME}(?:\\{${LABEL}(?:,${LABEL})*\\})? (?:[-+]?[0-9.]+(?:e[-+]?[0-9]+)?|NaN|[-+]?Inf)(?: [0-9]+)?$`, 'i');

test('/metrics is what Prometheus reads: every line is a comment or a sample, every sample has its help and type', async () => {
  const { status, text } = await mesh.region.http('/metrics');
  expect(status).toBe(200);
  const lines = text.split('\n').filter((line) => line !== '');
  expect(lines.filter((line) => !line.startsWith('# ') && !SAMPLE.test(line))).toEqual([]);
  const named = (kind: string) => new Set(lines.filter((line) => line.startsWith(`# ${kind} `)).map((line) => line.split(' ')[2] ?? ''));
  expect(named('HELP')).toEqual(named('TYPE'));
  const families = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(/[{ ]/)[0] ?? '');
  const familyOf = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
  expect(families.filter((name) => !named('TYPE').has(name) && !named('TYPE').has(familyOf(name)))).toEqual([]);
});

test.each([
  ['relais_sessions', { kind: 'partner' }, 1],
  ['relais_sessions', { kind: 'node' }, 1],
  ['relais_link_up', { peer: 'frankfurt' }, 1],
  ['relais_commands_refused_total', {}, 1],
])('%s %j counts %i', async (name, labels, value) => {
  expect(await mesh.region.metric(name, labels)).toBe(value);
});

test('what grows with orders is counted', async () => {
  for (const name of [
    'relais_commands_accepted_total',
    'relais_execution_reports_total',
    'relais_log_durable_seq',
    'relais_market_messages_total',
    'relais_commit_seconds_count',
  ]) {
    expect({ name, isCounted: (await mesh.region.metric(name)) > 0 }).toEqual({ name, isCounted: true });
  }
});

test('/healthz and /readyz answer ok; what is not there says what is', async () => {
  expect(await mesh.region.http('/healthz')).toEqual({ status: 200, text: 'ok\n' });
  expect(await mesh.region.http('/readyz')).toEqual({ status: 200, text: 'ok\n' });
  expect(await mesh.region.http('/nothing')).toEqual({ status: 404, text: 'try /metrics, /healthz, /readyz or /status\n' });
  expect((await fetch(`http://127.0.0.1:${mesh.region.server.httpPort}/readyz`, { method: 'POST' })).status).toBe(405);
});

test('/status names the region, its position, sessions and links, and no secret', async () => {
  const { text } = await mesh.region.http('/status');
  expect(JSON.parse(text)).toMatchObject({
    region: 'paris',
    number: 1,
    notReadyBecause: null,
    epoch: 1,
    committedSeq: expect.any(Number),
    sessions: { partners: ['trader'] },
    links: [{ region: 'frankfurt', isUp: true }],
    commands: { refused: 1, duplicates: 0 },
    transportKeys: { active: 1, version: 1 },
    memoryBytes: expect.any(Number),
  });
  const { secrets } = mesh.region.plan;
  const held = [
    secrets.identity.privateKey,
    ...secrets.partnerSeeds.map(({ seed }) => seed),
    ...(secrets.transportKeys?.keys ?? []).map(({ key }) => key),
  ];
  const told = text + JSON.stringify(mesh.region.logLines) + (await mesh.region.http('/metrics')).text;
  expect(held.filter((secret) => told.includes(secret))).toEqual([]);
});
