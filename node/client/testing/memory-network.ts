/**
 * A network between a client and a scripted region that a test can cut, close and slow down. It carries messages as a session does: per
 * channel in order, with a bounded queue for each, acknowledged, each delivery in a later turn of the event loop.
 */
import type { ErrorCode } from '../../../registry/index.js';
import type { SessionHandler } from '../../session/index.js';
import type { Dial, Link, Surroundings } from '../edge/ports.js';
import { FakeClock } from './fake-clock.js';
import { type PeerSession, ScriptedRegion } from './scripted-region.js';

const PEER = {
  kind: 'node',
  name: 'paris',
  number: 1,
  publicKey: new Uint8Array(32),
  keyGeneration: 1,
  handshakeHash: new Uint8Array(32),
} as const;

export class MemoryNetwork {
  readonly clock = new FakeClock();
  readonly region = new ScriptedRegion(() => this.timeUs());
  readonly links = new Set<MemoryLink>();
  /** Endpoints that were dialled, in order. */
  readonly dials: number[] = [];
  /** Refuses to connect with this code. */
  refusesWith: ErrorCode | null = null;
  /** Takes connections and says nothing. */
  isMute = false;
  /** Messages a client channel may hold until the next turn. */
  queueMessages = Number.POSITIVE_INFINITY;
  /** Acknowledgements are kept back while true. */
  keepsAcknowledgements = false;
  /** Server's clock, µs, as far as the fake clock's zero. */
  epochUs = 1_700_000_000_000_000;

  timeUs(): number {
    return Math.floor(this.epochUs + this.clock.nowMs * 1_000);
  }

  surroundings(endpoints = 1): Surroundings {
    let byte = 0;
    return {
      endpoints,
      dial: this.dial,
      nowMs: () => this.clock.nowMs,
      setTimer: this.clock.setTimer,
      random: () => 0.5,
      randomBytes: (length) => Uint8Array.from({ length }, () => (byte++ * 37) & 0xff),
    };
  }

  private readonly dial: Dial = (endpoint, handler) => {
    this.dials.push(endpoint);
    const link = new MemoryLink(this, handler);
    this.links.add(link);
    setImmediate(() => link.open(this.refusesWith));
    return link;
  };

  /** Every connection breaks at once; what was on its way is lost. */
  cut(code: ErrorCode = 'RELAIS_E_CONNECTION_LOST'): void {
    for (const link of [...this.links]) link.end(code, 'cut', false);
  }
}

interface Waiting {
  readonly channel: number;
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly seq: number;
}

class MemoryLink implements Link, PeerSession {
  private readonly network: MemoryNetwork;
  private readonly handler: SessionHandler;
  private readonly seqs = new Map<number, number>();
  private toRegion: Waiting[] = [];
  private isOpen = false;
  private isOver = false;
  private isScheduled = false;
  private wasFull = false;

  constructor(network: MemoryNetwork, handler: SessionHandler) {
    this.network = network;
    this.handler = handler;
  }

  open(refusal: ErrorCode | null): void {
    if (this.isOver) return;
    if (refusal !== null) {
      this.end(refusal, 'refused', true);
      return;
    }
    if (this.network.isMute) return;
    this.isOpen = true;
    this.handler.established(PEER);
    this.network.region.arrived(this.asPeer);
  }

  /** From the client. */
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): number {
    if (!this.isOpen || this.isOver) return 0;
    if (this.toRegion.length >= this.network.queueMessages) {
      this.wasFull = true;
      return 0;
    }
    const seq = (this.seqs.get(channel) ?? 0) + 1;
    this.seqs.set(channel, seq);
    this.toRegion.push({ channel, type, bytes: bytes.slice(at, at + length), seq });
    if (!this.isScheduled) setImmediate(() => this.deliver());
    this.isScheduled = true;
    return seq;
  }

  /** From the region. */
  readonly asPeer: PeerSession = {
    send: (channel, type, bytes, at, length) => {
      const copy = bytes.slice(at, at + length);
      setImmediate(() => {
        if (!this.isOver) this.handler.message(channel, type, 1, copy, new DataView(copy.buffer), 0, copy.length);
      });
      return 1;
    },
  };

  private deliver(): void {
    this.isScheduled = false;
    const waiting = this.toRegion.splice(0);
    for (const { channel, type, bytes, seq } of waiting) {
      if (this.isOver) return;
      if (!this.network.keepsAcknowledgements) this.handler.acknowledged(channel, seq);
      this.network.region.message(this.asPeer, type, bytes, new DataView(bytes.buffer), 0, bytes.length);
    }
    if (!this.wasFull || this.isOver) return;
    this.wasFull = false;
    for (const channel of [0, 4]) this.handler.writable(channel);
  }

  close(code: ErrorCode | null, detail: string): Promise<void> {
    this.deliver();
    this.end(code, detail, false);
    return Promise.resolve();
  }

  destroy(): void {
    this.end('RELAIS_E_CLIENT_CLOSED', '', false);
  }

  end(code: ErrorCode | null, detail: string, byPeer: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    this.network.links.delete(this);
    this.network.region.left(this.asPeer);
    this.handler.closed({ code, detail, byPeer });
  }
}
