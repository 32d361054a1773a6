/** Writes what must be audited into the outbox, with the fields that the ledger wants. Nothing here holds a name or a key. */
import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../registry/index.js';
import type { AuditPort } from '../audit/index.js';
import type { ClientSession } from './client-session.js';

const FINGERPRINT_HEX = 16;
/** Refused strangers that are recorded: so many at once, and so many a second after that. The rest is counted: nobody outside fills the outbox. */
const STRANGERS_AT_ONCE = 200;
const STRANGERS_PER_S = 10;

export class AuditTrail {
  readonly #port: AuditPort;
  readonly #nowUs: () => number;
  #strangersLeft = STRANGERS_AT_ONCE;
  #refilledUs = 0;
  /** Refused strangers that were only counted. */
  strangersUnrecorded = 0;

  constructor(port: AuditPort, nowUs: () => number) {
    this.#port = port;
    this.#nowUs = nowUs;
  }

  /** Orders are refused while what they do could not be audited. */
  get isFull(): boolean {
    return this.#port.isFull;
  }

  authentication(attempt: {
    partner: number;
    session: number;
    code: ErrorCode | null;
    publicKey: Uint8Array | null;
    address: string;
  }): void {
    const { partner, session, code, publicKey, address } = attempt;
    if (code !== null && partner === 0 && !this.#mayRecordStranger()) {
      this.strangersUnrecorded++;
      return;
    }
    this.#port.record({
      type: 'authentication',
      timeUs: this.#nowUs(),
      partner,
      session,
      isAccepted: code === null,
      code: code ?? '',
      keyFingerprint: publicKey === null ? '' : createHash('sha256').update(publicKey).digest('hex').slice(0, FINGERPRINT_HEX),
      address,
    });
  }

  #mayRecordStranger(): boolean {
    const nowUs = this.#nowUs();
    const earned = (Math.max(0, nowUs - this.#refilledUs) * STRANGERS_PER_S) / 1_000_000;
    this.#strangersLeft = Math.min(STRANGERS_AT_ONCE, this.#strangersLeft + earned);
    this.#refilledUs = nowUs;
    if (this.#strangersLeft < 1) return false;
    this.#strangersLeft -= 1;
    return true;
  }

  request(session: ClientSession, what: string, instrument: number): void {
    this.#port.record({ type: 'request', timeUs: this.#nowUs(), partner: session.peer.number, session: session.number, what, instrument });
  }

  /** Reads of single quotes since the last call, in one record. */
  quoteReads(session: ClientSession): void {
    if (session.quoteReads === 0) return;
    this.request(session, `QuoteRequest, ${session.quoteReads} times`, 0);
    session.quoteReads = 0;
  }

  denial(session: ClientSession, what: string, code: ErrorCode): void {
    this.#port.record({ type: 'denial', timeUs: this.#nowUs(), partner: session.peer.number, session: session.number, what, code });
  }

  /** All entries of a range in one record; `hash` is the log's chain after the last. */
  orderRange(region: number, epoch: number, firstSeq: number, lastSeq: number, hash: Uint8Array): void {
    this.#port.record({
      type: 'orderRange',
      timeUs: this.#nowUs(),
      region,
      epoch,
      firstSeq,
      lastSeq,
      count: lastSeq - firstSeq + 1,
      hash: Buffer.from(hash).toString('hex'),
    });
  }
}
