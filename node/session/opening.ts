/**
 * The opening of a session: flight 1 and flight 2 of the handshake, as bytes arrive. Two small machines, one for each side; the result is
 * the same for both.
 */
import { type ErrorCode, RelaisError } from '../../registry/index.js';
import {
  ANSWER_BYTES,
  decodeAnswer,
  decodePreamble,
  encodeAnswer,
  encodePreamble,
  HANDSHAKE_PAYLOAD_BYTES,
  type HandshakeResult,
  keyPairOf,
  MAC1_BYTES,
  mac1IsGood,
  mac1Of,
  NOISE_MESSAGE_1_BYTES,
  NOISE_MESSAGE_BYTES_MAX,
  NoiseHandshake,
  PREAMBLE_BYTES,
  PROTOCOL_VERSION,
  type Preamble,
  staticKeyPair,
} from '../wire/index.js';
import type { InitiatorOptions, PeerIdentity, ResponderOptions } from './types.js';
import { errorOfWireNumber, wireNumberOf } from './wire-errors.js';

export interface Opened {
  readonly result: HandshakeResult;
  readonly peer: PeerIdentity;
  readonly psk: Uint8Array;
  /** Public ephemeral key of the initiator: names the session in the key log, and stands in the clear in flight 1. */
  readonly initiatorEphemeral: Uint8Array;
}

/** Both sides: `receive` takes what it wants of a chunk, gives how much, and throws a coded error when the handshake is over. */
export interface Opening {
  receive(chunk: Uint8Array): number;
  /** What to write next, handed out once. */
  takeOutput(): Uint8Array | null;
  opened: Opened | null;
  /** The peer answered with a refusal: the error that `receive` threw is its own. */
  isRefusedByPeer: boolean;
}

/** No features are defined yet. */
const PAYLOAD = new Uint8Array(HANDSHAKE_PAYLOAD_BYTES);

/** Gathers a flight whose length is known only after its first bytes. */
class Gathering {
  bytes: Uint8Array;
  have = 0;
  want: number;
  constructor(firstBytes: number, maxBytes: number) {
    this.bytes = new Uint8Array(maxBytes);
    this.want = firstBytes;
  }

  /** Gives how much of the chunk, from `at`, was taken. */
  take(chunk: Uint8Array, at: number): number {
    const taken = Math.min(this.want - this.have, chunk.length - at);
    this.bytes.set(chunk.subarray(at, at + taken), this.have);
    this.have += taken;
    return taken;
  }

  get isFull(): boolean {
    return this.have === this.want;
  }
}

function freshPair(random: (length: number) => Uint8Array) {
  const raw = random(32);
  const pair = keyPairOf(raw);
  raw.fill(0);
  return pair;
}

export class InitiatorOpening implements Opening {
  opened: Opened | null = null;
  isRefusedByPeer = false;
  private output: Uint8Array | null;
  private readonly options: InitiatorOptions;
  private readonly noise: NoiseHandshake;
  private readonly ephemeral: Uint8Array;
  private readonly gathering = new Gathering(ANSWER_BYTES, ANSWER_BYTES + NOISE_MESSAGE_BYTES_MAX);
  private answerIsRead = false;

  constructor(options: InitiatorOptions) {
    this.options = options;
    const { kind, keyGeneration } = options;
    const preamble = encodePreamble({ kind, keyGeneration, noiseBytes: NOISE_MESSAGE_1_BYTES });
    const ephemeral = freshPair(options.random);
    this.ephemeral = ephemeral.publicKey;
    this.noise = new NoiseHandshake({
      pattern: 'IKpsk2',
      isInitiator: true,
      prologue: preamble,
      ephemeral,
      ownStatic: staticKeyPair(options.staticPrivateKey, options.staticPublicKey),
      remoteStatic: options.remoteStaticPublicKey,
      psk: options.psk,
    });
    const before = Buffer.concat([preamble, this.noise.write(PAYLOAD)]);
    this.output = Buffer.concat([before, mac1Of(options.remoteStaticPublicKey, before)]);
  }

  receive(chunk: Uint8Array): number {
    let at = this.gathering.take(chunk, 0);
    if (this.gathering.isFull && !this.answerIsRead) {
      this.readAnswer();
      at += this.gathering.take(chunk, at);
    }
    if (this.gathering.isFull && this.answerIsRead) this.finish();
    return at;
  }

  takeOutput(): Uint8Array | null {
    const { output } = this;
    this.output = null;
    return output;
  }

  private readAnswer(): void {
    const answer = decodeAnswer(this.gathering.bytes);
    if (answer === null) throw new RelaisError('RELAIS_E_HANDSHAKE_MALFORMED', 'not an answer of this protocol');
    if (answer.error !== 0) {
      this.isRefusedByPeer = true;
      throw new RelaisError(errorOfWireNumber(answer.error), '');
    }
    if (answer.version !== PROTOCOL_VERSION) throw new RelaisError('RELAIS_E_VERSION_UNSUPPORTED', `version ${answer.version}`);
    if (answer.noiseBytes > NOISE_MESSAGE_BYTES_MAX) throw new RelaisError('RELAIS_E_HANDSHAKE_MALFORMED', `${answer.noiseBytes} bytes`);
    this.answerIsRead = true;
    this.gathering.want = ANSWER_BYTES + answer.noiseBytes;
  }

  private finish(): void {
    this.noise.read(this.gathering.bytes.subarray(ANSWER_BYTES, this.gathering.have));
    const result = this.noise.finish();
    const { keyGeneration, remoteStaticPublicKey, psk, expected } = this.options;
    this.opened = {
      result,
      psk,
      initiatorEphemeral: this.ephemeral,
      peer: {
        kind: 'node',
        name: expected.name,
        number: expected.number,
        publicKey: remoteStaticPublicKey,
        keyGeneration,
        handshakeHash: result.handshakeHash,
      },
    };
  }
}

export class ResponderOpening implements Opening {
  opened: Opened | null = null;
  isRefusedByPeer = false;
  private output: Uint8Array | null = null;
  private readonly options: ResponderOptions;
  private readonly gathering = new Gathering(PREAMBLE_BYTES, PREAMBLE_BYTES + NOISE_MESSAGE_BYTES_MAX + MAC1_BYTES);
  private preamble: Preamble | null = null;

  constructor(options: ResponderOptions) {
    this.options = options;
  }

  receive(chunk: Uint8Array): number {
    let at = this.gathering.take(chunk, 0);
    if (this.gathering.isFull && this.preamble === null) {
      this.preamble = this.readPreamble();
      at += this.gathering.take(chunk, at);
    }
    if (this.gathering.isFull && this.preamble !== null && this.opened === null) this.finish(this.preamble);
    return at;
  }

  takeOutput(): Uint8Array | null {
    const { output } = this;
    this.output = null;
    return output;
  }

  private readPreamble(): Preamble {
    const preamble = decodePreamble(this.gathering.bytes);
    if (preamble === null) throw new RelaisError('RELAIS_E_HANDSHAKE_MALFORMED', 'not a preamble of this protocol');
    if (preamble.version !== PROTOCOL_VERSION) this.refuse('RELAIS_E_VERSION_UNSUPPORTED', `version ${preamble.version}`);
    if (preamble.kind === null || preamble.noiseBytes > NOISE_MESSAGE_BYTES_MAX) this.refuse('RELAIS_E_HANDSHAKE_MALFORMED', 'preamble');
    const objection = this.options.precheck?.(preamble) ?? null;
    if (objection !== null) this.refuse(objection, `key generation ${preamble.keyGeneration}`);
    this.gathering.want = PREAMBLE_BYTES + preamble.noiseBytes + MAC1_BYTES;
    return preamble;
  }

  private finish(preamble: Preamble): void {
    const { options } = this;
    const flight = this.gathering.bytes.subarray(0, this.gathering.have);
    // Whoever does not even know our public key gets no answer and no X25519.
    if (!mac1IsGood(options.staticPublicKey, flight)) throw new RelaisError('RELAIS_E_HANDSHAKE_FAILED', 'bad mac1');
    const noise = new NoiseHandshake({
      pattern: 'IKpsk2',
      isInitiator: false,
      prologue: flight.slice(0, PREAMBLE_BYTES),
      ephemeral: freshPair(options.random),
      ownStatic: staticKeyPair(options.staticPrivateKey, options.staticPublicKey),
    });
    noise.read(flight.subarray(PREAMBLE_BYTES, flight.length - MAC1_BYTES));
    const { remoteStatic, remoteEphemeral } = noise;
    if (remoteStatic === null || remoteEphemeral === null) throw new RelaisError('RELAIS_E_INTERNAL', 'message 1 brought no keys');
    const admission = options.admit(preamble, remoteStatic);
    if (!admission.admitted) this.refuse(admission.code, admission.detail);
    noise.setPsk(admission.psk);
    const message = noise.write(PAYLOAD);
    this.output = Buffer.concat([encodeAnswer({ error: 0, noiseBytes: message.length }), message]);
    const result = noise.finish();
    this.opened = {
      result,
      psk: admission.psk,
      initiatorEphemeral: remoteEphemeral,
      peer: {
        kind: preamble.kind ?? 'partner',
        name: admission.name,
        number: admission.number,
        publicKey: remoteStatic,
        keyGeneration: preamble.keyGeneration,
        handshakeHash: result.handshakeHash,
      },
    };
  }

  private refuse(code: ErrorCode, detail: string): never {
    this.output = encodeAnswer({ error: wireNumberOf(code), noiseBytes: 0 });
    throw new RelaisError(code, detail);
  }
}
