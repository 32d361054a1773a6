import type { ErrorCode, Settings } from '../../registry/index.js';
import type { Preamble } from '../wire/index.js';

export type PeerKind = 'node' | 'partner';

/** Who is at the other end. Known once the handshake is complete and its first record has been authenticated. */
export interface PeerIdentity {
  readonly kind: PeerKind;
  /** Name of the region or partner: from `admit` (responder) or from `expected` (initiator). */
  readonly name: string;
  /** Number of the region or partner. */
  readonly number: number;
  /** Static X25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Transport key generation (nodes) or UTC day number (partners) of the handshake's psk. */
  readonly keyGeneration: number;
  /** Noise handshake hash, 32 bytes: names this session, request tokens are bound to it. */
  readonly handshakeHash: Uint8Array;
}

export interface CloseReason {
  /** null for an orderly end. */
  readonly code: ErrorCode | null;
  readonly detail: string;
  /** true if the peer said so, false if this side decided. */
  readonly byPeer: boolean;
}

/** What happened inside a session, for metrics, logs and audit. None of them needs an action. */
export type SessionEvent =
  /** Bytes that were no record or whose CRC32 was wrong; they were dropped. */
  | { readonly type: 'damage'; readonly where: 'header' | 'record'; readonly bytes: number }
  /** Records were asked for again. */
  | { readonly type: 'nackSent'; readonly firstRecord: number; readonly records: number }
  /** The peer asked for this record, and it goes out again. */
  | { readonly type: 'retransmit'; readonly record: number; readonly bytes: number }
  /** A record that had already arrived was ignored. */
  | { readonly type: 'duplicate'; readonly record: number }
  /** Good CRC32 but bad tag: someone writes into the stream. The session closes after it; audit it. */
  | { readonly type: 'forgery'; readonly record: number }
  /** Records are now sealed with this session key generation. */
  | { readonly type: 'rekey'; readonly generation: number; readonly pskGeneration: number }
  /** All records of this generation have been received; its keys are wiped. */
  | { readonly type: 'retired'; readonly generation: number }
  /** A send was refused because the queue of the channel is full: a slow reader. Once until it is writable again. */
  | { readonly type: 'queueFull'; readonly channel: number; readonly queuedBytes: number };

/** Callbacks are synchronous. They may call `send` and `close`, not `receive`, `flush` or `tick`. */
export interface SessionHandler {
  /** After the handshake; before any message. */
  established(peer: PeerIdentity): void;
  /**
   * A whole message, its record's CRC32 and tag verified, in the order of its channel, exactly once. `bytes` and `view` are valid only
   * during the call. The CRC32 of the message itself is left to its last consumer.
   */
  message(channel: number, type: number, seq: number, bytes: Uint8Array, view: DataView, at: number, length: number): void;
  /** The peer's session has everything up to `seq` (a value that `send` returned) of that channel. Not: processed or durable. */
  acknowledged(channel: number, seq: number): void;
  /** After a refused send: the queue of that channel fell to a quarter of its limit. */
  writable(channel: number): void;
  /** Once, last. */
  closed(reason: CloseReason): void;
  event(event: SessionEvent): void;
}

/** Limits come from the settings registry: pass `readSettings(...)`, each name is documented in docs/configuration.md. */
export type SessionLimits = Pick<
  Settings,
  | 'sessionHandshakeMs'
  | 'sessionBeatMs'
  | 'sessionTailBeatMs'
  | 'sessionSilentMs'
  | 'sessionAckDelayMs'
  | 'sessionAckBytes'
  | 'sessionNackRepeatMs'
  | 'sessionWindowBytes'
  | 'sessionReorderBytes'
  | 'sessionQueueBytes'
  | 'sessionMessageBytes'
  | 'sessionCreditBytes'
  | 'sessionRekeyMs'
  | 'sessionRekeyRecords'
  | 'sessionRekeyTimeoutMs'
  | 'sessionUrgentSharePercent'
  | 'sessionResendSharePercent'
  | 'sessionWeightMarketData'
  | 'sessionWeightBook'
  | 'sessionWeightReplication'
  | 'sessionWeightAudit'
  | 'sessionSlowLinkBytesPerS'
>;

interface CommonOptions {
  readonly handler: SessionHandler;
  readonly limits: SessionLimits;
  /** Own static X25519 key pair, raw 32 bytes each. */
  readonly staticPrivateKey: Uint8Array;
  readonly staticPublicKey: Uint8Array;
  /** Cryptographic randomness: returns `length` fresh bytes. */
  readonly random: (length: number) => Uint8Array;
  /** Monotonic time of creation; the handshake timeout counts from here. */
  readonly nowMs: number;
  /** Called when the session has something to write and had nothing before: schedule one `flush` for this turn of the loop. */
  readonly wake?: () => void;
  /** Called with each line of the key log (format in docs/protocol.md). Whoever has the lines can read the session: off by default. */
  readonly keyLog?: (line: string) => void;
  /**
   * psk of a later generation, asked when a rekey names one that `rotateTransportKey` has not brought: partners derive it
   * (`partnerPsk(seed, generation)`). null: not known, the rekey waits until rotateTransportKey brings it.
   */
  readonly pskOf?: (generation: number) => Uint8Array | null;
}

/** The side that dialled. */
export interface InitiatorOptions extends CommonOptions {
  readonly role: 'initiator';
  /** What we are: a node of a region or a partner. */
  readonly kind: PeerKind;
  /** Static public key of the responder, raw 32 bytes, known in advance. */
  readonly remoteStaticPublicKey: Uint8Array;
  /** Transport key generation (nodes) or UTC day number (partners) of `psk`. */
  readonly keyGeneration: number;
  /** 32 bytes. Partners: partnerPsk(seed, day). */
  readonly psk: Uint8Array;
  /** Name and number of the region that is called: they go into PeerIdentity as they are. */
  readonly expected: { readonly name: string; readonly number: number };
}

export type Admission =
  | { readonly admitted: true; readonly name: string; readonly number: number /** 32 bytes. */; readonly psk: Uint8Array }
  /** Told to the peer by its wire number and then closed. */
  | { readonly admitted: false; readonly code: ErrorCode; readonly detail: string };

/** The side that accepted the connection. */
export interface ResponderOptions extends CommonOptions {
  readonly role: 'responder';
  /** Cheap checks before any cryptography (version was checked already): kind, key generation. A code refuses. */
  readonly precheck?: (preamble: Preamble) => ErrorCode | null;
  /** Who is this? Called after handshake message 1 was opened: `remoteStaticPublicKey` is then proved. Unknown keys are refused here. */
  readonly admit: (preamble: Preamble, remoteStaticPublicKey: Uint8Array) => Admission;
}

export type SessionOptions = InitiatorOptions | ResponderOptions;

export type SessionState = 'handshake' | 'established' | 'closing' | 'closed';
