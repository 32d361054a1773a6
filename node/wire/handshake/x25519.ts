/** X25519 (RFC 7748) on node:crypto, raw 32-byte keys in and out. */
import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { RelaisError } from '../../../registry/index.js';
import { KEY_BYTES } from '../spec.js';

/** DER of PKCS #8 and SubjectPublicKeyInfo up to the key itself (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
}

function der(prefix: Uint8Array, raw: Uint8Array): Buffer {
  if (raw.length !== KEY_BYTES) throw new RelaisError('RELAIS_E_CONFIGURATION', `an X25519 key has 32 bytes, not ${raw.length}`);
  return Buffer.concat([prefix, raw]);
}

const importPrivate = (raw: Uint8Array): KeyObject => createPrivateKey({ key: der(PRIVATE_PREFIX, raw), format: 'der', type: 'pkcs8' });
const importPublic = (raw: Uint8Array): KeyObject => createPublicKey({ key: der(PUBLIC_PREFIX, raw), format: 'der', type: 'spki' });

/** A pair from its private key; the public key is computed, which costs as much as a key agreement. */
export function keyPairOf(rawPrivateKey: Uint8Array): KeyPair {
  const privateKey = importPrivate(rawPrivateKey);
  const publicDer = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: new Uint8Array(publicDer.subarray(PUBLIC_PREFIX.length)) };
}

/** Static keys are the same for every session of a process: their import is remembered, weakly, by the array that holds them. */
const staticPairs = new WeakMap<Uint8Array, KeyPair>();

export function staticKeyPair(rawPrivateKey: Uint8Array, rawPublicKey: Uint8Array): KeyPair {
  const known = staticPairs.get(rawPrivateKey);
  if (known !== undefined) return known;
  const pair = { privateKey: importPrivate(rawPrivateKey), publicKey: rawPublicKey };
  staticPairs.set(rawPrivateKey, pair);
  return pair;
}

/**
 * Shared secret, 32 bytes. Errors: RELAIS_E_HANDSHAKE_FAILED for a public key of small order, whose result would be all zeros.
 */
export function agree(own: KeyPair, rawRemotePublicKey: Uint8Array): Uint8Array {
  try {
    return diffieHellman({ privateKey: own.privateKey, publicKey: importPublic(rawRemotePublicKey) });
  } catch (error) {
    if (error instanceof RelaisError) throw error;
    throw new RelaisError('RELAIS_E_HANDSHAKE_FAILED', 'invalid public key', { cause: error });
  }
}
