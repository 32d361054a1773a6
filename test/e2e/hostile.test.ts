import { randomBytes } from 'node:crypto';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Execution, Relais } from '../../node/client/index.js';
import { CHANNELS, emptyNewOrder, encodeEcho, encodeNewOrder, MessageType } from '../../node/wire/index.js';
import { aMesh, type Mesh, openCutProxy, RawPartner, waitUntil, within } from '../testing/index.js';
import { openFlipProxy } from '../transport/flip-proxy.js';

// Real processes and sockets on a machine that may be busy: conditions are waited for, limits are generous.
jest.setTimeout(90_000);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function started(settings: Record<string, number> = {}): Promise<Mesh> {
  const mesh = await aMesh({ settings });
  cleanups.push(() => mesh.close());
  return mesh;
}

function aStranger(port: number, greeting: Uint8Array = new Uint8Array(0)): Socket {
  const socket = connectSocket(port, '127.0.0.1', () => socket.write(greeting));
  socket.on('error', () => {}).resume();
  cleanups.push(() => socket.destroy());
  return socket;
}

const orders = (client: Relais, count: number, name: string): Promise<Execution[]> =>
  Promise.all(
    Array.from({ length: count }, (_, at) => {
      const price = (1.05 + (at % 100) / 10_000).toFixed(5);
      return client.submit({ instrument: 'EURUSD', side: 'buy', price, quantity: '1000', clientOrderId: `${name}-${at}` }).confirmed;
    }),
  );

describe('strangers', () => {
  test('a flood of connections that never finish does not keep a real client out, nor one that is there', async () => {
    const mesh = await started({ maxHalfOpen: 64, maxHalfOpenPerAddress: 32 });
    const early = await mesh.connect('trader');
    const state = { isOver: false, made: 0 };
    const flooded: Socket[] = [];
    const flood = (async () => {
      while (!state.isOver) {
        for (let i = 0; i < 5; i++) flooded.push(aStranger(mesh.region.port, Buffer.from('RLIS\x01')));
        state.made += 5;
        await sleep(5);
      }
    })();
    await waitUntil('the flood is on', () => state.made > 150);
    const late = await within('a real client gets in', mesh.connect('taker'));
    expect(await within('it trades', orders(late, 200, 'late'))).toHaveLength(200);
    expect(await within('so does the other', orders(early, 200, 'early'))).toHaveLength(200);
    state.isOver = true;
    await flood;
    expect(early.counters.connections).toBe(1);
    await waitUntil('most of the flood has been dropped', () => flooded.filter((socket) => !socket.closed).length <= 32);
    expect(await mesh.region.metric('relais_handshakes_refused_total')).toBeGreaterThan(0);
  });

  test('whatever they send, all of them are dropped and a session that exists is not disturbed', async () => {
    const mesh = await started({ sessionHandshakeMs: 500 });
    const trader = await mesh.connect('trader');
    const proxy = await openCutProxy(mesh.region.port);
    cleanups.push(() => proxy.close());
    const strangers = [
      Buffer.alloc(0),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      randomBytes(10),
      randomBytes(5_000),
      Buffer.from('524c495301010000010000006400', 'hex'),
      Buffer.alloc(100_000, 0xff),
    ].map((greeting) => aStranger(mesh.region.port, greeting));
    const dripping = aStranger(mesh.region.port);
    const drip = setInterval(() => dripping.write(Buffer.from([0x52])), 100);
    cleanups.push(() => clearInterval(drip));
    expect(await within('the trader trades on', orders(trader, 500, 'calm'))).toHaveLength(500);
    await waitUntil('all of them are gone', () => [...strangers, dripping].every((socket) => socket.closed));
    expect(trader.counters.connections).toBe(1);
  });

  test('a client whose handshake is cut anywhere tries again and gets in', async () => {
    const mesh = await started();
    const proxy = await openCutProxy(mesh.region.port);
    cleanups.push(() => proxy.close());
    for (const afterMs of [0, 1, 2, 4, 8]) {
      const connecting = mesh.connect('trader', { endpoints: [{ host: '127.0.0.1', port: proxy.port }] });
      await sleep(afterMs);
      proxy.cut();
      const client = await within('the client gets in', connecting);
      await client.position();
      await client.close();
    }
  });
});

test('one flipped bit per 10 kB: every order is confirmed once, in the same connection', async () => {
  const mesh = await started();
  const proxy = await openFlipProxy({ port: mesh.region.port, bytesPerFlip: 10_000, cleanBytes: 4_096, seed: 20 });
  cleanups.push(() => proxy.close());
  const trader = await mesh.connect('trader', { endpoints: [{ host: '127.0.0.1', port: proxy.port }] });
  const accepted = mesh.region.status.commands.accepted;
  const results = await within('all results', orders(trader, 3_000, 'flip'), 40_000);
  expect(new Set(results.map(({ orderId }) => orderId)).size).toBe(3_000);
  expect(mesh.region.status.commands.accepted - accepted).toBe(3_000);
  expect(proxy.counts.flips).toBeGreaterThan(10);
  expect(trader.counters.connections).toBe(1);
  proxy.heal();
});

const FLAT_OUT: Readonly<Record<string, (peer: RawPartner, at: number) => boolean>> = {
  'asks for echoes': (peer, requestId) => peer.send(CHANNELS.control, MessageType.Echo, encodeEcho, { requestId, timeUs: 1 }),
  'enters orders that are refused': (peer, at) =>
    peer.send(CHANNELS.orders, MessageType.NewOrder, encodeNewOrder, { ...emptyNewOrder(), instrument: 1, clientOrderId: `greedy-${at}` }),
};

test.each(Object.keys(FLAT_OUT))(
  'a peer that %s flat out and reads no answers loses its session with a code, at a bounded cost',
  async (what) => {
    const mesh = await started({ sessionQueueBytes: 65_536, sessionWindowBytes: 131_072, sessionSilentMs: 60_000 });
    const trader = await mesh.connect('trader');
    const proxy = await openCutProxy(mesh.region.port);
    cleanups.push(() => proxy.close());
    const greedy = await RawPartner.dial({ credentials: mesh.credentials('taker'), region: 'paris', port: proxy.port });
    await greedy.whenMessage(MessageType.Welcome);
    proxy.freeze();
    const before = process.memoryUsage().rss;
    const isOver = () => mesh.region.said('session ended').some(({ peer }) => peer === 'taker');
    let sent = 0;
    await waitUntil('the region has enough', () => {
      for (let i = 0; i < 2_000 && FLAT_OUT[what]?.(greedy, sent) === true; i++) sent += 1;
      return isOver();
    });
    expect(mesh.region.said('session ended').find(({ peer }) => peer === 'taker')).toMatchObject({ code: 'RELAIS_E_TOO_MANY_REQUESTS' });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    expect(await within('others trade on', orders(trader, 100, 'beside'))).toHaveLength(100);
    expect(trader.counters.connections).toBe(1);
  },
);
