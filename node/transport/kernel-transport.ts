import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { RelaisError } from '../../registry/index.js';
import { KernelConnection, readBuffer } from './kernel-connection.js';
import { LoopSpinner } from './loop-spinner.js';
import type { Connection, DialOptions, Endpoint, Listener, ListenOptions, Transport } from './transport.js';

export interface KernelTransportOptions {
  /** How long the event loop spins after traffic; 0 never. Setting busyPollUs. */
  readonly busyPollUs?: number;
  /** Bytes that may wait in user space for a full kernel before `push` says so. Setting socketQueueBytes. */
  readonly socketQueueBytes?: number;
}

const DEFAULT_BACKLOG = 1024;

/** TCP and Unix sockets of the kernel, without Nagle's delay. One per process is enough: it holds no state but the spinning loop. */
export class KernelTransport implements Transport {
  readonly name = 'kernel';
  private readonly spinner: LoopSpinner;
  private readonly queueBytes: number;

  constructor(options: KernelTransportOptions = {}) {
    this.spinner = new LoopSpinner(options.busyPollUs ?? 0);
    this.queueBytes = options.socketQueueBytes ?? 64 * 1024;
  }

  listen({ at, backlog = DEFAULT_BACKLOG, allow, accept }: ListenOptions): Promise<Listener> {
    const server = createServer({ noDelay: true, highWaterMark: this.queueBytes }, (socket) => {
      const connection = new KernelConnection(socket, this.spinner, 'path' in at ? { path: at.path } : {});
      if (socket.remoteAddress === undefined && !('path' in at)) socket.destroy();
      else if (allow !== undefined && !allow(connection.remoteAddress)) socket.destroy();
      else accept(connection);
    });
    return new Promise((resolve, reject) => {
      server.once('error', (error) => reject(new RelaisError('RELAIS_E_LISTEN_FAILED', `${endpointName(at)}: ${error.message}`)));
      server.listen('path' in at ? { path: at.path, backlog } : { host: at.host, port: at.port, backlog }, () => {
        server.removeAllListeners('error');
        // Running out of file descriptors while accepting is not the end: the flood passes, the server stays.
        server.on('error', () => {});
        resolve(new KernelListener(server, at));
      });
    });
  }

  dial({ to, timeoutMs, signal }: DialOptions): Promise<Connection> {
    return new Promise((resolve, reject) => {
      // The types forget that what a stream understands (highWaterMark) is handed on to it.
      const options = { ...to, noDelay: true, highWaterMark: this.queueBytes };
      let connection: KernelConnection | null = null;
      const callback = (bytes: number): boolean => connection?.receivedInPlace(readBuffer.subarray(0, bytes)) ?? true;
      const socket: Socket = connect({ ...options, onread: { buffer: readBuffer, callback } });
      const fail = (why: string): void => {
        finish();
        socket.on('error', () => {}).destroy();
        reject(new RelaisError('RELAIS_E_DIAL_FAILED', `${endpointName(to)}: ${why}`));
      };
      const onError = (error: Error): void => fail(error.message);
      const onAbort = (): void => fail('given up');
      const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        socket.off('error', onError);
      };
      socket.on('error', onError);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted) return onAbort();
      socket.once('connect', () => {
        finish();
        connection = new KernelConnection(socket, this.spinner, { path: 'path' in to ? to.path : '', readsInPlace: true });
        resolve(connection);
      });
    });
  }
}

class KernelListener implements Listener {
  readonly at: Endpoint;
  private readonly server: Server;

  constructor(server: Server, asked: Endpoint) {
    this.server = server;
    this.at = 'path' in asked ? asked : { host: asked.host, port: (server.address() as AddressInfo).port };
  }

  close(): Promise<void> {
    // Node's own callback waits for the last connection; ours only for the port.
    return new Promise((resolve) => {
      this.server.close();
      setImmediate(resolve);
    });
  }
}

export function endpointName(endpoint: Endpoint): string {
  return 'path' in endpoint ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
}
