import { describe, expect, test } from '@jest/globals';
import { CHANNELS } from '../wire/index.js';
import { LinkedSessions } from './testing/linked-sessions.js';

const rekeysOf = (link: LinkedSessions) =>
  [link.atInitiator, link.atResponder].map((side) => side.events.filter(({ type }) => type === 'rekey').length);

function sendBoth(link: LinkedSessions, number: number): void {
  const bytes = new Uint8Array(64);
  new DataView(bytes.buffer).setUint32(0, number, true);
  for (const session of [link.initiator, link.responder]) expect(session.send(CHANNELS.marketData, 16, bytes, 0, 64)).toBe(number + 1);
}

const allArrived = (link: LinkedSessions, count: number): void => {
  for (const side of [link.atInitiator, link.atResponder]) {
    expect(side.messages.map(({ bytes }) => new DataView(bytes.buffer).getUint32(0, true))).toEqual(
      Array.from({ length: count }, (_, index) => index),
    );
    expect(side.reason).toBeNull();
  }
};

describe('rekey', () => {
  test('under load, by time: no message lost, same session', () => {
    const link = new LinkedSessions({ settings: { sessionRekeyMs: 100 } }).established();
    for (let number = 0; number < 3_000; number += 1) {
      sendBoth(link, number);
      link.advance(1);
    }
    allArrived(link, 3_000);
    for (const count of rekeysOf(link)) expect(count).toBeGreaterThan(20);
    expect(link.atInitiator.count('damage') + link.atResponder.count('damage')).toBe(0);
  });

  test('by number of records', () => {
    const link = new LinkedSessions({ settings: { sessionRekeyRecords: 50 } }).established();
    for (let number = 0; number < 500; number += 1) {
      sendBoth(link, number);
      link.advance(1);
    }
    allArrived(link, 500);
    for (const count of rekeysOf(link)) expect(count).toBeGreaterThan(5);
  });

  test('waits for the initiator to learn the new transport key, while messages go on', () => {
    const link = new LinkedSessions().established();
    link.responder.rotateTransportKey(20_001, new Uint8Array(32).fill(9));
    for (let number = 0; number < 100; number += 1) {
      sendBoth(link, number);
      link.advance(1);
    }
    expect(rekeysOf(link)).toEqual([0, 0]);
    link.initiator.rotateTransportKey(20_001, new Uint8Array(32).fill(9));
    link.advance(50);
    expect(rekeysOf(link)).toEqual([1, 1]);
    allArrived(link, 100);
  });

  test('with different transport keys under one generation is found out as forgery', () => {
    const link = new LinkedSessions().established();
    link.initiator.rotateTransportKey(20_001, new Uint8Array(32).fill(1));
    link.responder.rotateTransportKey(20_001, new Uint8Array(32).fill(2));
    link.settle();
    link.advance(50);
    expect(link.atInitiator.reason?.code).toBe('RELAIS_E_RECORD_FORGED');
  });

  test('asks a partner to derive the psk of another day', () => {
    const asked: number[] = [];
    const link = new LinkedSessions({
      pskOf: (generation) => {
        asked.push(generation);
        return new Uint8Array(32).fill(generation);
      },
    }).established();
    link.responder.rotateTransportKey(20_001, new Uint8Array(32).fill(20_001));
    link.settle();
    link.advance(50);
    expect(rekeysOf(link)).toEqual([1, 1]);
    expect(new Set(asked)).toEqual(new Set([20_001]));
  });

  test('that the initiator never answers ends the session', () => {
    const link = new LinkedSessions({ settings: { sessionRekeyTimeoutMs: 5_000 } }).established();
    link.responder.rotateTransportKey(20_001, new Uint8Array(32).fill(9));
    link.advance(4_900);
    expect(link.atResponder.reason).toBeNull();
    link.advance(200);
    expect(link.atResponder.reason?.code).toBe('RELAIS_E_REKEY_TIMEOUT');
    expect(link.atInitiator.reason).toMatchObject({ code: 'RELAIS_E_REKEY_TIMEOUT', byPeer: true });
  });

  test('starts no third generation before the first has retired', () => {
    const link = new LinkedSessions({ settings: { sessionRekeyMs: 100 } }).established();
    let cut = false;
    link.onTheWay = (chunk, direction) => (cut && direction === 'toInitiator' ? [] : [chunk]);
    link.advance(99);
    cut = true;
    link.advance(3_000);
    expect(rekeysOf(link)[1]).toBeLessThanOrEqual(1);
    cut = false;
    link.advance(10_000, 5);
    for (const side of [link.atInitiator, link.atResponder]) {
      const order = side.events.filter(({ type }) => type === 'rekey' || type === 'retired').map(({ type }) => type);
      expect(order.length).toBeGreaterThan(10);
      expect(order.every((type, index) => index === 0 || type !== order[index - 1])).toBe(true);
      expect(side.reason).toBeNull();
    }
  });
});
