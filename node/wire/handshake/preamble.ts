/**
 * First bytes of a connection, before anything is encrypted. They let a responder refuse at the cost of one HMAC what is not for it:
 * another protocol, another version, an unknown key generation, or someone who does not even know the public key that is dialled (mac1,
 * after WireGuard: Donenfeld, NDSS 2017, section 5.4.4).
 *
 * Flight 1, initiator to responder:  preamble (16 bytes) | Noise message 1 | mac1 (16 bytes)
 * Flight 2, responder to initiator:  answer (8 bytes)    | Noise message 2, if accepted
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  ANSWER_ACCEPTED,
  ANSWER_BYTES,
  ANSWER_MAGIC,
  ANSWER_REFUSED,
  MAC1_BYTES,
  MAC1_LABEL,
  PEER_KIND_NODE,
  PEER_KIND_PARTNER,
  PREAMBLE_BYTES,
  PREAMBLE_MAGIC,
  PROTOCOL_VERSION,
} from '../spec.js';

export interface Preamble {
  readonly version: number;
  /** null: a kind that this version does not know. */
  readonly kind: 'node' | 'partner' | null;
  /** Transport key generation (nodes) or UTC day number (partners). */
  readonly keyGeneration: number;
  /** Bytes of Noise message 1. */
  readonly noiseBytes: number;
}

export function encodePreamble({
  kind,
  keyGeneration,
  noiseBytes,
}: {
  kind: 'node' | 'partner';
  keyGeneration: number;
  noiseBytes: number;
}) {
  const bytes = new Uint8Array(PREAMBLE_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, PREAMBLE_MAGIC, true);
  view.setUint8(4, PROTOCOL_VERSION);
  view.setUint8(5, kind === 'node' ? PEER_KIND_NODE : PEER_KIND_PARTNER);
  view.setUint32(8, keyGeneration, true);
  view.setUint16(12, noiseBytes, true);
  return bytes;
}

/** null: these bytes are not the beginning of a connection of this protocol. */
export function decodePreamble(bytes: Uint8Array): Preamble | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PREAMBLE_BYTES || view.getUint32(0, true) !== PREAMBLE_MAGIC) return null;
  const kind = view.getUint8(5);
  return {
    version: view.getUint8(4),
    kind: kind === PEER_KIND_NODE ? 'node' : kind === PEER_KIND_PARTNER ? 'partner' : null,
    keyGeneration: view.getUint32(8, true),
    noiseBytes: view.getUint16(12, true),
  };
}

/** HMAC-SHA256 with key SHA-256("relais mac1 v1" | public key of the responder) over everything before it, first 16 bytes. */
export function mac1Of(responderPublicKey: Uint8Array, before: Uint8Array): Uint8Array {
  const key = createHash('sha256').update(MAC1_LABEL).update(responderPublicKey).digest();
  return createHmac('sha256', key).update(before).digest().subarray(0, MAC1_BYTES);
}

/** `flight` is the whole of flight 1. */
export function mac1IsGood(responderPublicKey: Uint8Array, flight: Uint8Array): boolean {
  if (flight.length < MAC1_BYTES) return false;
  const at = flight.length - MAC1_BYTES;
  return timingSafeEqual(mac1Of(responderPublicKey, flight.subarray(0, at)), flight.subarray(at));
}

/** `error` 0: accepted, Noise message 2 of `noiseBytes` follows. Otherwise the wire number of the coded error, and nothing follows. */
export interface Answer {
  readonly version: number;
  readonly error: number;
  readonly noiseBytes: number;
}

export function encodeAnswer({ error, noiseBytes }: { error: number; noiseBytes: number }): Uint8Array {
  const bytes = new Uint8Array(ANSWER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, ANSWER_MAGIC, true);
  view.setUint8(2, PROTOCOL_VERSION);
  view.setUint8(3, error === 0 ? ANSWER_ACCEPTED : ANSWER_REFUSED);
  view.setUint16(4, error, true);
  view.setUint16(6, noiseBytes, true);
  return bytes;
}

/** null: these bytes are not an answer of this protocol. */
export function decodeAnswer(bytes: Uint8Array): Answer | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < ANSWER_BYTES || view.getUint16(0, true) !== ANSWER_MAGIC) return null;
  const status = view.getUint8(3);
  const error = view.getUint16(4, true);
  const noiseBytes = view.getUint16(6, true);
  if (status === ANSWER_ACCEPTED ? error !== 0 : status !== ANSWER_REFUSED || error === 0 || noiseBytes !== 0) return null;
  return { version: view.getUint8(2), error, noiseBytes };
}
