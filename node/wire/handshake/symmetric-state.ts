import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey } from 'node:crypto';
import { RelaisError } from '../../../registry/index.js';
import { KEY_BYTES, RECORD_TAG_BYTES } from '../spec.js';

const NO_BYTES = new Uint8Array(0);

/** HKDF of Noise (revision 34, section 4.3): 2 or 3 outputs of 32 bytes. Equals RFC 5869 with an empty info. */
export function noiseHkdf(chainingKey: Uint8Array, input: Uint8Array, outputs: 2 | 3): Uint8Array[] {
  const extracted = createHmac('sha256', chainingKey).update(input).digest();
  const made: Uint8Array[] = [];
  for (let counter = 1; counter <= outputs; counter += 1) {
    const before = made[counter - 2] ?? NO_BYTES;
    made.push(createHmac('sha256', extracted).update(before).update(Uint8Array.of(counter)).digest());
  }
  extracted.fill(0);
  return made;
}

/** Nonce of AESGCM in Noise (section 12.4): four zero bytes, then the counter as u64 big-endian. */
export function noiseNonce(counter: bigint): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, counter);
  return nonce;
}

/** AES-256-GCM; gives ciphertext and tag in one piece. */
export function sealWithNonce(key: Uint8Array, counter: bigint, aad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), noiseNonce(counter));
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** null: the tag is wrong. */
export function openWithNonce(key: Uint8Array, counter: bigint, aad: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  const at = sealed.length - RECORD_TAG_BYTES;
  if (at < 0) return null;
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), noiseNonce(counter));
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(at));
  const plaintext = decipher.update(sealed.subarray(0, at));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    return null;
  }
  return plaintext;
}

/** SymmetricState of Noise (section 5.2), with its CipherState. */
export class SymmetricState {
  hash: Uint8Array;
  private chainingKey: Uint8Array;
  private key: Uint8Array | null = null;
  private nonce = 0n;

  constructor(protocolName: string) {
    const name = Buffer.from(protocolName, 'ascii');
    if (name.length <= KEY_BYTES) this.hash = Buffer.concat([name, new Uint8Array(KEY_BYTES - name.length)]);
    else this.hash = createHash('sha256').update(name).digest();
    this.chainingKey = this.hash.slice();
  }

  mixHash(data: Uint8Array): void {
    this.hash = createHash('sha256').update(this.hash).update(data).digest();
  }

  mixKey(input: Uint8Array): void {
    const [chainingKey, key] = noiseHkdf(this.chainingKey, input, 2) as [Uint8Array, Uint8Array];
    this.step(chainingKey, key);
  }

  mixKeyAndHash(input: Uint8Array): void {
    const [chainingKey, toHash, key] = noiseHkdf(this.chainingKey, input, 3) as [Uint8Array, Uint8Array, Uint8Array];
    this.step(chainingKey, key);
    this.mixHash(toHash);
  }

  encryptAndHash(plaintext: Uint8Array): Uint8Array {
    const out = this.key === null ? plaintext : sealWithNonce(this.key, this.nonce++, this.hash, plaintext);
    this.mixHash(out);
    return out;
  }

  /** Errors: RELAIS_E_HANDSHAKE_FAILED. */
  decryptAndHash(data: Uint8Array): Uint8Array {
    const out = this.key === null ? data : openWithNonce(this.key, this.nonce++, this.hash, data);
    if (out === null) throw new RelaisError('RELAIS_E_HANDSHAKE_FAILED', 'bad tag');
    this.mixHash(data);
    return out;
  }

  get overheadBytes(): number {
    return this.key === null ? 0 : RECORD_TAG_BYTES;
  }

  /** Two keys: initiator to responder, responder to initiator. Wipes the state. */
  split(): [Uint8Array, Uint8Array] {
    const keys = noiseHkdf(this.chainingKey, NO_BYTES, 2) as [Uint8Array, Uint8Array];
    this.step(new Uint8Array(0), new Uint8Array(0));
    return keys;
  }

  private step(chainingKey: Uint8Array, key: Uint8Array): void {
    this.chainingKey.fill(0);
    this.key?.fill(0);
    this.chainingKey = chainingKey;
    this.key = key;
    this.nonce = 0n;
  }
}
