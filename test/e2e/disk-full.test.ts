import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import type { Execution, OrderError, Relais } from '../../node/client/index.js';
import { aMesh, waitUntil, within } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

const BATCH = 250;
const BATCHES_MAX = 400;

/** A file system of 32 MiB in memory; null where this user may not mount one. */
async function smallDisk(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'relais-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    await rm(folder, { recursive: true, force: true });
    return null;
  }
}

/** Writes until nothing more fits. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [65_536, 4_096, 1]) {
    try {
      for (;;) if (writeSync(file, Buffer.alloc(size)) < size) break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(file);
}

const order = (client: Relais, clientOrderId: string) =>
  client.submit({
    instrument: 'EURUSD',
    side: 'buy',
    price: '1.08000',
    quantity: '1000',
    timeInForce: 'gtc',
    clientOrderId,
    acceptWithinMs: 60_000,
  });

test('on a full disk orders are refused with a clear code, reads go on, and service returns by itself when there is room', async () => {
  const disk = await smallDisk();
  if (disk === null) {
    console.log('This user may not mount a file system: a full disk is tested in node/log only, with a file system that says ENOSPC.');
    return;
  }
  try {
    const mesh = await aMesh({ folder: disk, settings: { journalBacklogBytes: 1_048_576 } });
    const trader = await mesh.connect('trader', { inFlightMax: 1_000_000 });
    await order(trader, 'before').confirmed;
    fill(join(disk, 'ballast'));

    const confirmed: Execution[] = [];
    const refusals: OrderError[] = [];
    const waiting: Promise<unknown>[] = [];
    for (let batch = 0; batch < BATCHES_MAX && refusals.length === 0; batch++) {
      const results = Array.from({ length: BATCH }, (_, at) => order(trader, `o-${batch}-${at}`).confirmed);
      for (const result of results) {
        waiting.push(
          result.then(
            (execution) => confirmed.push(execution),
            (error: OrderError) => refusals.push(error),
          ),
        );
      }
      // Answers of the control channel come after what was sent before: the region has seen the batch.
      await trader.echo();
    }
    await waitUntil('an order is refused', () => refusals.length > 0);
    expect(refusals[0]).toMatchObject({ code: 'RELAIS_E_ORDER_REFUSED', rejectReason: 'diskFull' });
    await waitUntil('the region says that it is not ready', async () => (await mesh.region.http('/readyz')).status === 503);
    expect((await mesh.region.http('/readyz')).text).toMatch(/^RELAIS_E_[A-Z_]+\n$/);
    expect(mesh.region.status.notReadyBecause).toMatch(/^RELAIS_E_/);
    expect((await mesh.region.http('/healthz')).status).toBe(200);

    const observer = await mesh.connect('observer');
    expect(await observer.quote('EURUSD', { maxAgeMs: 600_000 })).toMatchObject({ bid: 108_000 });
    expect((await observer.book('EURUSD').next()).value?.bids).toHaveLength(1);
    expect((await trader.position()).seq).toBeGreaterThan(0);

    rmSync(join(disk, 'ballast'));
    await waitUntil('the region is ready again', async () => (await mesh.region.http('/readyz')).status === 200);
    await within('every order has its result', Promise.all(waiting), 30_000);
    await within('an order is confirmed again', order(trader, 'after').confirmed);
    expect(mesh.region.failures).toEqual([]);

    await mesh.region.restart();
    const { seq } = await trader.position();
    const known = new Map<string, number>();
    for await (const { clientOrderId, type, txId } of trader.executions({ from: 'start' })) {
      if (type === 'new') known.set(clientOrderId, (known.get(clientOrderId) ?? 0) + 1);
      if (clientOrderId === 'after' || txId.seq >= seq) break;
    }
    expect(known.size).toBe(confirmed.length + 2);
    expect([...known.values()].every((count) => count === 1)).toBe(true);
    expect(refusals.filter(({ clientOrderId }) => known.has(clientOrderId))).toEqual([]);
    await mesh.close();
  } finally {
    execFileSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true, force: true });
  }
});
