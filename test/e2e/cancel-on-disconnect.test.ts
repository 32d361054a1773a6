import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { OrderRequest } from '../../node/client/index.js';
import { CHANNELS, emptyNewOrder, encodeNewOrder, MessageType, OrdType, Side, TimeInForce } from '../../node/wire/index.js';
import { aMesh, type Mesh, openCutProxy, RawPartner, waitUntil, within } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

const AFTER_MS = 700;
let mesh: Mesh;

beforeAll(async () => {
  mesh = await aMesh({ settings: { cancelOnDisconnectAfterMs: AFTER_MS } });
});
afterAll(() => mesh.close());

const ORDER: OrderRequest = { instrument: 'EURUSD', side: 'buy', price: '1.08000', quantity: '1000' };
const FLEETING: OrderRequest = { ...ORDER, cancelOnDisconnect: true };

async function throughProxy(partner: string) {
  const proxy = await openCutProxy(mesh.region.port);
  const client = await mesh.connect(partner, { endpoints: [{ host: '127.0.0.1', port: proxy.port }] });
  return { proxy, client };
}

test('who vanishes and does not come back loses the orders that asked for it, and no others', async () => {
  const { proxy, client } = await throughProxy('trader');
  const watcher = await mesh.connect('trader');
  const goes = client.submit({ ...FLEETING, clientOrderId: 'goes' });
  const stays = client.submit({ ...ORDER, clientOrderId: 'stays' });
  await Promise.all([goes.confirmed, stays.confirmed]);
  proxy.block();
  await waitUntil('the order is cancelled', async () => (await watcher.orderStatus('goes')).status === 'canceled');
  expect((await watcher.orderStatus('stays')).status).toBe('new');
  expect(mesh.region.status.notices.join()).toContain('a client that is gone');
  proxy.restore();
  expect(await within('the client learns it when it is back', goes.done)).toMatchObject({ cancelReason: 'disconnect' });
  proxy.close();
});

test('who comes back within the time keeps its orders, however often', async () => {
  const { proxy, client } = await throughProxy('trader');
  const order = client.submit({ ...FLEETING, clientOrderId: 'kept' });
  await order.confirmed;
  for (let cut = 0; cut < 4; cut++) {
    const { connections } = client.counters;
    proxy.cut();
    await waitUntil('the client is back', () => client.counters.connections > connections);
    await client.echo();
  }
  await sleep(2 * AFTER_MS);
  expect((await client.orderStatus('kept')).status).toBe('new');
  await client.close();
  proxy.close();
});

test('who leaves in an orderly way is gone at once', async () => {
  const patient = await aMesh({ settings: { cancelOnDisconnectAfterMs: 60_000 } });
  const [leaver, watcher] = [await patient.connect('trader'), await patient.connect('trader')];
  await leaver.submit({ ...FLEETING, clientOrderId: 'leaves' }).confirmed;
  await leaver.close();
  await waitUntil('the order is cancelled', async () => (await watcher.orderStatus('leaves')).status === 'canceled');
  await patient.close();
});

test('a partner whose resource says so loses all its orders, whatever the single order says', async () => {
  const { proxy, client } = await throughProxy('fleeting');
  const watcher = await mesh.connect('fleeting');
  const order = client.submit({ ...ORDER, clientOrderId: 'plain' });
  await order.confirmed;
  proxy.block();
  await waitUntil('the order is cancelled', async () => (await watcher.orderStatus('plain')).status === 'canceled');
  await watcher.close();
  proxy.close();
});

test('a session that does not say which instance it is counts as one of its own', async () => {
  const credentials = mesh.credentials('trader');
  const raw = await RawPartner.dial({ credentials, region: 'paris' });
  await raw.whenEstablished();
  const order = {
    ...emptyNewOrder(),
    instrument: 65_536 + 1,
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    flags: 2,
    price: 108_000,
    quantity: 1_000,
    acceptUntilUs: Date.now() * 1_000 + 10_000_000,
    clientOrderId: 'no-hello',
  };
  raw.send(CHANNELS.orders, MessageType.NewOrder, encodeNewOrder, order);
  const watcher = await mesh.connect('trader');
  await waitUntil('the order is there', async () =>
    watcher.orderStatus('no-hello').then(
      ({ status }) => status === 'new',
      () => false,
    ),
  );
  raw.vanish();
  await waitUntil('the order is cancelled', async () => (await watcher.orderStatus('no-hello')).status === 'canceled');
});

test('after a restart an instance has the same time to come back', async () => {
  const client = await mesh.connect('trader');
  const comesBack = client.submit({ ...FLEETING, clientOrderId: 'comes-back' });
  await comesBack.confirmed;
  const { client: absent, proxy } = await throughProxy('taker');
  await absent.submit({ ...FLEETING, clientOrderId: 'stays-away' }).confirmed;
  const watcher = await mesh.connect('taker');
  proxy.block();
  await mesh.region.restart();
  await waitUntil('the order of the absent one is cancelled', async () => (await watcher.orderStatus('stays-away')).status === 'canceled');
  expect((await client.orderStatus('comes-back')).status).toBe('new');
  proxy.close();
});
