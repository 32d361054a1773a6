import { describe, expect, test } from '@jest/globals';
import { CHANNELS, PassiveDecoder, type PassiveSink, parseKeyLogLine, type SeenHandshake, type SeenRecord } from '../wire/index.js';
import { LinkedSessions } from './testing/linked-sessions.js';

class Seen implements PassiveSink {
  handshakes: SeenHandshake[] = [];
  records: SeenRecord[] = [];
  messages: { channel: number; type: number; seq: number; length: number }[] = [];
  damages = 0;
  handshake(handshake: SeenHandshake): void {
    this.handshakes.push(handshake);
  }
  record(record: SeenRecord): void {
    this.records.push(record);
  }
  frame(): void {}
  message(channel: number, type: number, seq: number, _bytes: Uint8Array, _view: DataView, _at: number, length: number): void {
    this.messages.push({ channel, type, seq, length });
  }
  damage(): void {
    this.damages += 1;
  }
}

/** A conversation with a rekey and a large message in it, as captured from the initiator, and its key log. */
function captured(): { stream: Uint8Array; lines: string[]; answer: Uint8Array } {
  const lines: string[] = [];
  const chunks: Uint8Array[] = [];
  const answers: Uint8Array[] = [];
  const link = new LinkedSessions({ keyLog: (line) => lines.push(line) });
  link.onTheWay = (chunk, direction) => {
    (direction === 'toResponder' ? chunks : answers).push(chunk.slice());
    return [chunk];
  };
  link.established();
  link.initiator.send(CHANNELS.orders, 32, new Uint8Array(88), 0, 88);
  link.settle();
  for (const session of [link.initiator, link.responder]) session.rotateTransportKey(20_001, new Uint8Array(32).fill(1));
  link.settle();
  link.advance(20);
  link.initiator.send(CHANNELS.book, 18, new Uint8Array(10_000), 0, 10_000);
  link.settle();
  return { stream: Buffer.concat(chunks), lines, answer: Buffer.concat(answers) };
}

const decode = (side: 'initiator' | 'responder', stream: Uint8Array, lines: string[]): Seen => {
  const seen = new Seen();
  const decoder = new PassiveDecoder(side, seen);
  for (const line of lines) {
    const entry = parseKeyLogLine(line);
    if (entry !== null) decoder.addKey(entry);
  }
  for (let at = 0; at < stream.length; at += 777) decoder.receive(stream.subarray(at, at + 777));
  return seen;
};

describe('a capture', () => {
  test('is read with its key log, across a rekey', () => {
    const { stream, lines, answer } = captured();
    const seen = decode('initiator', stream, [...lines, '', '# not a key', 'RELAIS torn']);
    expect(seen.handshakes).toMatchObject([{ side: 'initiator', version: 1, kind: 'partner', keyGeneration: 20_000 }]);
    expect(seen.records.every(({ outcome }) => outcome === 'opened')).toBe(true);
    expect(seen.records.at(-1)?.generationByte).toBe(1);
    const application = seen.messages.filter(({ seq }) => seq > 0);
    expect(application).toEqual([
      { channel: CHANNELS.orders, type: 32, seq: 1, length: 88 },
      { channel: CHANNELS.book, type: 18, seq: 3, length: 10_000 },
    ]);
    expect(seen.damages).toBe(0);
    expect(decode('responder', answer, lines).records.every(({ outcome }) => outcome === 'opened')).toBe(true);
  });

  test('without keys, or cut in at any place, still shows its records', () => {
    const { stream, lines } = captured();
    const closed = decode('initiator', stream, []);
    expect(closed.records.length).toBeGreaterThan(3);
    expect(closed.records.every(({ outcome }) => outcome === 'noKey')).toBe(true);
    const middle = decode('initiator', stream.subarray(150), lines);
    expect(middle.handshakes).toEqual([]);
    expect(middle.records.at(-1)?.outcome).toBe('opened');
  });
});
