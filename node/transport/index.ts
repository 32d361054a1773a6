/**
 * Byte streams between processes and what binds them to sessions: the transport interface and the kernel's TCP behind it, the driver that
 * gives one session its socket and its time, the listener with its protections against strangers, captures for `relais decode`.
 * Must not live here: anything about messages (wire/), about what a session does (session/) or about what a server answers (server/).
 */
export type { AdmissionLimits } from './admission.js';
export { CaptureFile } from './capture-file.js';
export {
  type CaptureDirection,
  type CaptureEntry,
  CaptureReader,
  type CaptureRole,
  encodeCaptureEntry,
  encodeCaptureHeader,
} from './capture-format.js';
export type { DrivenSession } from './driven-session.js';
export { endpointName, KernelTransport, type KernelTransportOptions } from './kernel-transport.js';
export { openKeyLog } from './key-log-file.js';
export { type DriverLimits, type DriverOptions, SessionDriver } from './session-driver.js';
export { type DialSessionOptions, dialSession, SessionListener, type SessionListenerOptions } from './session-listener.js';
export type { Connection, ConnectionHandler, DialOptions, Endpoint, Listener, ListenOptions, Transport } from './transport.js';
