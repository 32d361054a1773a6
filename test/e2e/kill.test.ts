import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import { connect, type Execution, type Relais } from '../../node/client/index.js';
import { MatchingEngine } from '../../node/engine/index.js';
import { TransactionLog } from '../../node/log/index.js';
import { openDurableState } from '../../node/server/durable-state.js';
import { readSettings } from '../../registry/index.js';
import { planMesh, RegionProcess, waitUntil, within } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

const KILLS = 16;
const CHECKPOINT_EVERY = 1_000;
const IN_FLIGHT = 40;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Enters orders that trade with each other, a bounded number at a time, and remembers what was confirmed. */
class Load {
  readonly confirmed = new Map<string, Execution>();
  #isStopping = false;
  readonly #client: Relais;
  readonly #name: string;
  #next = 0;

  constructor(client: Relais, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: IN_FLIGHT }, () => this.#lane()));
  }

  stop(): void {
    this.#isStopping = true;
  }

  async #lane(): Promise<void> {
    while (!this.#isStopping) {
      const at = this.#next++;
      const clientOrderId = `${this.#name}-${at}`;
      const price = String(1.08 + (at % 7) / 10_000);
      const side = at % 2 === 0 ? 'buy' : 'sell';
      const order = this.#client.submit({
        instrument: 'EURUSD',
        side,
        price: price.slice(0, 7),
        quantity: '1000',
        clientOrderId,
        timeInForce: 'gtc',
      });
      this.confirmed.set(clientOrderId, await order.confirmed);
      await sleep(2);
    }
  }
}

const newEngine = (recordsMax: number): MatchingEngine =>
  new MatchingEngine({ region: 1, hashKey: { low: 1, high: 2 }, recordsMax, instrumentsMax: 1_024, stopsPerInstrumentMax: 10_000 });

/** Digest of an engine that has applied every entry of the log, without any checkpoint. */
async function digestOfReplay(folder: string, recordsMax: number): Promise<string> {
  const settings = readSettings({ logSegmentBytes: 4_194_304 });
  const log = await TransactionLog.open({
    directory: join(folder, 'log'),
    region: 1,
    diskId: new Uint8Array(16),
    segmentBytes: settings.logSegmentBytes,
    preparedSegments: 1,
    groupBytes: settings.logGroupBytes,
    pendingGroups: settings.logPendingGroups,
    reserveBytes: settings.logReserveBytes,
  });
  expect(log.firstSeq).toBe(1);
  const engine = newEngine(recordsMax);
  const nobody = { execution: () => {}, market: () => {} };
  for await (const { epoch, seq, bytes, view, at, length } of log.readFrom(1)) engine.apply(epoch, seq, bytes, view, at, length, nobody);
  await log.close();
  return Buffer.from(engine.digest()).toString('hex');
}

async function executionsUpTo(client: Relais, seq: number): Promise<Execution[]> {
  const all: Execution[] = [];
  const isThere = new Promise<void>((resolve) => {
    (async () => {
      for await (const execution of client.executions({
        scope: 'all',
        from: 'start',
        onLive: (position) => position.seq >= seq && resolve(),
      }))
        all.push(execution);
    })().catch(() => {});
  });
  await within('the whole replay', isThere);
  await sleep(50);
  return all;
}

test(`a region that is killed ${KILLS} times in mid-load has every confirmed order, once, with the result that was confirmed`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relais-kill-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const plan = planMesh({ settings: { checkpointEveryEntries: CHECKPOINT_EVERY } });
  const [regionPlan] = plan.regions;
  if (regionPlan === undefined) throw new Error('no region');
  const region = await RegionProcess.prepare(regionPlan, folder);
  cleanups.push(() => region.end('SIGKILL'));
  await region.start();
  const client = async (partner: string): Promise<Relais> => {
    const made = await connect({
      credentials: plan.credentials(partner, () => region.port),
      region: 'paris',
      reconnectMaxMs: 40,
      closeWithinMs: 100,
    });
    cleanups.push(() => made.close());
    return made;
  };
  const loads = [new Load(await client('trader'), 'trader'), new Load(await client('taker'), 'taker')];
  const confirmedCount = (): number => loads.reduce((sum, { confirmed }) => sum + confirmed.size, 0);
  const running = Promise.all(loads.map((load) => load.run()));
  running.catch(() => {});
  const checkpoints = (): number => region.log.split('checkpoint written').length - 1;
  for (let kill = 0; kill < KILLS; kill++) {
    const before = confirmedCount();
    await waitUntil('orders are confirmed', () => confirmedCount() > before + 150);
    // A process that lives long enough writes checkpoints; every fourth is killed right after one, the others before.
    if (kill % 4 === 3) await waitUntil('a checkpoint is written', () => checkpoints() >= (kill + 1) / 4);
    await sleep(kill * 3);
    await region.end('SIGKILL');
    await region.start();
  }
  const before = confirmedCount();
  await waitUntil('orders are confirmed after the last restart', () => confirmedCount() > before + 50);
  for (const load of loads) load.stop();
  await within('every order under way has its result', running, 30_000);

  const risk = await client('risk-desk');
  const reports = await executionsUpTo(risk, (await risk.position()).seq);
  const entered = new Map<string, Execution[]>();
  for (const report of reports) {
    if (report.type === 'new' || report.type === 'rejected')
      entered.set(report.clientOrderId, [...(entered.get(report.clientOrderId) ?? []), report]);
  }
  expect(new Set(reports.map(({ txId, index }) => `${txId.seq}.${index}`)).size).toBe(reports.length);
  expect([...entered.values()].filter((same) => same.length !== 1)).toEqual([]);
  for (const { confirmed } of loads) {
    for (const [clientOrderId, result] of confirmed) {
      const [found] = entered.get(clientOrderId) ?? [];
      expect({ clientOrderId, orderId: found?.orderId }).toEqual({ clientOrderId, orderId: result.orderId });
      if (!result.possibleDuplicate) expect(found?.txId).toEqual(result.txId);
    }
  }
  expect(region.log.match(/"checkpointSeq":[1-9]/g)?.length ?? 0).toBeGreaterThan(0);

  await region.end('SIGKILL');
  const settings = readSettings(regionPlan.configuration.settings);
  const engine = newEngine(settings.engineRecordsMax);
  const state = await openDurableState({ folder: region.dataFolder, region: 1, diskId: new Uint8Array(16), engine, settings });
  expect(state.checkpointSeq).toBeGreaterThan(0);
  expect(state.replayedEntries).toBeLessThan(state.log.appendedSeq);
  await state.journal.close();
  await state.log.close();
  expect(Buffer.from(engine.digest()).toString('hex')).toBe(await digestOfReplay(region.dataFolder, settings.engineRecordsMax));
}, 120_000);
