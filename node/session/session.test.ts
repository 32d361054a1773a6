import { describe, expect, test } from '@jest/globals';
import { CHANNELS } from '../wire/index.js';
import { LinkedSessions } from './testing/linked-sessions.js';

const numbered = (number: number, length: number): Uint8Array => {
  const bytes = new Uint8Array(length).fill(number & 0xff);
  new DataView(bytes.buffer).setUint32(0, number, true);
  return bytes;
};
const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

describe('a session', () => {
  test('tells both sides who the other is', () => {
    const link = new LinkedSessions().established();
    expect(link.atResponder.peer).toMatchObject({ kind: 'partner', name: 'maker', number: 7, keyGeneration: 20_000 });
    expect(link.atInitiator.peer).toMatchObject({ kind: 'node', name: 'paris', number: 1 });
    expect(link.atInitiator.peer?.handshakeHash).toEqual(link.atResponder.peer?.handshakeHash);
  });

  test('delivers messages of all sizes once and in order, with the sequence that send gave', () => {
    const link = new LinkedSessions().established();
    const sent: number[] = [];
    for (const length of [4, 64, 64, 64, 4_086, 4_087, 20_000, 300_000, 64]) {
      sent.push(link.initiator.send(CHANNELS.marketData, 16, numbered(sent.length, length), 0, length));
    }
    link.settle();
    const got = link.atResponder.messages;
    expect(got.map(({ bytes }) => bytes.length)).toEqual([4, 64, 64, 64, 4_086, 4_087, 20_000, 300_000, 64]);
    expect(got.map(({ bytes }) => numberOf(bytes))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(got.map(({ seq }) => seq)).toEqual(sent);
  });

  test('says how far the peer has each channel', () => {
    const link = new LinkedSessions().established();
    link.initiator.send(CHANNELS.orders, 32, numbered(1, 88), 0, 88);
    const last = link.initiator.send(CHANNELS.orders, 32, numbered(2, 88), 0, 88);
    link.settle();
    link.advance(10);
    expect(link.atInitiator.acknowledgedSeqs.get(CHANNELS.orders)).toBe(last);
  });

  test('ends orderly only after everything queued has arrived', () => {
    const link = new LinkedSessions().established();
    for (let number = 0; number < 1_000; number += 1) link.initiator.send(CHANNELS.book, 18, numbered(number, 1_000), 0, 1_000);
    link.initiator.close(null, 'done');
    link.settle();
    link.advance(50);
    expect(link.atResponder.messages).toHaveLength(1_000);
    expect(link.atResponder.reason).toEqual({ code: null, detail: 'done', byPeer: true });
    expect(link.atInitiator.reason).toEqual({ code: null, detail: 'done', byPeer: false });
    expect(link.atInitiator.closedCalls + link.atResponder.closedCalls).toBe(2);
  });
});
