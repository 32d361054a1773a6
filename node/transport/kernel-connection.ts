import { isIPv6, type Socket } from 'node:net';
import { assert } from '../../registry/index.js';
import { GatherBuffer } from './gather-buffer.js';
import type { LoopSpinner } from './loop-spinner.js';
import type { Connection, ConnectionHandler } from './transport.js';

/** Sockets that we dial read into this one, in turns: what is read is handled before the next read. Nothing is left to collect. */
export const readBuffer = Buffer.allocUnsafeSlow(128 * 1024);
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
  private readonly readsInPlace: boolean;
  /** What came before anybody was attached: one read at most. */
  private readonly early: Buffer[] = [];
  private failure = '';

  constructor(socket: Socket, spinner: LoopSpinner, { path = '', readsInPlace = false } = {}) {
    this.readsInPlace = readsInPlace;
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
    for (const chunk of this.early.splice(0)) this.received(handler, chunk);
    if (this.readsInPlace) this.socket.resume();
    else this.socket.on('data', (chunk: Buffer) => this.received(handler, chunk));
    this.socket.on('drain', () => handler.drained());
    this.socket.on('close', () => {
      if (gathering === this) this.forget();
      handler.closed(this.failure === '' ? null : 'RELAIS_E_CONNECTION_LOST', this.failure);
    });
  }

  /** For sockets that read into `readBuffer`: what stands in it. False: nobody is attached yet, the socket shall wait. */
  receivedInPlace(chunk: Uint8Array): boolean {
    if (this.handler === null) {
      this.early.push(Buffer.from(chunk));
      return false;
    }
    this.received(this.handler, chunk);
    return true;
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

  private received(handler: ConnectionHandler, chunk: Uint8Array): void {
    this.spinner.noteTraffic();
    handler.data(chunk);
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
