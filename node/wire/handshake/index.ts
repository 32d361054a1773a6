/** The handshake: preamble, Noise, keys derived from it. Pure: randomness is passed in. */
export { dayNumberOf, partnerDayIsAcceptable, partnerPsk } from './partner-psk.js';
export { type Answer, decodeAnswer, decodePreamble, encodeAnswer, encodePreamble, mac1IsGood, mac1Of, type Preamble } from './preamble.js';
