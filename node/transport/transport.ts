import type { ErrorCode } from '../../registry/index.js';

/**
 * What a data plane offers: ordered byte streams, nothing about records or sessions. The kernel's TCP is the first implementation; one
 * that bypasses the kernel implements the same three interfaces and passes the same conformance suite (test/transport).
 *
 * A stream gathers what is written during one turn of the event loop and hands it over at `push`, so that many records cost one system
 * call (or one doorbell). Bytes are copied by `write`: the caller may reuse its buffer at once.
 */
export interface Transport {
  readonly name: string;
  /** Errors: RELAIS_E_LISTEN_FAILED. */
  listen(options: ListenOptions): Promise<Listener>;
  /** Errors: RELAIS_E_DIAL_FAILED, after `timeoutMs` as well. */
  dial(options: DialOptions): Promise<Connection>;
}

/** A host and port, or the path of a Unix socket. */
export type Endpoint = { readonly host: string; readonly port: number } | { readonly path: string };

export interface ListenOptions {
  readonly at: Endpoint;
  /** How many finished TCP handshakes the data plane keeps for us until we take them. */
  readonly backlog?: number;
  /** Asked with the peer's address before a single byte is read; false closes the connection at once. */
  readonly allow?: (remoteAddress: string) => boolean;
  /** Takes the connection; must call `attach` before it returns. */
  readonly accept: (connection: Connection) => void;
}

export interface DialOptions {
  readonly to: Endpoint;
  readonly timeoutMs: number;
  /** Gives up early. */
  readonly signal?: AbortSignal;
}

export interface Listener {
  /** Where it really listens: port 0 has become a number. */
  readonly at: Endpoint;
  /** Takes no new connection; those that exist go on. */
  close(): Promise<void>;
}

export interface Connection {
  /** Address of the peer without port, IPv4 in dotted form also when it came over IPv6; empty for Unix sockets. */
  readonly remoteAddress: string;
  /** For logs: address and port, or the path. */
  readonly remoteName: string;
  /** Bytes handed over by `push` that the data plane has not taken yet. */
  readonly waitingBytes: number;
  attach(handler: ConnectionHandler): void;
  /** Copies the bytes behind those already gathered. */
  write(bytes: Uint8Array): void;
  /** Hands over what was gathered. False: the data plane is full, wait for `drained` before the next write. */
  push(): boolean;
  /** Sends what was written, then closes our direction. */
  end(): void;
  /** Closes at once; unsent bytes are lost. `closed` follows. */
  destroy(): void;
}

export interface ConnectionHandler {
  /** Bytes of the stream, valid only during the call. */
  data(chunk: Uint8Array): void;
  /** There is room again after a `push` that returned false. May also come unasked. */
  drained(): void;
  /** Last call, exactly once. `error` is null after an orderly close of both directions. */
  closed(error: ErrorCode | null, detail: string): void;
}
