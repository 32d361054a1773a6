import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { MeshState } from '../../node/cli/mesh-state.js';
import type { NodeStatus } from '../../node/server/node-status.js';
import { EXAMPLE, exampleOnFreePorts, type Running, relais, start, waitUntil, within } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

const folder = mkdtempSync(join(tmpdir(), 'relais-cli-'));
const [resources, state] = [join(folder, 'resources'), join(folder, 'state')];
let up: Running;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const on = (...args: string[]) => relais(...args, '--state', state);
const meshOf = (of: string) => JSON.parse(readFileSync(join(of, 'mesh.json'), 'utf8')) as MeshState;

async function statusOf(of: string): Promise<readonly NodeStatus[]> {
  const { code, out } = await relais('status', '--state', of, '-o', 'json');
  return code === 0 ? (JSON.parse(out) as { status: NodeStatus }[]).map(({ status }) => status) : [];
}

async function isUp(of: string): Promise<boolean> {
  if (!existsSync(join(of, 'mesh.json'))) return false;
  const ready = meshOf(of).regions.map(({ host, httpPort }) =>
    fetch(`http://${host}:${httpPort}/readyz`).then(({ status }) => status === 200),
  );
  return (await Promise.allSettled(ready)).every((answer) => answer.status === 'fulfilled' && answer.value);
}

beforeAll(async () => {
  await exampleOnFreePorts(resources);
  up = start('up', resources, '--state', state);
  await waitUntil('the mesh is up and the bot trades', () => up.out().includes('Try it'), 60_000);
});
afterAll(async () => {
  await relais('down', '--state', state);
  rmSync(folder, { recursive: true, force: true });
});

describe('relais up on a pipe', () => {
  test('prints plain lines: the regions, what to try, no control characters', () => {
    const out = up.out();
    expect(out).toMatch(/^relais up: .*state in /);
    for (const name of ['paris', 'frankfurt', 'lyon', 'relais submit EURUSD', 'relais book EURUSD']) expect(out).toContain(name);
    expect(out).not.toContain('\x1b');
  });

  test('is refused a second time with the same state, and the first goes on', async () => {
    const second = await on('up', resources);
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining('RELAIS_E_MESH_RUNS') });
    expect(await isUp(state)).toBe(true);
  });
});

describe('a command', () => {
  test('status tells how each region is', async () => {
    const statuses = await statusOf(state);
    expect(statuses.map(({ region }) => region).toSorted()).toEqual(['frankfurt', 'lyon', 'paris']);
    for (const status of statuses) {
      expect(status.notReadyBecause).toBeNull();
      expect(status.links.map(({ isUp }) => isUp)).toEqual([true, true]);
    }
    expect((await on('status')).out).toContain('frankfurt');
  });

  test('submit, tail and cancel: an order from its entry to its end', async () => {
    const submitted = await on('submit', 'EURUSD', 'buy', '1000', '--price', '0.60000', '--client-order-id', 'by-hand', '-o', 'json');
    expect(submitted.code).toBe(0);
    expect(JSON.parse(submitted.out)).toMatchObject({ clientOrderId: 'by-hand', status: 'new' });
    const cancelled = await on('cancel', 'by-hand', '--instrument', 'EURUSD', '-o', 'json');
    expect(cancelled.code).toBe(0);
    expect(JSON.parse(cancelled.out)).toMatchObject({ status: 'canceled' });
    const tailed = await on(
      'tail',
      '--only',
      'executions',
      '--from',
      'start',
      '--as',
      'trader',
      '--region',
      'paris',
      '--count',
      '2',
      '-o',
      'json',
    );
    expect(tailed.code).toBe(0);
    const lines = tailed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ type }) => type)).toEqual(['new', 'canceled']);
  });

  test('that the region answers with no ends with 1 and says the code and the reason', async () => {
    const refused = await on('submit', 'EURUSD', 'buy', '1000', '--price', '9.00000');
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/RELAIS_E_ORDER_REFUSED.*priceExceedsBand/) });
    expect(await on('cancel', 'never-entered')).toMatchObject({ code: 1, err: expect.stringContaining('RELAIS_E_') });
  });

  test('that cannot be understood ends with 2, one without a mesh with 1', async () => {
    const answers = await Promise.all([
      on('submit', 'EURUSD', 'buy'),
      on('book', 'EURUSD', '--depth', 'deep'),
      on('status', '--as-if'),
      on('quote', 'EURUSD', '--as', 'stranger'),
    ]);
    expect(answers.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    expect(await relais('status', '--state', join(folder, 'nowhere'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('RELAIS_E_NO_MESH'),
    });
  });

  test('book shows both sides, quote the best of them, of other regions too', async () => {
    const [book, quote] = await Promise.all([
      on('book', 'EURUSD', '--once', '-o', 'json'),
      on('quote', 'EURUSD', 'EURUSD.REF', '--max-age-ms', '60000', '-o', 'json'),
    ]);
    expect(book.code).toBe(0);
    const { bids, asks } = JSON.parse(book.out) as Record<'bids' | 'asks', unknown[]>;
    expect(Math.min(bids.length, asks.length)).toBeGreaterThan(0);
    expect({ code: quote.code, err: quote.err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(quote.out)).toEqual([
      expect.objectContaining({ instrument: expect.stringContaining('EURUSD') }),
      expect.objectContaining({ instrument: expect.stringContaining('EURUSD.REF') }),
    ]);
  });

  test('validate and version need no mesh', async () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, readFileSync(join(EXAMPLE, 'keys.yaml'), 'utf8').replace('overlapSeconds', 'overlapSecond'));
    const [valid, invalid, version] = await Promise.all([
      relais('validate', EXAMPLE),
      relais('validate', '--alone', broken),
      relais('version', '-o', 'json'),
    ]);
    expect(valid).toMatchObject({ code: 0, out: expect.stringContaining('valid') });
    expect(invalid).toMatchObject({ code: 1, err: expect.stringContaining('overlapSeconds') });
    expect(invalid.err).toContain('broken.yaml');
    expect(version.code).toBe(0);
    expect(JSON.parse(version.out)).toEqual({ relais: expect.stringMatching(/^\d+\.\d+\.\d+/), node: process.versions.node });
  });
});

test('down --purge stops every process and leaves nothing', async () => {
  const pids = (await statusOf(state)).map(({ pid }) => pid);
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  const down = await on('down', '--purge');
  expect(down).toMatchObject({ code: 0, out: expect.stringContaining('stopped') });
  expect(await within('up ends', up.ended)).toMatchObject({ code: 0, out: expect.stringContaining('stopped') });
  expect(pids.filter(isAlive)).toEqual([]);
  expect(existsSync(state)).toBe(false);
  expect((await on('down')).code).toBe(0);
});

test('a mesh whose parent is killed ends by itself, and can be started again', async () => {
  const orphaned = join(folder, 'orphaned');
  const first = start('up', resources, '--state', orphaned, '--no-bot');
  await waitUntil('the mesh is up', () => isUp(orphaned), 60_000);
  const pids = (await statusOf(orphaned)).map(({ pid }) => pid);
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  first.child.kill('SIGKILL');
  await waitUntil('its regions have ended', () => pids.every((pid) => !isAlive(pid)));
  const again = start('up', resources, '--state', orphaned, '--no-bot');
  await waitUntil('the mesh is up again', () => isUp(orphaned), 60_000);
  again.child.kill('SIGINT');
  expect(await within('Ctrl-C ends it', again.ended)).toMatchObject({ code: 0 });
}, 120_000);
