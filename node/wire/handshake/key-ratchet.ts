/**
 * The secret from which later generations of record keys come. Each step wipes the value before it, so that keys of the past cannot be
 * made again from what is in memory, and mixes a fresh X25519 secret and the psk of the moment, so that keys of the future cannot be
 * made from it either.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { KEY_BYTES, RATCHET_LABEL, REKEY_LABEL } from '../spec.js';
import { sealWithNonce } from './symmetric-state.js';

export interface RecordKeys {
  readonly initiatorKey: Uint8Array;
  readonly responderKey: Uint8Array;
}

const ZEROS = new Uint8Array(KEY_BYTES);
const NO_BYTES = new Uint8Array(0);
const MAX_COUNTER = 2n ** 64n - 1n;

/** REKEY(k) of Noise (section 4.2): first 32 bytes of ENCRYPT(k, 2^64 − 1, "", zeros). Any Noise library can compute it. */
const noiseRekey = (key: Uint8Array): Uint8Array => sealWithNonce(key, MAX_COUNTER, NO_BYTES, ZEROS).subarray(0, KEY_BYTES);

export class KeyRatchet {
  private secret: Uint8Array;

  /** secret = HMAC-SHA256(key = handshake hash, "relais ratchet v1" | REKEY(initiator's key) | REKEY(responder's key)). */
  constructor(handshakeHash: Uint8Array, keys: RecordKeys) {
    const initiator = noiseRekey(keys.initiatorKey);
    const responder = noiseRekey(keys.responderKey);
    this.secret = createHmac('sha256', handshakeHash).update(RATCHET_LABEL).update(initiator).update(responder).digest();
    initiator.fill(0);
    responder.fill(0);
  }

  /**
   * Keys of the next generation: HKDF-SHA256 (RFC 5869) with input key = shared X25519 secret | psk, salt = the ratchet's secret,
   * info = "relais rekey v1" | generation (u32 little-endian), 96 bytes: next secret, initiator's key, responder's key.
   */
  step(generation: number, sharedSecret: Uint8Array, psk: Uint8Array): RecordKeys {
    const info = new Uint8Array(REKEY_LABEL.length + 4);
    Buffer.from(REKEY_LABEL, 'ascii').copy(info);
    new DataView(info.buffer).setUint32(REKEY_LABEL.length, generation, true);
    const input = Buffer.concat([sharedSecret, psk]);
    const made = new Uint8Array(hkdfSync('sha256', input, this.secret, info, 3 * KEY_BYTES));
    input.fill(0);
    this.secret.fill(0);
    this.secret = made.slice(0, KEY_BYTES);
    const keys = { initiatorKey: made.slice(KEY_BYTES, 2 * KEY_BYTES), responderKey: made.slice(2 * KEY_BYTES) };
    made.fill(0);
    return keys;
  }

  wipe(): void {
    this.secret.fill(0);
  }
}
