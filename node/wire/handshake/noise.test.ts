import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type HandshakeResult, NoiseHandshake, PATTERNS, type PatternName } from './noise.js';
import { sealWithNonce } from './symmetric-state.js';
import { keyPairOf } from './x25519.js';

interface Vector {
  protocol_name: string;
  init_prologue: string;
  init_psks?: string[];
  init_static?: string;
  init_ephemeral: string;
  init_remote_static?: string;
  resp_prologue: string;
  resp_psks?: string[];
  resp_static?: string;
  resp_ephemeral: string;
  resp_remote_static?: string;
  handshake_hash: string;
  messages: { payload: string; ciphertext: string }[];
}

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const patternOf = (name: string): PatternName => name.split('_')[1] as PatternName;

function side(vector: Vector, prefix: 'init' | 'resp'): NoiseHandshake {
  const ownStatic = vector[`${prefix}_static`];
  const remoteStatic = vector[`${prefix}_remote_static`];
  const psk = vector[`${prefix}_psks`]?.[0];
  return new NoiseHandshake({
    pattern: patternOf(vector.protocol_name),
    isInitiator: prefix === 'init',
    prologue: hex(vector[`${prefix}_prologue`]),
    ephemeral: keyPairOf(hex(vector[`${prefix}_ephemeral`])),
    ...(ownStatic === undefined ? {} : { ownStatic: keyPairOf(hex(ownStatic)) }),
    ...(remoteStatic === undefined ? {} : { remoteStatic: hex(remoteStatic) }),
    ...(psk === undefined ? {} : { psk: hex(psk) }),
  });
}

/** Runs a vector as a conversation of our two sides and compares every byte with it. */
function runVector(vector: Vector): void {
  const initiator = side(vector, 'init');
  const responder = side(vector, 'resp');
  let results: { own: HandshakeResult; peer: HandshakeResult } | null = null;
  const counters = { initiatorKey: 0n, responderKey: 0n };
  vector.messages.forEach(({ payload, ciphertext }, index) => {
    const [sender, receiver] = index % 2 === 0 ? [initiator, responder] : [responder, initiator];
    if (results === null) {
      const message = sender.write(hex(payload));
      expect(toHex(message)).toBe(ciphertext);
      expect(toHex(receiver.read(message))).toBe(payload);
      if (sender.isComplete) results = { own: sender.finish(), peer: receiver.finish() };
      return;
    }
    const key = index % 2 === 0 ? 'initiatorKey' : 'responderKey';
    expect(toHex(sealWithNonce(results.own[key], counters[key], new Uint8Array(0), hex(payload)))).toBe(ciphertext);
    counters[key] += 1n;
    expect(results.own[key]).toEqual(results.peer[key]);
    expect(toHex(results.own.handshakeHash)).toBe(vector.handshake_hash);
    expect(toHex(results.peer.handshakeHash)).toBe(vector.handshake_hash);
  });
  expect(results).not.toBeNull();
}

/** Without samples the golden vectors of a session (node/session/golden) remain; the run of the tests says that samples were missing. */
const samples = process.env.RELAIS_SAMPLES;
const file = samples === undefined ? null : path.join(samples, 'noise_25519_aesgcm_sha256.json');
const publicVectors: Vector[] = file !== null && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).vectors : [];

describe('Noise', () => {
  test('agrees with the public vectors of five patterns, both directions, where the samples are present', () => {
    for (const vector of publicVectors) runVector(vector);
    const names = publicVectors.map((vector) => patternOf(vector.protocol_name)).sort();
    expect([[], Object.keys(PATTERNS).sort()]).toContainEqual(names);
  });

  test('a public key of small order is refused', () => {
    const own = keyPairOf(new Uint8Array(32).fill(7));
    const initiator = new NoiseHandshake({
      pattern: 'IK',
      isInitiator: true,
      prologue: new Uint8Array(0),
      ephemeral: own,
      ownStatic: own,
      remoteStatic: new Uint8Array(32),
    });
    expect(() => initiator.write(new Uint8Array(0))).toThrow('RELAIS_E_HANDSHAKE_FAILED');
  });
});
