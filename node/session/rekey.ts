/**
 * When new record keys are agreed, and the messages for it. Only the responder of the handshake offers; the initiator answers as soon as
 * it knows the psk that the offer names. key-schedule.ts holds the keys.
 */
import { type ErrorCode, RelaisError } from '../../registry/index.js';
import {
  encodeRekeyAnswer,
  encodeRekeyOffer,
  KEY_BYTES,
  MessageType,
  RECORDS_PER_KEY_MAX,
  type RekeyAnswer,
  type RekeyOffer,
} from '../wire/index.js';
import type { KeySchedule, PskOfGeneration } from './key-schedule.js';
import type { RecordBody } from './record-body.js';
import type { SessionEvent, SessionLimits } from './types.js';

const NEVER = Number.POSITIVE_INFINITY;
/** What a generation may seal when the peer agrees on no other: below 2^24.5, the bound of RFC 8446, section 5.5. */
const RECORDS_PER_KEY_HARD_MAX = 2 * RECORDS_PER_KEY_MAX;

export interface RekeyOptions {
  readonly isInitiator: boolean;
  readonly keys: KeySchedule;
  readonly psk: PskOfGeneration;
  readonly pskOf: ((generation: number) => Uint8Array | null) | null;
  readonly limits: SessionLimits;
  readonly event: (event: SessionEvent) => void;
  readonly nowMs: number;
}

/** How far the numbers of both directions are. */
export interface RecordProgress {
  readonly lastSent: number;
  readonly acknowledged: number;
  readonly receivedThrough: number;
}

export class Rekey {
  private readonly options: RekeyOptions;
  /** Newest last; the one in use and one more. */
  private psks: PskOfGeneration[];
  private dueAtMs: number;
  /** Since when a rekey is due and not complete; NEVER: none is. */
  private dueSinceMs = NEVER;
  private isOffered = false;
  private startedAtSent = 0;
  private startedAtReceived = 0;
  private lastSentOfPrevious = 0;
  private pendingOffer: RekeyOffer | null = null;
  private readonly outgoing: { offer: RekeyOffer | null; answer: RekeyAnswer | null } = { offer: null, answer: null };

  constructor(options: RekeyOptions) {
    this.options = options;
    this.psks = [options.psk];
    this.dueAtMs = options.isInitiator ? NEVER : options.nowMs + options.limits.sessionRekeyMs;
  }

  get nextMs(): number {
    const timeoutMs = this.dueSinceMs + this.options.limits.sessionRekeyTimeoutMs;
    return this.dueSinceMs === NEVER ? this.dueAtMs : timeoutMs;
  }

  get hasOutput(): boolean {
    return this.outgoing.offer !== null || this.outgoing.answer !== null;
  }

  /** A newer transport key. Older ones than the newest known are ignored. */
  rotate(generation: number, psk: Uint8Array, nowMs: number): void {
    const newest = this.psks[this.psks.length - 1] as PskOfGeneration;
    if (generation <= newest.generation) return;
    this.psks = [newest, { generation, psk: psk.slice() }];
    if (!this.options.isInitiator) this.dueAtMs = Math.min(this.dueAtMs, nowMs);
  }

  /** One look at what can be done now; gives an error when the session must end. */
  step(nowMs: number, progress: RecordProgress): ErrorCode | null {
    const { keys, limits, isInitiator } = this.options;
    const retired = keys.retire(progress.receivedThrough);
    if (retired >= 0) this.options.event({ type: 'retired', generation: retired });
    if (isInitiator) {
      this.tryAccept();
      return progress.lastSent - this.startedAtSent > RECORDS_PER_KEY_HARD_MAX ? 'RELAIS_E_REKEY_TIMEOUT' : null;
    }
    const records = Math.max(progress.lastSent - this.startedAtSent, progress.receivedThrough - this.startedAtReceived);
    const isDue = nowMs >= this.dueAtMs || records >= limits.sessionRekeyRecords;
    if (!isDue) return null;
    if (this.dueSinceMs === NEVER) this.dueSinceMs = nowMs;
    if (nowMs >= this.dueSinceMs + limits.sessionRekeyTimeoutMs) return 'RELAIS_E_REKEY_TIMEOUT';
    if (!this.isOffered && keys.isSettled && progress.acknowledged >= this.lastSentOfPrevious) this.offer();
    return null;
  }

  /** Initiator. Errors: RELAIS_E_REKEY_FAILED. */
  offered(offer: RekeyOffer): void {
    if (!this.options.isInitiator || this.pendingOffer !== null) throw new RelaisError('RELAIS_E_REKEY_FAILED', 'unexpected offer');
    publicKeyOf(offer.publicKey);
    this.pendingOffer = { ...offer };
  }

  /** Responder. Errors: RELAIS_E_REKEY_FAILED. */
  answered(answer: RekeyAnswer, nowMs: number, progress: RecordProgress): void {
    const { keys, isInitiator } = this.options;
    if (isInitiator || !keys.answered(answer.generation, publicKeyOf(answer.publicKey))) {
      throw new RelaisError('RELAIS_E_REKEY_FAILED', 'unexpected answer');
    }
    this.isOffered = false;
    this.dueSinceMs = NEVER;
    this.dueAtMs = nowMs + this.options.limits.sessionRekeyMs;
    this.changedOver(progress);
    if (keys.pskGeneration < (this.psks[this.psks.length - 1] as PskOfGeneration).generation) this.dueAtMs = nowMs;
  }

  /** A record of the next generation was authentic. */
  sawNext(number: number, progress: RecordProgress): void {
    if (this.options.keys.sawNext(number)) this.changedOver(progress);
  }

  write(body: RecordBody): void {
    const { outgoing } = this;
    if (outgoing.offer !== null) body.add(MessageType.RekeyOffer, encodeRekeyOffer, outgoing.offer);
    if (outgoing.answer !== null) body.add(MessageType.RekeyAnswer, encodeRekeyAnswer, outgoing.answer);
    outgoing.offer = null;
    outgoing.answer = null;
  }

  private offer(): void {
    const psk = this.psks[this.psks.length - 1] as PskOfGeneration;
    const { generation, publicKey } = this.options.keys.offer(psk);
    this.isOffered = true;
    this.outgoing.offer = { generation, pskGeneration: psk.generation, publicKey: Buffer.from(publicKey).toString('hex') };
  }

  private tryAccept(): void {
    const offer = this.pendingOffer;
    const { keys } = this.options;
    if (offer === null || !keys.isSettled) return;
    if (offer.generation !== keys.sealer.generation + 1) throw new RelaisError('RELAIS_E_REKEY_FAILED', `generation ${offer.generation}`);
    const psk = this.findPsk(offer.pskGeneration);
    if (psk === null) return;
    this.pendingOffer = null;
    const publicKey = keys.accept(offer.generation, publicKeyOf(offer.publicKey), psk);
    this.outgoing.answer = { generation: offer.generation, publicKey: Buffer.from(publicKey).toString('hex') };
  }

  private findPsk(generation: number): PskOfGeneration | null {
    const known = this.psks.find((psk) => psk.generation === generation);
    if (known !== undefined) return known;
    const psk = this.options.pskOf?.(generation) ?? null;
    return psk === null ? null : { generation, psk };
  }

  private changedOver({ lastSent, receivedThrough }: RecordProgress): void {
    const { keys } = this.options;
    this.lastSentOfPrevious = lastSent;
    this.startedAtSent = lastSent;
    this.startedAtReceived = receivedThrough;
    this.psks = this.psks.filter((psk) => psk.generation >= keys.pskGeneration);
    if (this.psks.length === 0) {
      const psk = this.options.pskOf?.(keys.pskGeneration);
      if (psk) this.psks = [{ generation: keys.pskGeneration, psk }];
    }
    this.options.event({ type: 'rekey', generation: keys.sealer.generation, pskGeneration: keys.pskGeneration });
  }
}

function publicKeyOf(hex: string): Uint8Array {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length !== KEY_BYTES || hex.length !== 2 * KEY_BYTES) throw new RelaisError('RELAIS_E_REKEY_FAILED', 'public key');
  return bytes;
}
