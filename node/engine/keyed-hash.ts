/**
 * HalfSipHash-1-3 with 32 bits of output (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012, in its variant for 32-bit words):
 * who does not know the key cannot choose ids that collide, so a partner cannot make the tables slow. The key is not part of the state.
 */
export interface HashKey {
  readonly low: number;
  readonly high: number;
}

/** Hash of `prefix` (16 bits) and `length` bytes from `at`, as a signed 32-bit number. */
export function keyedHash(key: HashKey, prefix: number, bytes: Uint8Array, at: number, length: number): number {
  let v0 = key.low | 0;
  let v1 = key.high | 0;
  let v2 = 0x6c796765 ^ v0;
  let v3 = 0x74656462 ^ v1;
  const end = at + length;
  let position = at;
  let word = prefix | (length << 16);
  // One compression round a word, three at the end (marked by the flag in v2), as the numbers of the name say.
  for (let last = 0; last < 4; ) {
    if (last === 0) v3 ^= word;
    else if (last === 1) v2 ^= 0xff;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    if (last === 0) v0 ^= word;
    if (last > 0 || position >= end) {
      last += 1;
    } else {
      word = 0;
      for (let shift = 0; shift < 32 && position < end; shift += 8, position += 1) word |= (bytes[position] as number) << shift;
    }
  }
  return v1 ^ v3;
}

/** Starting value of a fingerprint. */
export const FINGERPRINT_SEED = 0x2545f491;

/** Mixes a whole number into a fingerprint (32-bit finaliser of MurmurHash3, Appleby, public domain). Not keyed: it is part of the state. */
export function mixNumber(fingerprint: number, value: number): number {
  return mixWord(mixWord(fingerprint, value | 0), Math.floor(value / 4_294_967_296) | 0);
}

export function mixBytes(fingerprint: number, bytes: Uint8Array, at: number, length: number): number {
  let mixed = mixWord(fingerprint, length);
  for (let index = at; index < at + length; index += 1) mixed = mixWord(mixed, bytes[index] as number);
  return mixed;
}

function mixWord(fingerprint: number, word: number): number {
  let mixed = Math.imul(fingerprint ^ word, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
