import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BookView, Relais } from '../../node/client/index.js';
import { aMesh, type CutProxy, type Mesh, newTransportKey, waitUntil, within, withNewTransportKey } from '../testing/index.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

let mesh: Mesh;
let link: CutProxy;
let trader: Relais;
let abroad: Relais;
const book: { latest: BookView | undefined; views: number } = { latest: undefined, views: 0 };

beforeAll(async () => {
  mesh = await aMesh({ regions: 3 });
  link = mesh.links.get('paris→lyon') as CutProxy;
  trader = await mesh.connect('trader');
  abroad = await mesh.connect('observer', { region: 'lyon' });
  void (async () => {
    for await (const view of abroad.book('paris/EURUSD')) {
      book.latest = view;
      book.views += 1;
    }
  })().catch(() => {});
});
afterAll(() => mesh.close());

const lyon = () => mesh.named('lyon');
const isLinked = () => mesh.regions.every(({ status }) => status.links.every(({ isUp }) => isUp));
const bid = (price: string, quantity = '1000') => trader.submit({ instrument: 'EURUSD', side: 'buy', price, quantity, timeInForce: 'gtc' });
const bids = (): string => (book.latest?.bids ?? []).map(({ price, quantity }) => `${price}×${quantity}`).join(' ');
const shows = (what: string) => waitUntil(`Lyon shows ${what}`, () => bids() === what);

describe('an instrument of Paris, read in Lyon', () => {
  test('begins with a snapshot and goes on with increments', async () => {
    await bid('1.08000').confirmed;
    await shows('108000×1000');
    await bid('1.08100').confirmed;
    await shows('108100×1000 108000×1000');
  });

  test('is known there, and can be traded only where it belongs', async () => {
    const person = await mesh.connect('trader', { region: 'lyon' });
    expect(person.instrument('paris/EURUSD')).toMatchObject({ region: 'paris', tradable: false });
    expect(() => person.submit({ instrument: 'paris/EURUSD', side: 'buy', price: '1.08000', quantity: '1000' })).toThrow(
      expect.objectContaining({ code: 'RELAIS_E_NOT_TRADABLE_HERE' }),
    );
    await person.close();
  });

  test('catches up by snapshot after the link was down', async () => {
    link.block();
    await waitUntil('Lyon knows that the link is down', () => lyon().status.links.some(({ isUp }) => !isUp));
    await bid('1.08200').confirmed;
    await trader.massCancel({ instrument: 'EURUSD' }).confirmed;
    await bid('1.07000', '3000').confirmed;
    expect(bids()).toBe('108100×1000 108000×1000');
    link.restore();
    await shows('107000×3000');
    await bid('1.07100').confirmed;
    await shows('107100×1000 107000×3000');
  });

  test('is right again after many short cuts in the middle of trading', async () => {
    for (let cut = 0; cut < 5; cut++) {
      for (let at = 0; at < 20; at++) bid(`1.0${600 + at + cut * 20}0`);
      await sleep(20);
      link.cut();
    }
    await trader.massCancel({ instrument: 'EURUSD' }).confirmed;
    await bid('1.06000').confirmed;
    await shows('106000×1000');
  });

  test('comes back by itself after its region was restarted, and after the reader’s own was', async () => {
    await mesh.named('paris').restart();
    await waitUntil('the links are up', isLinked);
    await bid('1.06100').confirmed;
    await shows('106100×1000 106000×1000');
    await lyon().restart();
    await waitUntil('the links are up', isLinked);
    await bid('1.06200').confirmed;
    await shows('106200×1000 106100×1000 106000×1000');
  });
});

test('two regions hold one connection, whatever happened before', async () => {
  await waitUntil('the links are up', isLinked);
  expect([...mesh.links.values()].map(({ open }) => open)).toEqual([1, 1, 1]);
  expect([...mesh.links.keys()].toSorted()).toEqual(['frankfurt→lyon', 'paris→frankfurt', 'paris→lyon']);
});

test('a new transport key is taken under load: no reconnect, nothing lost, and the old one is then not needed', async () => {
  await waitUntil('the links are up', isLinked);
  const connectionsBefore = [...mesh.links.values()].map(({ connections }) => connections);
  const rekeysBefore = await lyon().metric('relais_session_events_total', { event: 'rekey' });
  const state = { isOver: false, trades: 0, tradeIds: [] as number[], gaps: 0 };
  const reader = abroad.trades(['paris/EURUSD']);
  const reading = (async () => {
    for await (const trade of reader) {
      if (trade.type === 'gap') state.gaps += 1;
      else state.tradeIds.push(trade.tradeId);
    }
  })();
  reading.catch(() => {});
  await trader.massCancel({ instrument: 'EURUSD' }).confirmed;
  const taker = await mesh.connect('taker');
  const load = (async () => {
    while (!state.isOver) {
      await bid('1.06000').confirmed;
      await taker.submit({ instrument: 'EURUSD', side: 'sell', price: '1.06000', quantity: '1000' }).done;
      state.trades += 1;
    }
  })();
  await waitUntil('trades flow', () => state.tradeIds.length > 20);
  for (const generation of [2, 3]) {
    const key = newTransportKey(generation);
    for (const region of mesh.regions) {
      region.plan.secrets = withNewTransportKey(region.plan.secrets, key);
      region.server.replaceSecrets(region.plan.secrets);
    }
    const { trades } = state;
    await waitUntil('trades flow under the new key', () => state.trades > trades + 30);
    expect(mesh.regions.map(({ status }) => status.transportKeys.active)).toEqual([generation, generation, generation]);
  }
  await waitUntil(
    'sessions have new keys',
    async () => (await lyon().metric('relais_session_events_total', { event: 'rekey' })) >= rekeysBefore + 2,
  );
  state.isOver = true;
  await within('the load ends', load);
  await waitUntil('Lyon has every trade', () => state.tradeIds.length >= state.trades);
  expect(state.gaps).toBe(0);
  expect(new Set(state.tradeIds).size).toBe(state.tradeIds.length);
  expect([...mesh.links.values()].map(({ connections }) => connections)).toEqual(connectionsBefore);
});
