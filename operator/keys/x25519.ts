/** X25519 key pairs as raw bytes. The randomness comes from outside. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { assert } from '../../registry/index.js';

/** PrivateKeyInfo of an X25519 key up to its 32 bytes (RFC 8410 section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const KEY_BYTES = 32;

/** Public key (32 bytes) of a private key (32 bytes, any value: clamping is part of X25519). */
export function x25519PublicKey(privateKey: Uint8Array): Uint8Array {
  assert(privateKey.length === KEY_BYTES, 'RELAIS_E_INTERNAL', 'A private key has 32 bytes.');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, privateKey]), format: 'der', type: 'pkcs8' });
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(der.subarray(der.length - KEY_BYTES));
}
