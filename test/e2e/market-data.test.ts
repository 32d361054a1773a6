import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { BookView, Relais } from '../../node/client/index.js';
import { CHANNELS, decodeNotice, emptyNotice, encodeSubscribe, MessageType } from '../../node/wire/index.js';
import { ERRORS } from '../../registry/index.js';
import { aMesh, type Mesh, openCutProxy, RawPartner, waitUntil } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

let mesh: Mesh;
let maker: Relais;
const EURUSD = 65_536 + 1;
const BOOK = 4;

beforeAll(async () => {
  mesh = await aMesh({
    settings: { sessionQueueBytes: 65_536, socketQueueBytes: 4_096, sessionWindowBytes: 131_072, sessionSilentMs: 60_000 },
  });
  maker = await mesh.connect('trader');
});
afterAll(() => mesh.close());

/** Orders at many prices, replaced and cancelled in a storm; resolves when all have their results. */
async function storm(rounds: number, seed: number): Promise<void> {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < rounds; round++) {
    const orders = Array.from({ length: 100 }, () => {
      const side = random(2) === 0 ? 'buy' : 'sell';
      // A little overlap: most rest, some trade.
      const price = ((side === 'buy' ? 1.05 : 1.078) + random(300) / 10_000).toFixed(5);
      return maker.submit({ instrument: 'EURUSD', side, price, quantity: `${1 + random(9)}000`, timeInForce: 'gtc' });
    });
    await Promise.allSettled(orders.map(({ confirmed }) => confirmed));
    const some = orders.filter(() => random(2) === 0);
    await Promise.allSettled(some.map((order) => order.cancel().confirmed));
  }
}

const shape = (view: BookView | undefined): string =>
  JSON.stringify([view?.bids, view?.asks].map((side) => side?.map(({ price, quantity }) => [price, quantity])));

async function follow(client: Relais): Promise<{ latest: BookView | undefined; ended: Promise<void> }> {
  const held: { latest: BookView | undefined; ended: Promise<void> } = { latest: undefined, ended: Promise.resolve() };
  held.ended = (async () => {
    for await (const view of client.book('EURUSD')) held.latest = view;
  })();
  return held;
}

async function freshBook(): Promise<string> {
  const fresh = await mesh.connect('observer');
  for await (const view of fresh.book('EURUSD')) {
    await fresh.close();
    return shape(view);
  }
  return '';
}

test('the book that a client built from increments is the one that the region has after a storm of orders', async () => {
  const observer = await mesh.connect('observer');
  const followed = await follow(observer);
  await waitUntil('the snapshot is there', () => followed.latest !== undefined);
  await storm(10, 7);
  const region = await freshBook();
  expect(region.length).toBeGreaterThan(500);
  await waitUntil('the client has caught up', () => shape(followed.latest) === region);
  expect(observer.counters.booksRestarted).toBe(0);
  await observer.close();
});

test('a client that stops reading is restarted from a snapshot and told so, by name in the log; nobody else notices', async () => {
  const good = await mesh.connect('observer');
  const followed = await follow(good);
  const proxy = await openCutProxy(mesh.region.port);
  const slow = await RawPartner.dial({ credentials: mesh.credentials('taker'), region: 'paris', port: proxy.port });
  await slow.whenMessage(MessageType.Welcome);
  slow.send(CHANNELS.control, MessageType.Subscribe, encodeSubscribe, { requestId: 1, instrument: EURUSD, kinds: BOOK });
  await slow.whenMessage(MessageType.BookSnapshot);
  proxy.freeze();
  await waitUntil(
    'the region sees that it is slow',
    async () => {
      await storm(2, 11 + mesh.region.logLines.length);
      return mesh.region.said('slow reader: its queue is full').some(({ reader }) => reader === 'taker');
    },
    40_000,
  );
  await storm(2, 5);
  expect(slow.ofType(MessageType.Notice)).toEqual([]);
  proxy.thaw();
  const message = await slow.whenMessage(MessageType.Notice);
  const notice = decodeNotice(message.view, message.bytes, 0, message.bytes.length, emptyNotice());
  expect(notice).toMatchObject({ instrument: EURUSD, error: ERRORS.RELAIS_E_SLOW_READER.wire });
  expect(notice.dropped).toBeGreaterThan(0);
  expect(slow.ofType(MessageType.BookSnapshot).length).toBeGreaterThan(1);
  expect(slow.reason).toBeNull();
  expect(mesh.region.said('slow reader: restarted from a snapshot')[0]).toMatchObject({ reader: 'taker', code: 'RELAIS_E_SLOW_READER' });
  expect(await mesh.region.metric('relais_slow_readers_total', { partner: 'taker' })).toBeGreaterThan(0);
  expect(await mesh.region.metric('relais_slow_readers_total', { partner: 'observer' })).toBe(0);
  const region = await freshBook();
  await waitUntil('the good reader has the book', () => shape(followed.latest) === region);
  expect(good.counters.booksRestarted).toBe(0);
  slow.leave();
  await good.close();
  proxy.close();
});

test('a quote that is read has the best prices of the book, and a read without any says so', async () => {
  await maker.massCancel().confirmed;
  await maker.submit({ instrument: 'GBPUSD', side: 'buy', price: '1.30000', quantity: '1000' }).confirmed;
  await maker.submit({ instrument: 'GBPUSD', side: 'sell', price: '1.30100', quantity: '2000' }).confirmed;
  await sleep(20);
  expect(await maker.quote('GBPUSD', { maxAgeMs: 60_000 })).toMatchObject({
    bid: 130_000,
    ask: 130_100,
    bidQuantity: 1_000,
    askQuantity: 2_000,
    source: 'local',
  });
});
