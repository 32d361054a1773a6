import type { ErrorCode } from '../../registry/index.js';

/** What the driver needs of a session (node/session has it): bytes and time in, records out, no I/O of its own. */
export interface DrivenSession {
  readonly state: 'handshake' | 'established' | 'closing' | 'closed';
  /** Monotonic ms at which `tick` wants to be called; Infinity for never. */
  readonly nextTickMs: number;
  receive(chunk: Uint8Array, nowMs: number): void;
  /** Hands whole records to `write`, which copies them; stops after a record for which it returned false. */
  flush(nowMs: number, write: (record: Uint8Array) => boolean): void;
  tick(nowMs: number): void;
  /** Orderly: the reason is told to the peer by the next flush. */
  close(code: ErrorCode | null, detail: string): void;
  /** The connection is gone or will be cut: nothing can be sent any more. */
  disconnected(code: ErrorCode, detail: string): void;
}
