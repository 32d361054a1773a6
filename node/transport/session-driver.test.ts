import { afterEach, expect, test } from '@jest/globals';
import type { ErrorCode } from '../../registry/index.js';
import { type Connection, type DrivenSession, KernelTransport, type Listener, SessionDriver } from './index.js';

const limits = { flushLimitBytes: 64 * 1024, closeTimeoutMs: 300 };
const transport = new KernelTransport();
const listeners: Listener[] = [];
const drivers: SessionDriver<Queue>[] = [];
afterEach(async () => {
  for (const driver of drivers.splice(0)) driver.connection.destroy();
  for (const listener of listeners.splice(0)) await listener.close();
});

/** The smallest thing that the driver can drive: a queue of records and a list of what happened to it. */
class Queue implements DrivenSession {
  state: DrivenSession['state'] = 'established';
  nextTickMs = Number.POSITIVE_INFINITY;
  readonly queued: Uint8Array[] = [];
  readonly happened: string[] = [];
  readonly flushes: number[] = [];
  receivedBytes = 0;
  onChange = (): void => {};

  receive(chunk: Uint8Array): void {
    this.receivedBytes += chunk.length;
    this.onChange();
  }
  flush(_nowMs: number, write: (record: Uint8Array) => boolean): void {
    let records = 0;
    for (let record = this.queued.shift(); record !== undefined; record = this.queued.shift()) {
      records++;
      if (!write(record)) break;
    }
    this.flushes.push(records);
    if (this.state === 'closing' && this.queued.length === 0) this.state = 'closed';
  }
  tick(): void {
    this.nextTickMs = Number.POSITIVE_INFINITY;
    this.happened.push('tick');
    this.onChange();
  }
  close(): void {
    this.state = 'closing';
    this.queued.push(new Uint8Array(3));
  }
  disconnected(code: ErrorCode): void {
    this.state = 'closed';
    this.happened.push(code);
    this.onChange();
  }
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.onChange = resolve;
      });
    }
  }
}

const drive = (connection: Connection): SessionDriver<Queue> => {
  const driver = new SessionDriver({ connection, create: () => new Queue(), limits });
  drivers.push(driver);
  return driver;
};

/** Two driven ends of one real connection; a server side that is not driven does not read. */
async function aPair() {
  let take: (connection: Connection) => void = () => {};
  const arriving = new Promise<Connection>((resolve) => {
    take = resolve;
  });
  const listener = await transport.listen({ at: { host: '127.0.0.1', port: 0 }, accept: (connection) => take(connection) });
  listeners.push(listener);
  const client = drive(await transport.dial({ to: listener.at, timeoutMs: 5000 }));
  await turnOfTheLoop();
  return { client, serverConnection: await arriving };
}

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('whatever is queued during one turn of the loop goes out in one flush at its end', async () => {
  const { client, serverConnection } = await aPair();
  const { session: server } = drive(serverConnection);
  client.session.flushes.length = 0;
  for (let i = 0; i < 5; i++) {
    client.session.queued.push(new Uint8Array(10));
    client.wake();
  }
  expect(client.session.flushes).toEqual([]);
  await server.until(() => server.receivedBytes === 50);
  expect(client.session.flushes).toEqual([5]);
});

test('a long queue is written in turns of at most flushLimitBytes', async () => {
  const { client, serverConnection } = await aPair();
  const { session: server } = drive(serverConnection);
  client.session.flushes.length = 0;
  client.session.queued.push(...Array.from({ length: 100 }, () => new Uint8Array(16 * 1024)));
  client.wake();
  await server.until(() => server.receivedBytes === 100 * 16 * 1024);
  expect(Math.max(...client.session.flushes)).toBe(4);
});

test('a peer that does not read stops the flushes, so that the queue of the session bounds what waits; reading starts them again', async () => {
  const { client, serverConnection } = await aPair();
  const records = 4000;
  client.session.queued.push(...Array.from({ length: records }, () => new Uint8Array(16 * 1024)));
  client.wake();
  let before = -1;
  while (before !== client.session.queued.length) {
    before = client.session.queued.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(before).toBeGreaterThan(records / 2);
  expect(client.connection.waitingBytes).toBeLessThan(256 * 1024);
  const { session: server } = drive(serverConnection);
  await server.until(() => server.receivedBytes === records * 16 * 1024);
}, 30_000);

test('the session is ticked when it wants to be, also when it wants it earlier than before', async () => {
  const { client } = await aPair();
  const { session } = client;
  session.nextTickMs = performance.now() + 60_000;
  client.data(new Uint8Array(1));
  session.nextTickMs = performance.now() + 5;
  client.data(new Uint8Array(1));
  await session.until(() => session.happened.includes('tick'));
});

test('an orderly close sends what is queued, ends the connection and tells the peer', async () => {
  const { client, serverConnection } = await aPair();
  const { session: server } = drive(serverConnection);
  client.session.queued.push(new Uint8Array(1000));
  client.close(null, '');
  await server.until(() => server.state === 'closed');
  expect(server.receivedBytes).toBe(1003);
  expect(server.happened).toEqual(['RELAIS_E_CONNECTION_ENDED']);
  expect(client.session.happened).toEqual([]);
});

test('a peer that does not read cannot hold up a close for longer than closeTimeoutMs', async () => {
  const { client } = await aPair();
  client.session.queued.push(...Array.from({ length: 4000 }, () => new Uint8Array(16 * 1024)));
  client.close(null, '');
  await client.session.until(() => client.session.state === 'closed');
  expect(client.session.happened).toEqual(['RELAIS_E_CONNECTION_ENDED']);
});

test('a connection that is cut from outside closes the session once, and nothing is flushed or ticked after it', async () => {
  const { client, serverConnection } = await aPair();
  const { session: server } = drive(serverConnection);
  client.connection.destroy();
  await server.until(() => server.state === 'closed');
  const flushes = server.flushes.length;
  for (const driver of drivers) driver.wake();
  await turnOfTheLoop();
  expect(server.happened.length).toBe(1);
  expect(server.flushes.length).toBe(flushes);
  expect(client.session.state).toBe('closed');
});
