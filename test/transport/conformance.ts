import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connection, ConnectionHandler, Listener, Transport } from '../../node/transport/index.js';

/** Counts and keeps what a connection says. */
class Recorder implements ConnectionHandler {
  readonly chunks: Buffer[] = [];
  readonly endings: [string | null, string][] = [];
  drains = 0;
  private waiting: (() => void)[] = [];

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
  data(chunk: Uint8Array): void {
    this.chunks.push(Buffer.from(chunk));
    this.wake();
  }
  drained(): void {
    this.drains++;
    this.wake();
  }
  closed(error: string | null, detail: string): void {
    this.endings.push([error, detail]);
    this.wake();
  }
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/**
 * What every transport must do. Call it from a test file with a factory; addresses are of the loopback unless the transport says otherwise.
 */
export function describeTransport(name: string, create: () => Transport, host = '127.0.0.1'): void {
  describe(`transport ${name}`, () => {
    const listeners: Listener[] = [];
    const connections: Connection[] = [];
    afterEach(async () => {
      for (const connection of connections.splice(0)) connection.destroy();
      for (const listener of listeners.splice(0)) await listener.close();
    });

    /** A connected pair. The side whose `attach` is false reads nothing until the test attaches it. */
    async function aPair(transport = create(), attachServer = true) {
      const serverSide = new Recorder();
      let accepted: (connection: Connection) => void = () => {};
      const arriving = new Promise<Connection>((resolve) => {
        accepted = resolve;
      });
      const accept = (connection: Connection): void => {
        if (attachServer) connection.attach(serverSide);
        accepted(connection);
      };
      const listener = await transport.listen({ at: { host, port: 0 }, accept });
      const client = await transport.dial({ to: listener.at, timeoutMs: 5000 });
      const clientSide = new Recorder();
      client.attach(clientSide);
      const server = await arriving;
      listeners.push(listener);
      connections.push(client, server);
      return { transport, listener, client, clientSide, server, serverSide };
    }

    test('bytes arrive whole and in order in both directions', async () => {
      const { client, clientSide, server, serverSide } = await aPair();
      const sent = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) & 255));
      for (let at = 0; at < sent.length; at += 977) {
        client.write(sent.subarray(at, at + 977));
        server.write(sent.subarray(at, at + 977));
        if (at % 3 === 0) client.push();
      }
      client.push();
      server.push();
      await serverSide.until(() => serverSide.bytes.length >= sent.length);
      await clientSide.until(() => clientSide.bytes.length >= sent.length);
      expect(serverSide.bytes.equals(sent)).toBe(true);
      expect(clientSide.bytes.equals(sent)).toBe(true);
    });

    test('the writer may reuse its buffer as soon as write has returned', async () => {
      const { client, serverSide } = await aPair();
      const buffer = Buffer.alloc(4, 1);
      client.write(buffer);
      buffer.fill(9);
      client.push();
      await serverSide.until(() => serverSide.bytes.length === 4);
      expect([...serverSide.bytes]).toEqual([1, 1, 1, 1]);
    });

    test('what two connections write in turns does not mix', async () => {
      const transport = create();
      const [one, other] = [await aPair(transport), await aPair(transport)];
      for (let i = 0; i < 50; i++) {
        one.client.write(Buffer.from('a'));
        other.client.write(Buffer.from('b'));
      }
      one.client.push();
      other.client.push();
      await one.serverSide.until(() => one.serverSide.bytes.length === 50);
      await other.serverSide.until(() => other.serverSide.bytes.length === 50);
      expect(one.serverSide.bytes.toString()).toBe('a'.repeat(50));
      expect(other.serverSide.bytes.toString()).toBe('b'.repeat(50));
    });

    test('a reader that does not read makes push say so, and drained comes when it reads again, with nothing lost', async () => {
      const { client, clientSide, server, serverSide } = await aPair(create(), false);
      const block = Buffer.alloc(64 * 1024);
      let written = 0;
      do {
        block.writeUInt32LE(written / block.length);
        client.write(block);
        written += block.length;
      } while (client.push() && written < 1 << 28);
      expect(client.waitingBytes).toBeGreaterThan(0);
      server.attach(serverSide);
      await clientSide.until(() => clientSide.drains > 0);
      await serverSide.until(() => serverSide.chunks.reduce((sum, chunk) => sum + chunk.length, 0) === written);
      const received = serverSide.bytes;
      const order = Array.from({ length: written / block.length }, (_, i) => received.readUInt32LE(i * block.length));
      expect(order).toEqual(order.map((_, i) => i));
    }, 30_000);

    test('end sends what was written, then both sides are told once', async () => {
      const { client, clientSide, server, serverSide } = await aPair();
      client.write(Buffer.from('last words'));
      client.end();
      await serverSide.until(() => serverSide.bytes.length === 10);
      server.end();
      await serverSide.until(() => serverSide.endings.length > 0);
      await clientSide.until(() => clientSide.endings.length > 0);
      expect(serverSide.endings).toEqual([[null, '']]);
      expect(clientSide.endings).toEqual([[null, '']]);
    });

    test('after destroy both sides are told once, and writing is harmless', async () => {
      const { client, clientSide, serverSide } = await aPair();
      client.write(Buffer.from('never sent'));
      client.destroy();
      client.write(Buffer.from('too late'));
      client.push();
      await serverSide.until(() => serverSide.endings.length > 0);
      await clientSide.until(() => clientSide.endings.length > 0);
      expect(serverSide.endings.length).toBe(1);
      expect(clientSide.endings.length).toBe(1);
    });

    test('an address that is not allowed is closed before a byte is read', async () => {
      const transport = create();
      const asked: string[] = [];
      let wasAccepted = false;
      const allow = (address: string): boolean => {
        asked.push(address);
        return false;
      };
      const accept = (): void => {
        wasAccepted = true;
      };
      const listener = await transport.listen({ at: { host, port: 0 }, allow, accept });
      listeners.push(listener);
      const client = await transport.dial({ to: listener.at, timeoutMs: 5000 });
      const clientSide = new Recorder();
      client.attach(clientSide);
      client.write(Buffer.from('hello'));
      client.push();
      await clientSide.until(() => clientSide.endings.length > 0);
      expect(asked).toEqual([host]);
      expect(wasAccepted).toBe(false);
    });

    test('a closed listener takes nobody new and keeps those who are there', async () => {
      const { transport, listener, client, serverSide } = await aPair();
      await listener.close();
      await expect(transport.dial({ to: listener.at, timeoutMs: 2000 })).rejects.toMatchObject({ code: 'RELAIS_E_DIAL_FAILED' });
      client.write(Buffer.from('still here'));
      client.push();
      await serverSide.until(() => serverSide.bytes.length === 10);
    });

    test('a taken port and an aborted dial are coded errors', async () => {
      const { transport, listener } = await aPair();
      const again = transport.listen({ at: listener.at, accept: () => {} });
      await expect(again).rejects.toMatchObject({ code: 'RELAIS_E_LISTEN_FAILED' });
      const giveUp = transport.dial({ to: listener.at, timeoutMs: 5000, signal: AbortSignal.abort() });
      await expect(giveUp).rejects.toMatchObject({ code: 'RELAIS_E_DIAL_FAILED', detail: expect.stringContaining('given up') });
    });
  });
}
