/** The handshake: preamble, Noise, keys derived from it. Pure: randomness is passed in. */
export { KeyRatchet, type RecordKeys } from './key-ratchet.js';
export { type HandshakeOptions, type HandshakeResult, NoiseHandshake, PATTERNS, type PatternName } from './noise.js';
export { dayNumberOf, partnerDayIsAcceptable, partnerPsk } from './partner-psk.js';
export { type Answer, decodeAnswer, decodePreamble, encodeAnswer, encodePreamble, mac1IsGood, mac1Of, type Preamble } from './preamble.js';
export { agree, type KeyPair, keyPairOf, staticKeyPair } from './x25519.js';
