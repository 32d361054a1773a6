/**
 * HandshakeState of the Noise protocol framework, revision 34 (noiseprotocol.org/noise.html), section 5.3 and 9, for 25519, AESGCM and
 * SHA256. The product uses IKpsk2 only; the other patterns are here because public vectors exist for them, and an implementation that
 * is right for five patterns is right.
 */
import { RelaisError } from '../../../registry/index.js';
import { KEY_BYTES } from '../spec.js';
import { SymmetricState } from './symmetric-state.js';
import { agree, type KeyPair } from './x25519.js';

type Token = 'e' | 's' | 'ee' | 'es' | 'se' | 'ss' | 'psk';
interface Pattern {
  /** Whose static key the other side knows before. */
  readonly known: { readonly initiator?: true; readonly responder?: true };
  readonly messages: readonly (readonly Token[])[];
}

export const PATTERNS = {
  IK: {
    known: { responder: true },
    messages: [
      ['e', 'es', 's', 'ss'],
      ['e', 'ee', 'se'],
    ],
  },
  IKpsk2: {
    known: { responder: true },
    messages: [
      ['e', 'es', 's', 'ss'],
      ['e', 'ee', 'se', 'psk'],
    ],
  },
  NNpsk0: {
    known: {},
    messages: [
      ['psk', 'e'],
      ['e', 'ee'],
    ],
  },
  XXpsk3: { known: {}, messages: [['e'], ['e', 'ee', 's', 'es'], ['s', 'se', 'psk']] },
  KKpsk2: {
    known: { initiator: true, responder: true },
    messages: [
      ['e', 'es', 'ss'],
      ['e', 'ee', 'se', 'psk'],
    ],
  },
} as const satisfies Record<string, Pattern>;
export type PatternName = keyof typeof PATTERNS;

export interface HandshakeOptions {
  readonly pattern: PatternName;
  readonly isInitiator: boolean;
  readonly prologue: Uint8Array;
  /** Fresh for this handshake. */
  readonly ephemeral: KeyPair;
  readonly ownStatic?: KeyPair;
  readonly remoteStatic?: Uint8Array;
  /** May be given later through setPsk, before the message that mixes it. */
  readonly psk?: Uint8Array;
}

export interface HandshakeResult {
  readonly initiatorKey: Uint8Array;
  readonly responderKey: Uint8Array;
  readonly handshakeHash: Uint8Array;
}

export class NoiseHandshake {
  remoteStatic: Uint8Array | null;
  remoteEphemeral: Uint8Array | null = null;
  private readonly isInitiator: boolean;
  private readonly pattern: Pattern;
  private readonly hasPsk: boolean;
  private readonly state: SymmetricState;
  private readonly ephemeral: KeyPair;
  private readonly ownStatic: KeyPair | null;
  private psk: Uint8Array | null;
  private messageIndex = 0;

  constructor(options: HandshakeOptions) {
    this.isInitiator = options.isInitiator;
    this.pattern = PATTERNS[options.pattern];
    this.hasPsk = options.pattern.includes('psk');
    this.ephemeral = options.ephemeral;
    this.ownStatic = options.ownStatic ?? null;
    this.remoteStatic = options.remoteStatic ?? null;
    this.psk = options.psk ?? null;
    this.state = new SymmetricState(`Noise_${options.pattern}_25519_AESGCM_SHA256`);
    this.state.mixHash(options.prologue);
    if (this.pattern.known.initiator) this.state.mixHash(this.publicStaticOf(this.isInitiator));
    if (this.pattern.known.responder) this.state.mixHash(this.publicStaticOf(!this.isInitiator));
  }

  setPsk(psk: Uint8Array): void {
    this.psk = psk;
  }

  get isComplete(): boolean {
    return this.messageIndex === this.pattern.messages.length;
  }

  /** The next handshake message, which must be this side's turn. */
  write(payload: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    for (const token of this.nextTokens()) {
      if (token === 'e') {
        parts.push(this.ephemeral.publicKey);
        this.mixEphemeral(this.ephemeral.publicKey);
      } else if (token === 's') parts.push(this.state.encryptAndHash(this.publicStaticOf(true)));
      else this.mix(token);
    }
    parts.push(this.state.encryptAndHash(payload));
    return Buffer.concat(parts);
  }

  /** Opens the peer's next message and gives its payload. Errors: RELAIS_E_HANDSHAKE_FAILED; the handshake is then over. */
  read(message: Uint8Array): Uint8Array {
    let at = 0;
    const take = (length: number): Uint8Array => {
      if (at + length > message.length) throw new RelaisError('RELAIS_E_HANDSHAKE_FAILED', 'message too short');
      at += length;
      return message.slice(at - length, at);
    };
    for (const token of this.nextTokens()) {
      if (token === 'e') {
        this.remoteEphemeral = take(KEY_BYTES);
        this.mixEphemeral(this.remoteEphemeral);
      } else if (token === 's') this.remoteStatic = this.state.decryptAndHash(take(KEY_BYTES + this.state.overheadBytes));
      else this.mix(token);
    }
    return this.state.decryptAndHash(message.subarray(at));
  }

  /** After the last message: the transport keys. */
  finish(): HandshakeResult {
    const handshakeHash = this.state.hash;
    const [initiatorKey, responderKey] = this.state.split();
    return { initiatorKey, responderKey, handshakeHash };
  }

  private nextTokens(): readonly Token[] {
    const tokens = this.pattern.messages[this.messageIndex];
    if (tokens === undefined) throw new RelaisError('RELAIS_E_INTERNAL', 'no handshake message left');
    this.messageIndex += 1;
    return tokens;
  }

  /** With a psk in the pattern, ephemeral keys are mixed into the key as well (section 9.2). */
  private mixEphemeral(publicKey: Uint8Array): void {
    this.state.mixHash(publicKey);
    if (this.hasPsk) this.state.mixKey(publicKey);
  }

  private mix(token: Token): void {
    if (token === 'psk') {
      if (this.psk?.length !== KEY_BYTES) throw new RelaisError('RELAIS_E_CONFIGURATION', 'a psk of 32 bytes is needed');
      this.state.mixKeyAndHash(this.psk);
      return;
    }
    // The first letter is the initiator's key, the second the responder's.
    const ownLetter = this.isInitiator ? token[0] : token[1];
    const remoteLetter = this.isInitiator ? token[1] : token[0];
    const own = ownLetter === 'e' ? this.ephemeral : this.ownStatic;
    const remote = remoteLetter === 'e' ? this.remoteEphemeral : this.remoteStatic;
    if (own === null || remote === null) throw new RelaisError('RELAIS_E_CONFIGURATION', `key for ${token} is missing`);
    const secret = agree(own, remote);
    this.state.mixKey(secret);
    secret.fill(0);
  }

  private publicStaticOf(own: boolean): Uint8Array {
    const key = own ? this.ownStatic?.publicKey : this.remoteStatic;
    if (key === null || key === undefined) throw new RelaisError('RELAIS_E_CONFIGURATION', 'a static key is missing');
    return key;
  }
}
