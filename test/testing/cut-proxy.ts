import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that can cut what goes through it, as a network does. */
export interface CutProxy {
  readonly port: number;
  /** Connections made through it so far. */
  readonly connections: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Resets every connection; new ones are taken. */
  cut(): void;
  /** Resets every connection and every new one until `restore`. */
  block(): void;
  restore(): void;
  /** Takes nothing more from the server, as if the client had stopped reading, until `thaw`. */
  freeze(): void;
  thaw(): void;
  close(): void;
}

export async function openCutProxy(targetPort: number): Promise<CutProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isBlocked = false;
  let connections = 0;
  const server = createServer({ noDelay: true }, (client) => {
    client.on('error', () => {});
    if (isBlocked) {
      client.destroy();
      return;
    }
    connections += 1;
    const target = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    target.on('error', () => {});
    const pair = [client, target] as const;
    pairs.add(pair);
    client.pipe(target);
    target.pipe(client);
    for (const socket of pair) {
      socket.on('close', () => {
        for (const each of pair) each.destroy();
        pairs.delete(pair);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    get open() {
      return pairs.size;
    },
    cut,
    block: () => {
      isBlocked = true;
      cut();
    },
    restore: () => {
      isBlocked = false;
    },
    freeze: () => {
      for (const [client, target] of pairs) target.unpipe(client).pause();
    },
    thaw: () => {
      for (const [client, target] of pairs) target.pipe(client);
    },
    close: () => {
      server.close();
      cut();
    },
  };
}
