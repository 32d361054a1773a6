/**
 * Byte streams between processes and what binds them to sessions: the transport interface and the kernel's TCP behind it, the driver that
 * gives one session its socket and its time, the listener with its protections against strangers, captures for `relais decode`.
 * Must not live here: anything about messages (wire/), about what a session does (session/) or about what a server answers (server/).
 */
export { endpointName, KernelTransport, type KernelTransportOptions } from './kernel-transport.js';
export type { Connection, ConnectionHandler, DialOptions, Endpoint, Listener, ListenOptions, Transport } from './transport.js';
