/**
 * One short session with fixed keys, byte by byte: the golden vectors of handshake, records and rekey, and the worked example of
 * docs/protocol.md. Keys like 0x11… are for this only.
 */
import { readSettings } from '../../../registry/index.js';
import {
  CHANNELS,
  encodeEcho,
  encodeEchoReply,
  keyPairOf,
  MessageType,
  partnerPsk,
  RECORD_OVERHEAD_BYTES,
  RecordOpener,
  recordBodyBytesAt,
  recordGenerationAt,
} from '../../wire/index.js';
import { Session } from '../index.js';
import { Recorder } from './linked-sessions.js';

export interface ExampleStep {
  readonly title: string;
  readonly from: 'initiator' | 'responder';
  readonly bytes: string;
  /** What is in the record once opened; empty for the handshake. */
  readonly body: string;
}

export interface WorkedExample {
  readonly inputs: Readonly<Record<string, string>>;
  readonly results: Readonly<Record<string, string>>;
  readonly steps: readonly ExampleStep[];
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const DAY = 20_000;
const TIME_US = 1_728_000_000_000_000;

/** Gives 32-byte values in turn, where a real session takes fresh randomness. */
const inTurn = (...bytes: number[]) => {
  const left = [...bytes];
  return (): Uint8Array => filled(left.shift() ?? 0);
};

export function workedExample(): WorkedExample {
  const inputs = {
    'initiator static private key': hex(filled(0x11)),
    'responder static private key': hex(filled(0x22)),
    'initiator static public key': hex(keyPairOf(filled(0x11)).publicKey),
    'responder static public key': hex(keyPairOf(filled(0x22)).publicKey),
    'initiator ephemeral private key': hex(filled(0x44)),
    'responder ephemeral private key': hex(filled(0x55)),
    'responder rekey private key': hex(filled(0x66)),
    'initiator rekey private key': hex(filled(0x77)),
    'partner seed': hex(filled(0x33)),
    day: `${DAY}`,
  };
  const limits = readSettings();
  const keys: string[] = [];
  const nowMs = 1_000;
  const atInitiator = new Recorder();
  const atResponder = new Recorder();
  const initiator = new Session({
    role: 'initiator',
    kind: 'partner',
    handler: atInitiator,
    limits,
    staticPrivateKey: filled(0x11),
    staticPublicKey: keyPairOf(filled(0x11)).publicKey,
    remoteStaticPublicKey: keyPairOf(filled(0x22)).publicKey,
    keyGeneration: DAY,
    psk: partnerPsk(filled(0x33), DAY),
    pskOf: (generation) => partnerPsk(filled(0x33), generation),
    expected: { name: 'paris', number: 1 },
    random: inTurn(0x44, 0x77),
    nowMs,
    keyLog: (line) => keys.push(line),
  });
  const responder = new Session({
    role: 'responder',
    handler: atResponder,
    limits,
    staticPrivateKey: filled(0x22),
    staticPublicKey: keyPairOf(filled(0x22)).publicKey,
    admit: () => ({ admitted: true, name: 'maker', number: 7, psk: partnerPsk(filled(0x33), DAY) }),
    random: inTurn(0x55, 0x66),
    nowMs,
  });

  const steps: ExampleStep[] = [];
  const go = (title: string, from: 'initiator' | 'responder', atMs = nowMs): void => {
    const [sender, receiver] = from === 'initiator' ? [initiator, responder] : [responder, initiator];
    sender.flush(atMs, (bytes) => {
      const isRecord = steps.length >= 2;
      steps.push({ title, from, bytes: hex(bytes), body: isRecord ? hex(openedBody(keys, from, bytes)) : '' });
      receiver.receive(bytes, atMs);
      return true;
    });
  };
  const send = (session: Session, encode: typeof encodeEcho, type: number, requestId: number): void => {
    const bytes = new Uint8Array(64);
    const length = encode({ requestId, timeUs: TIME_US }, bytes, new DataView(bytes.buffer), 0);
    session.send(CHANNELS.control, type, bytes, 0, length);
  };

  go('Flight 1: preamble, Noise message 1, mac1', 'initiator');
  go('Flight 2: answer, Noise message 2', 'responder');
  go('First record of the initiator: Credit for all channels, Beat', 'initiator');
  go('First record of the responder: Credit for all channels, Beat', 'responder');
  send(initiator, encodeEcho, MessageType.Echo, 7);
  go('Echo', 'initiator');
  send(responder, encodeEchoReply, MessageType.EchoReply, 7);
  go('EchoReply', 'responder');
  responder.rotateTransportKey(DAY + 1, partnerPsk(filled(0x33), DAY + 1));
  go('RekeyOffer', 'responder');
  go('RekeyAnswer, still under generation 0', 'initiator');
  send(responder, encodeEchoReply, MessageType.EchoReply, 8);
  go('The responder uses generation 1', 'responder');
  send(initiator, encodeEcho, MessageType.Echo, 9);
  go('The initiator, having seen that, uses it too', 'initiator');

  const results = {
    'psk of the day': hex(partnerPsk(filled(0x33), DAY)),
    'handshake hash': hex(atInitiator.peer?.handshakeHash ?? new Uint8Array(0)),
    ...Object.fromEntries(
      keys.map((line) => line.split(' ')).map(([, , generation, side, key = '']) => [`${side} key, generation ${generation}`, key]),
    ),
  };
  return { inputs, results, steps };
}

function openedBody(keyLog: readonly string[], from: string, record: Uint8Array): Uint8Array {
  const generation = recordGenerationAt(record, 0);
  const line = keyLog.find((entry) => entry.includes(` ${generation} ${from} `));
  const key = Buffer.from(line?.split(' ')[4] ?? '', 'hex');
  const body =
    record.length === recordBodyBytesAt(record, 0) + RECORD_OVERHEAD_BYTES ? new RecordOpener(generation, key).open(record, 0) : null;
  return body ?? new Uint8Array(0);
}
