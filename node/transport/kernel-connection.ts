import { isIPv6, type Socket } from 'node:net';
import { assert } from '../../registry/index.js';
import { GatherBuffer } from './gather-buffer.js';
import type { LoopSpinner } from './loop-spinner.js';
import type { Connection, ConnectionHandler } from './transport.js';

const gather = new GatherBuffer();
/** Whose bytes stand in the gather buffer now. */
let gathering: KernelConnection | null = null;

/** One TCP or Unix socket of the kernel. */
export class KernelConnection implements Connection {
  readonly remoteAddress: string;
  readonly remoteName: string;
  private readonly socket: Socket;
  private readonly spinner: LoopSpinner;
  private handler: ConnectionHandler | null = null;
  private failure = '';

  constructor(socket: Socket, spinner: LoopSpinner, path = '') {
    this.socket = socket;
    this.spinner = spinner;
    this.remoteAddress = plainAddress(socket.remoteAddress ?? '');
    this.remoteName = path === '' ? `${this.remoteAddress}:${socket.remotePort ?? 0}` : path;
    // Errors may come before anyone is attached; without a listener they would end the process.
    socket.on('error', (error) => {
      this.failure = error.message;
    });
  }

  get waitingBytes(): number {
    return this.socket.writableLength;
  }

  attach(handler: ConnectionHandler): void {
    assert(this.handler === null, 'RELAIS_E_INTERNAL', 'a connection has one handler');
    this.handler = handler;
    this.socket.on('data', (chunk: Buffer) => {
      this.spinner.noteTraffic();
      handler.data(chunk);
    });
    this.socket.on('drain', () => handler.drained());
    this.socket.on('close', () => {
      if (gathering === this) this.forget();
      handler.closed(this.failure === '' ? null : 'RELAIS_E_CONNECTION_LOST', this.failure);
    });
  }

  write(bytes: Uint8Array): void {
    if (gathering !== this) {
      gathering?.push();
      gathering = this;
    }
    if (gather.append(bytes)) return;
    this.handOver();
    if (gather.append(bytes)) return;
    // Larger than a whole slab: only a caller outside the protocol does this.
    this.socket.write(Uint8Array.prototype.slice.call(bytes));
  }

  push(): boolean {
    if (gathering === this) {
      this.handOver();
      gathering = null;
    }
    return this.socket.writableLength === 0 || !this.socket.writableNeedDrain;
  }

  end(): void {
    this.push();
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }

  private handOver(): void {
    const bytes = gather.take();
    if (bytes.length === 0 || !this.socket.writable) return;
    this.socket.write(bytes);
    // Node tries the system call inside write(): an empty queue afterwards means that the kernel has copied everything.
    if (this.socket.writableLength > 0) gather.keep(bytes.length);
  }

  private forget(): void {
    gather.take();
    gathering = null;
  }
}

/** IPv4 in dotted form also when it came in over an IPv6 socket. */
function plainAddress(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  return isIPv6(address) ? address.replace(/%.*$/, '') : address;
}
