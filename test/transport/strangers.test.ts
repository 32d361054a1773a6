import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { aClient, aServer, echoAll, limitsWith, type ServerOptions, type Witness } from './real-sessions.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function started(options: ServerOptions = {}) {
  const server = await aServer(options);
  cleanups.push(server.stop);
  return server;
}

async function client(port: number): Promise<Witness> {
  const witness = await aClient(port);
  cleanups.push(() => witness.driver?.connection.destroy());
  return witness;
}

/** A TCP connection of somebody who does not speak the protocol, or not properly. */
async function aStranger(port: number): Promise<{ socket: Socket; gone: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  cleanups.push(() => socket.destroy());
  const gone = once(socket, 'close');
  await once(socket, 'connect');
  return { socket, gone };
}

/** The other side learns of a closed connection a little later. */
async function eventually(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; !condition() && waitedMs < 5000; waitedMs += 10) await sleep(10);
  expect(condition()).toBe(true);
}

const inOrder = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('a real client gets its answers in order', async () => {
  const { port } = await started();
  const real = await client(port);
  await echoAll(real, 20_000);
  expect(real.numbers).toEqual(inOrder(20_000));
}, 30_000);

test('who says nothing, or one byte at a time, is dropped when the handshake has taken too long; a session that exists is not disturbed', async () => {
  const { port, listener } = await started({ limits: limitsWith({ sessionHandshakeMs: 400 }) });
  const real = await client(port);
  await echoAll(real, 10);
  const silent = await aStranger(port);
  const slow = await aStranger(port);
  const dripping = setInterval(() => slow.socket.write(Buffer.from([0x52])), 50);
  cleanups.push(() => clearInterval(dripping));
  await Promise.all([silent.gone, slow.gone]);
  await eventually(() => listener.halfOpenCount === 0);
  real.numbers.length = 0;
  await echoAll(real, 100);
  expect(real.numbers).toEqual(inOrder(100));
}, 30_000);

test('a flood of connections that never finish does not keep a real client out', async () => {
  const refused = new Map<string, number>();
  const onRefused = (code: string): void => {
    refused.set(code, (refused.get(code) ?? 0) + 1);
  };
  const { port, listener } = await started({ limits: limitsWith({ maxHalfOpen: 32, maxHalfOpenPerAddress: 16 }), onRefused });
  const early = await client(port);
  await echoAll(early, 10);
  let isOver = false;
  let made = 0;
  const flood = async (): Promise<void> => {
    while (!isOver) {
      const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from('RLIS\x01')));
      socket.on('error', () => {});
      cleanups.push(() => socket.destroy());
      made++;
      await sleep(1);
    }
  };
  const floods = Promise.all(inOrder(4).map(flood));
  await sleep(200);
  const real = await client(port);
  await echoAll(real, 2000);
  isOver = true;
  await floods;
  expect(real.numbers).toEqual(inOrder(2000));
  expect(made).toBeGreaterThan(100);
  expect(listener.halfOpenCount).toBeLessThanOrEqual(16);
  expect(refused.get('RELAIS_E_HANDSHAKE_DROPPED') ?? 0).toBeGreaterThan(0);
  expect(early.reason).toBeNull();
}, 60_000);

test('unfinished handshakes that are held open cost the oldest of them its place, not the newcomer', async () => {
  const codes: string[] = [];
  const { port, listener } = await started({ limits: limitsWith({ maxHalfOpenPerAddress: 4 }), onRefused: (code) => codes.push(code) });
  const strangers = [];
  for (let i = 0; i < 7; i++) strangers.push(await aStranger(port));
  await Promise.all(strangers.slice(0, 3).map(({ gone }) => gone));
  expect(codes).toEqual(Array(3).fill('RELAIS_E_HANDSHAKE_DROPPED'));
  expect(listener.halfOpenCount).toBe(4);
});

test('whatever a stranger sends, it is dropped after bounded bytes and the others go on', async () => {
  const { port } = await started();
  const real = await client(port);
  await echoAll(real, 10);
  const preamble = Buffer.from('524c495301010000010000006400', 'hex');
  for (const head of [Buffer.alloc(0), preamble, Buffer.from('GET / HTTP/1.1\r\n\r\n')]) {
    const { socket, gone } = await aStranger(port);
    socket.write(head);
    const filling = setInterval(() => socket.write(Buffer.alloc(64 * 1024, 0x41)), 5);
    await gone;
    clearInterval(filling);
    expect(socket.bytesWritten).toBeLessThan(16 * 1024 * 1024);
  }
  real.numbers.length = 0;
  await echoAll(real, 100);
  expect(real.numbers).toEqual(inOrder(100));
}, 30_000);

test('a reset in the middle of a record ends that session only', async () => {
  const { port, witnesses, listener } = await started();
  const [victim, other] = [await client(port), await client(port)];
  await echoAll(victim, 10);
  await echoAll(other, 10);
  victim.driver?.connection.write(Buffer.from('524c01000b000000', 'hex'));
  victim.driver?.connection.push();
  await sleep(20);
  victim.driver?.connection.destroy();
  const told = witnesses[0] as Witness;
  await told.until(() => told.reason !== null);
  expect(['RELAIS_E_CONNECTION_LOST', 'RELAIS_E_CONNECTION_ENDED']).toContain(told.reason?.code);
  await eventually(() => listener.establishedCount === 1);
  other.numbers.length = 0;
  await echoAll(other, 1000);
  expect(other.numbers).toEqual(inOrder(1000));
}, 30_000);

test('one session more than allowed is told why and closed', async () => {
  const { port } = await started({ limits: limitsWith({ maxConnections: 1 }) });
  const first = await client(port);
  await echoAll(first, 1);
  const second = await client(port);
  await second.until(() => second.reason !== null);
  expect(second.reason).toMatchObject({ code: 'RELAIS_E_TOO_MANY_CONNECTIONS', byPeer: true });
  expect(first.reason).toBeNull();
}, 30_000);

test('an address that is not allowed is refused before its first byte, and said so', async () => {
  const refused: string[] = [];
  const { port, witnesses } = await started({ allow: () => false, onRefused: (code, address) => refused.push(`${code} ${address}`) });
  await (await aStranger(port)).gone;
  expect(refused).toEqual(['RELAIS_E_ADDRESS_REFUSED 127.0.0.1']);
  expect(witnesses).toEqual([]);
});
