import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partnerDayIsAcceptable } from '../wire/index.js';
import { LinkedSessions } from './testing/linked-sessions.js';

const both = (link: LinkedSessions) => [link.atInitiator.reason?.code, link.atResponder.reason?.code];

describe('a handshake', () => {
  test('works however its bytes are cut', () => {
    const link = new LinkedSessions();
    link.onTheWay = (chunk) => Array.from(chunk, (byte) => Uint8Array.of(byte));
    link.settle();
    expect([link.initiator.state, link.responder.state]).toEqual(['established', 'established']);
  });

  test('with the wrong psk ends on the side that dialled, and the other learns nothing', () => {
    const link = new LinkedSessions({ initiatorPsk: new Uint8Array(32) }).established();
    expect(both(link)[0]).toBe('RELAIS_E_HANDSHAKE_FAILED');
    expect(link.atResponder.peer).toBeNull();
    link.advance(6_000);
    expect(both(link)[1]).toBe('RELAIS_E_HANDSHAKE_TIMEOUT');
  });

  test('that is refused before any cryptography says why', () => {
    const link = new LinkedSessions({ precheck: () => 'RELAIS_E_KEY_GENERATION_UNKNOWN' }).established();
    expect(both(link)).toEqual(['RELAIS_E_KEY_GENERATION_UNKNOWN', 'RELAIS_E_KEY_GENERATION_UNKNOWN']);
    expect(link.atInitiator.reason?.byPeer).toBe(true);
  });

  test('of an unknown key is refused after message 1, and says why', () => {
    const link = new LinkedSessions({ admit: () => ({ admitted: false, code: 'RELAIS_E_PEER_UNKNOWN', detail: '' }) }).established();
    expect(both(link)).toEqual(['RELAIS_E_PEER_UNKNOWN', 'RELAIS_E_PEER_UNKNOWN']);
  });

  test('with any one byte changed establishes nothing, and admits nobody when flight 1 was changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 131 + 60 }), fc.integer({ min: 1, max: 255 }), (where, flip) => {
        let admitted = 0;
        const admit = () => {
          admitted += 1;
          return { admitted: false as const, code: 'RELAIS_E_PEER_UNKNOWN' as const, detail: '' };
        };
        const link = where < 132 ? new LinkedSessions({ admit }) : new LinkedSessions();
        let at = 0;
        link.onTheWay = (chunk) => {
          if (where >= at && where < at + chunk.length) chunk[where - at] = (chunk[where - at] as number) ^ flip;
          at += chunk.length;
          return [chunk];
        };
        link.settle();
        link.advance(6_000, 1_000);
        expect(admitted).toBe(0);
        expect(link.atResponder.peer).toBeNull();
        expect(link.initiator.state).toBe('closed');
        expect(link.responder.state).toBe('closed');
      }),
      { numRuns: 60 },
    );
  });

  test('made of any bytes ends in a coded error, or waits for more until it times out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, beginsWell) => {
        const link = new LinkedSessions();
        const start = beginsWell ? Uint8Array.from([0x52, 0x4c, 0x49, 0x53, 1, 2, 0, 0]) : new Uint8Array(0);
        link.responder.receive(Buffer.concat([start, bytes]), link.nowMs);
        link.responder.tick(link.nowMs + 5_000);
        expect(link.responder.state).toBe('closed');
        expect(link.atResponder.closedCalls).toBe(1);
        link.initiator.receive(Buffer.concat([start.subarray(0, 2), bytes]), link.nowMs);
        link.initiator.tick(link.nowMs + 5_000);
        expect(link.initiator.state).toBe('closed');
      }),
      { numRuns: 60 },
    );
  });

  test('replayed word for word establishes nothing', () => {
    const recorded: Uint8Array[] = [];
    const first = new LinkedSessions();
    first.onTheWay = (chunk, direction) => {
      if (direction === 'toResponder') recorded.push(chunk.slice());
      return [chunk];
    };
    first.settle();
    const second = new LinkedSessions({ seed: 2 });
    for (const chunk of recorded) second.responder.receive(chunk, second.nowMs);
    expect(second.responder.state).not.toBe('established');
    expect(second.atResponder.peer).toBeNull();
  });

  test('that stands half open is given up in time', () => {
    const link = new LinkedSessions();
    link.onTheWay = () => [];
    link.settle();
    link.advance(4_999);
    expect(both(link)).toEqual([undefined, undefined]);
    link.advance(1);
    expect(both(link)).toEqual(['RELAIS_E_HANDSHAKE_TIMEOUT', 'RELAIS_E_HANDSHAKE_TIMEOUT']);
  });

  test('of a partner names today, or a neighbour around midnight', () => {
    const midnightUs = 20_000 * 86_400_000_000;
    const minuteUs = 60_000_000;
    expect(partnerDayIsAcceptable(20_000, midnightUs + 600 * minuteUs)).toBe(true);
    expect(partnerDayIsAcceptable(19_999, midnightUs + 10 * minuteUs)).toBe(true);
    expect(partnerDayIsAcceptable(20_000, midnightUs - 10 * minuteUs)).toBe(true);
    expect(partnerDayIsAcceptable(19_999, midnightUs + 600 * minuteUs)).toBe(false);
    expect(partnerDayIsAcceptable(20_001, midnightUs + 600 * minuteUs)).toBe(false);
  });
});

describe('an established session', () => {
  test('beats while idle, and is alive after an hour', () => {
    const link = new LinkedSessions({ settings: { sessionRekeyMs: 600_000 } }).established();
    link.advance(3_600_000, 50);
    expect(both(link)).toEqual([undefined, undefined]);
    expect(link.atResponder.count('rekey')).toBeGreaterThanOrEqual(5);
  });

  test('takes a silent peer for gone, but blames itself first when it overslept', () => {
    const link = new LinkedSessions().established();
    link.onTheWay = () => [];
    link.advance(9_000);
    expect(link.atResponder.reason).toBeNull();
    link.responder.tick(link.nowMs + 60_000);
    expect(link.atResponder.reason).toBeNull();
    link.advance(75_000);
    expect(link.atResponder.reason?.code).toBe('RELAIS_E_PEER_SILENT');
  });

  test('ends at once when its connection is gone, and says so once', () => {
    const link = new LinkedSessions().established();
    link.initiator.disconnected('RELAIS_E_CONNECTION_LOST', 'reset');
    link.initiator.disconnected('RELAIS_E_CONNECTION_LOST', 'reset');
    link.initiator.close(null, '');
    expect(link.atInitiator.reason).toEqual({ code: 'RELAIS_E_CONNECTION_LOST', detail: 'reset', byPeer: false });
    expect(link.atInitiator.closedCalls).toBe(1);
    expect(link.initiator.send(1, 16, new Uint8Array(8), 0, 8)).toBe(0);
    expect(link.initiator.nextTickMs).toBe(Number.POSITIVE_INFINITY);
  });
});
