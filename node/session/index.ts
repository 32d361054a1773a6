/**
 * Sessions: what one peer and another have between them on one byte stream. Handshake, records, acknowledgement and retransmission,
 * channels, flow control, rekey. Sans-I/O: bytes and time go in, records and callbacks come out. No socket, timer, clock, randomness here.
 */

export { Session } from './session.js';
export type {
  Admission,
  CloseReason,
  InitiatorOptions,
  PeerIdentity,
  PeerKind,
  ResponderOptions,
  SessionEvent,
  SessionHandler,
  SessionLimits,
  SessionOptions,
  SessionState,
} from './types.js';
