/** Binds one session of the protocol to the server: who was admitted, and where its messages and its end go. */
import type { ErrorCode } from '../../registry/index.js';
import type { Peer } from '../access/index.js';
import type { CloseReason, PeerIdentity, Session, SessionEvent, SessionHandler } from '../session/index.js';
import type { SessionDriver } from '../transport/index.js';
import type { ClientSession } from './client-session.js';

export interface SessionHost {
  established(binding: SessionBinding, identity: PeerIdentity): ClientSession;
  ended(binding: SessionBinding, reason: CloseReason): void;
  event(binding: SessionBinding, event: SessionEvent): void;
  /** What a message made of the server cannot be undone: the process ends. */
  failed(error: unknown): void;
}

export class SessionBinding implements SessionHandler {
  readonly #host: SessionHost;
  driver: SessionDriver<Session> | null = null;
  /** Set when the handshake has named the peer. */
  peer: Peer | null = null;
  client: ClientSession | null = null;
  /** Address of the peer, for the audit trail. */
  address = '';
  /** Static key that the peer has proved to hold, known partner or not. */
  claimedKey: Uint8Array | null = null;
  /** Said instead of the reason when the handshake was refused here. */
  refusal: ErrorCode | null = null;

  constructor(host: SessionHost) {
    this.#host = host;
  }

  established(identity: PeerIdentity): void {
    this.client = this.#host.established(this, identity);
  }

  message(channel: number, type: number, _seq: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    try {
      this.client?.message(channel, type, bytes, view, at, length);
    } catch (error) {
      this.#host.failed(error);
    }
  }

  acknowledged(): void {}

  writable(channel: number): void {
    this.client?.writable(channel);
  }

  closed(reason: CloseReason): void {
    this.#host.ended(this, reason);
  }

  event(event: SessionEvent): void {
    this.#host.event(this, event);
  }
}
