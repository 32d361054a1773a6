/** What the SDK needs from the world: a way to dial, time, and randomness. The real ones are in this folder, tests bring their own. */
import type { ErrorCode } from '../../../registry/index.js';
import type { SessionHandler } from '../../session/index.js';

export interface Link {
  /** Copies the message into the queue of its channel: its sequence there, or 0 if there is no room (or no session yet). */
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): number;
  /** Orderly end: what is queued goes out first. Resolves when the connection is gone, within the limit of the transport. */
  close(code: ErrorCode | null, detail: string): Promise<void>;
  /** At once; nothing of the handler is called any more, except `closed` if it has not been. */
  destroy(): void;
}

/** Starts to dial. Whatever becomes of it reaches the handler; a failed dial is `closed`. */
export type Dial = (endpoint: number, handler: SessionHandler) => Link;

export interface Surroundings {
  readonly endpoints: number;
  readonly dial: Dial;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** Calls back once; the result cancels it. */
  readonly setTimer: (ms: number, callback: () => void) => () => void;
  /** In [0, 1): jitter, nothing secret. */
  readonly random: () => number;
  /** Cryptographic randomness. */
  readonly randomBytes: (length: number) => Uint8Array;
}
