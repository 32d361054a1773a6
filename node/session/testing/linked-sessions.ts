/**
 * Two real sessions and a link between them that a test can damage, cut or slow down. Time and randomness are fake and repeatable.
 */
import { type ErrorCode, readSettings } from '../../../registry/index.js';
import { keyPairOf, partnerPsk } from '../../wire/index.js';
import {
  type Admission,
  type CloseReason,
  type PeerIdentity,
  Session,
  type SessionEvent,
  type SessionHandler,
  type SessionLimits,
} from '../index.js';

/** Repeatable bytes and numbers (mulberry32). */
export class SeededRandom {
  private state: number;
  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  readonly bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => Math.floor(this.next() * 256));
}

export interface ReceivedMessage {
  readonly channel: number;
  readonly type: number;
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** Remembers everything that its session says. */
export class Recorder implements SessionHandler {
  peer: PeerIdentity | null = null;
  reason: CloseReason | null = null;
  closedCalls = 0;
  readonly messages: ReceivedMessage[] = [];
  readonly events: SessionEvent[] = [];
  readonly acknowledgedSeqs = new Map<number, number>();
  readonly writableChannels: number[] = [];
  onMessage: ((message: ReceivedMessage) => void) | null = null;

  established(peer: PeerIdentity): void {
    this.peer = peer;
  }
  message(channel: number, type: number, seq: number, bytes: Uint8Array, _view: DataView, at: number, length: number): void {
    const message = { channel, type, seq, bytes: bytes.slice(at, at + length) };
    this.messages.push(message);
    this.onMessage?.(message);
  }
  acknowledged(channel: number, seq: number): void {
    this.acknowledgedSeqs.set(channel, seq);
  }
  writable(channel: number): void {
    this.writableChannels.push(channel);
  }
  closed(reason: CloseReason): void {
    this.reason = reason;
    this.closedCalls += 1;
  }
  event(event: SessionEvent): void {
    this.events.push(event);
  }
  count(type: SessionEvent['type']): number {
    return this.events.filter((event) => event.type === type).length;
  }
}

export const INITIATOR_KEYS = keyPairOf(new Uint8Array(32).fill(0x11));
export const RESPONDER_KEYS = keyPairOf(new Uint8Array(32).fill(0x22));
export const SEED = new Uint8Array(32).fill(0x33);
export const DAY = 20_000;
const RAW_INITIATOR = new Uint8Array(32).fill(0x11);
const RAW_RESPONDER = new Uint8Array(32).fill(0x22);

export interface LinkOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly responderSettings?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  readonly initiatorPsk?: Uint8Array;
  readonly precheck?: () => ErrorCode | null;
  readonly admit?: () => Admission;
  readonly keyLog?: (line: string) => void;
  readonly pskOf?: (generation: number) => Uint8Array | null;
}

export type Direction = 'toResponder' | 'toInitiator';

export class LinkedSessions {
  nowMs = 1_000;
  readonly initiator: Session;
  readonly responder: Session;
  readonly atInitiator = new Recorder();
  readonly atResponder = new Recorder();
  readonly random: SeededRandom;
  /** Changes bytes on the way; the chunk is a copy. */
  onTheWay: (chunk: Uint8Array, direction: Direction) => Uint8Array[] = (chunk) => [chunk];
  readonly bytesOnTheWay = { toResponder: 0, toInitiator: 0 };
  private readonly needsFlush = new Set<Direction>();

  constructor(options: LinkOptions = {}) {
    const { settings = {}, responderSettings = settings, seed = 1, keyLog, pskOf } = options;
    this.random = new SeededRandom(seed);
    const psk = partnerPsk(SEED, DAY);
    const extra = { ...(keyLog === undefined ? {} : { keyLog }), ...(pskOf === undefined ? {} : { pskOf }) };
    this.initiator = new Session({
      role: 'initiator',
      kind: 'partner',
      handler: this.atInitiator,
      limits: readSettings(settings) satisfies SessionLimits,
      staticPrivateKey: RAW_INITIATOR,
      staticPublicKey: INITIATOR_KEYS.publicKey,
      remoteStaticPublicKey: RESPONDER_KEYS.publicKey,
      keyGeneration: DAY,
      psk: options.initiatorPsk ?? psk,
      expected: { name: 'paris', number: 1 },
      random: this.random.bytes,
      nowMs: this.nowMs,
      wake: () => this.needsFlush.add('toResponder'),
      ...extra,
    });
    this.responder = new Session({
      role: 'responder',
      handler: this.atResponder,
      limits: readSettings(responderSettings) satisfies SessionLimits,
      staticPrivateKey: RAW_RESPONDER,
      staticPublicKey: RESPONDER_KEYS.publicKey,
      random: this.random.bytes,
      nowMs: this.nowMs,
      wake: () => this.needsFlush.add('toInitiator'),
      admit: options.admit ?? (() => ({ admitted: true, name: 'maker', number: 7, psk })),
      ...(options.precheck === undefined ? {} : { precheck: options.precheck }),
      ...extra,
    });
    this.needsFlush.add('toResponder');
  }

  /** Lets both sides write what they have, until neither has anything more to say at this time. */
  settle(maxRounds = 10_000): void {
    for (let round = 0; this.needsFlush.size > 0 && round < maxRounds; round += 1) {
      for (const direction of [...this.needsFlush]) {
        this.needsFlush.delete(direction);
        this.flush(direction);
      }
    }
  }

  flush(direction: Direction): void {
    const from = direction === 'toResponder' ? this.initiator : this.responder;
    const to = direction === 'toResponder' ? this.responder : this.initiator;
    const written: Uint8Array[] = [];
    from.flush(this.nowMs, (records) => {
      written.push(records.slice());
      return true;
    });
    for (const chunk of written) {
      this.bytesOnTheWay[direction] += chunk.length;
      for (const piece of this.onTheWay(chunk, direction)) to.receive(piece, this.nowMs);
    }
  }

  /** Moves time on in steps, ticking both sides when they want it. */
  advance(ms: number, stepMs = 1): void {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs = Math.min(endMs, this.nowMs + stepMs);
      for (const session of [this.initiator, this.responder]) if (this.nowMs >= session.nextTickMs) session.tick(this.nowMs);
      this.settle();
    }
  }

  established(): this {
    this.settle();
    return this;
  }
}
