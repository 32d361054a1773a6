import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CHANNELS,
  encodeAck,
  encodeRekeyAnswer,
  MessageType,
  RECORD_OVERHEAD_BYTES,
  RecordSealer,
  writeMessageCrc,
} from '../wire/index.js';
import { type Direction, LinkedSessions, type LinkOptions } from './testing/linked-sessions.js';

/** A frame with any header. */
function frame(
  header: { length?: number; channel?: number; type?: number; flags?: number; count?: number; seq?: number },
  payload: Uint8Array,
) {
  const bytes = new Uint8Array(10 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, header.length ?? payload.length, true);
  view.setUint8(2, header.channel ?? CHANNELS.orders);
  view.setUint8(3, header.type ?? 32);
  view.setUint8(4, header.flags ?? 0);
  view.setUint8(5, header.count ?? 1);
  view.setUint32(6, header.seq ?? 1, true);
  bytes.set(payload, 10);
  return bytes;
}

function sessionFrame<T>(type: number, encode: (value: T, bytes: Uint8Array, view: DataView, at: number) => number, value: T): Uint8Array {
  const bytes = new Uint8Array(700);
  const length = encode(value, bytes, new DataView(bytes.buffer), 0);
  return frame({ channel: CHANNELS.control, type, seq: 0 }, bytes.subarray(0, length));
}

/** An established link whose initiator's key is known, so that the test can speak in its place. */
class HostileInitiator {
  readonly link: LinkedSessions;
  private readonly sealer: RecordSealer;
  private number = 2;
  constructor(options: LinkOptions = {}) {
    const lines: string[] = [];
    this.link = new LinkedSessions({ ...options, keyLog: (line) => lines.push(line) }).established();
    const key = lines.find((line) => line.includes(' 0 initiator '))?.split(' ')[4] ?? '';
    this.sealer = new RecordSealer(0, Buffer.from(key, 'hex'));
  }
  record(body: Uint8Array, number = this.number++): Uint8Array {
    const bytes = new Uint8Array(body.length + RECORD_OVERHEAD_BYTES);
    this.sealer.seal(number, body, bytes, new DataView(bytes.buffer), 0);
    return bytes;
  }
  say(body: Uint8Array, number?: number): this {
    this.link.responder.receive(this.record(body, number), this.link.nowMs);
    this.link.settle();
    return this;
  }
  get reason() {
    return this.link.atResponder.reason?.code;
  }
}

const PAYLOAD = new Uint8Array(20).fill(1);
const capture = (link: LinkedSessions): Record<Direction, Uint8Array[]> => {
  const seen: Record<Direction, Uint8Array[]> = { toResponder: [], toInitiator: [] };
  link.onTheWay = (chunk, direction) => {
    seen[direction].push(chunk.slice());
    return [chunk];
  };
  return seen;
};

describe('an authentic peer that breaks the rules loses its session, and is told why', () => {
  test.each([
    ['half a frame header', Uint8Array.of(1, 2, 3), 'RELAIS_E_FRAME_MALFORMED'],
    ['a frame longer than its record', frame({ length: 4_000 }, PAYLOAD), 'RELAIS_E_FRAME_MALFORMED'],
    ['a frame of no messages', frame({ count: 0 }, PAYLOAD), 'RELAIS_E_FRAME_MALFORMED'],
    ['a message of no bytes', frame({}, new Uint8Array(0)), 'RELAIS_E_FRAME_MALFORMED'],
    ['a reserved flag', frame({ flags: 0x04 }, PAYLOAD), 'RELAIS_E_FRAME_UNSUPPORTED'],
    ['a channel that does not exist', frame({ channel: 7 }, PAYLOAD), 'RELAIS_E_FRAME_UNSUPPORTED'],
    [
      'an unknown session message',
      frame({ channel: 0, type: 9, seq: 0 }, new Uint8Array([1, 0x1b, 0xdf, 0x05, 0xa5])),
      'RELAIS_E_FRAME_UNSUPPORTED',
    ],
    ['a session message with a bad CRC32', frame({ channel: 0, type: 1, seq: 0 }, PAYLOAD), 'RELAIS_E_MESSAGE_CRC'],
    ['a sequence ahead of its turn', frame({ seq: 2 }, PAYLOAD), 'RELAIS_E_FRAME_MALFORMED'],
    ['a sequence behind its turn', frame({ seq: 0 }, PAYLOAD), 'RELAIS_E_FRAME_MALFORMED'],
    ['a last fragment without a first', frame({ flags: 0x02 }, PAYLOAD), 'RELAIS_E_FRAME_MALFORMED'],
    [
      'an acknowledgement of what was never sent',
      sessionFrame(MessageType.Ack, encodeAck, { acknowledged: 99, delayUs: 0 }),
      'RELAIS_E_RECORD_UNEXPECTED',
    ],
    [
      'an answer to no offer',
      sessionFrame(MessageType.RekeyAnswer, encodeRekeyAnswer, { generation: 1, publicKey: 'ab'.repeat(32) }),
      'RELAIS_E_REKEY_FAILED',
    ],
  ])('%s', (_what, body, code) => {
    const hostile = new HostileInitiator().say(body);
    expect(hostile.reason).toBe(code);
    expect(hostile.link.atInitiator.reason).toMatchObject({ code, byPeer: true });
  });

  test('a message that never ends', () => {
    const hostile = new HostileInitiator({ settings: { sessionMessageBytes: 20_000, sessionCreditBytes: 1_000_000 } });
    for (let seq = 1; seq <= 6; seq += 1) hostile.say(frame({ flags: seq === 1 ? 0x01 : 0x03, seq }, new Uint8Array(4_000)));
    expect(hostile.reason).toBe('RELAIS_E_MESSAGE_TOO_LARGE');
  });

  test('more than its credit', () => {
    const hostile = new HostileInitiator({ settings: { sessionCreditBytes: 65_536 } });
    // It renews credit in its flushes; without them what was granted at first must do.
    hostile.link.responder.flush = () => {};
    for (let seq = 1; seq <= 80 && hostile.link.responder.state === 'established'; seq += 1)
      hostile.say(frame({ seq }, new Uint8Array(4_000)));
    expect(hostile.link.responder.state).toBe('closing');
    expect(hostile.link.atResponder.messages.length).toBeLessThan(40);
  });

  test('a record number beyond the window', () => {
    expect(new HostileInitiator().say(frame({}, PAYLOAD), 9_000).reason).toBe('RELAIS_E_RECORD_UNEXPECTED');
  });

  test('any body at all: a coded reason or none, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (body) => {
        const hostile = new HostileInitiator().say(body);
        expect(hostile.reason === undefined || hostile.reason?.startsWith('RELAIS_E_')).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('a message CRC32 is what the session checks of its own messages', () => {
    const bytes = new Uint8Array(17);
    bytes[0] = 13;
    writeMessageCrc(bytes, new DataView(bytes.buffer), 0, 17);
    expect(new HostileInitiator().say(frame({ channel: 0, type: 1, seq: 0 }, bytes)).reason).toBeUndefined();
  });
});

describe('someone on the way', () => {
  test('who writes a record of his own ends the session as forgery', () => {
    const { link } = new HostileInitiator();
    const bytes = new Uint8Array(60 + RECORD_OVERHEAD_BYTES);
    new RecordSealer(0, new Uint8Array(32)).seal(2, new Uint8Array(60), bytes, new DataView(bytes.buffer), 0);
    link.responder.receive(bytes, link.nowMs);
    link.settle();
    expect(link.atResponder.reason?.code).toBe('RELAIS_E_RECORD_FORGED');
    expect(link.atResponder.count('forgery')).toBe(1);
    expect(link.atResponder.messages).toEqual([]);
  });

  test('who replays records gains nothing', () => {
    const link = new LinkedSessions().established();
    const seen = capture(link);
    link.initiator.send(CHANNELS.orders, 32, PAYLOAD, 0, PAYLOAD.length);
    link.settle();
    for (const chunk of seen.toResponder.slice()) link.responder.receive(chunk, link.nowMs);
    link.advance(10);
    expect(link.atResponder.messages).toHaveLength(1);
    expect(link.atResponder.count('duplicate')).toBeGreaterThan(0);
    expect(link.atResponder.reason).toBeNull();
  });

  test('who reorders records delays only the channels concerned, and nothing is lost', () => {
    const link = new LinkedSessions().established();
    link.advance(20);
    const held: Uint8Array[] = [];
    link.onTheWay = (chunk, direction) => {
      if (direction !== 'toResponder') return [chunk];
      held.push(chunk);
      return [];
    };
    for (const channel of [CHANNELS.orders, CHANNELS.book, CHANNELS.orders]) {
      link.initiator.send(channel, 32, PAYLOAD, 0, PAYLOAD.length);
      link.settle();
    }
    link.onTheWay = (chunk) => [chunk];
    const [first, second, third] = held as [Uint8Array, Uint8Array, Uint8Array];
    link.responder.receive(third, link.nowMs);
    expect(link.atResponder.messages).toEqual([]);
    link.responder.receive(second, link.nowMs);
    expect(link.atResponder.messages.map(({ channel }) => channel)).toEqual([CHANNELS.book]);
    link.responder.receive(first, link.nowMs);
    expect(link.atResponder.messages.map(({ channel, seq }) => [channel, seq])).toEqual([
      [CHANNELS.book, 1],
      [CHANNELS.orders, 1],
      [CHANNELS.orders, 2],
    ]);
  });

  test('who swallows the last record is found out by the next beat', () => {
    const link = new LinkedSessions().established();
    link.advance(20);
    let swallow = true;
    link.onTheWay = (chunk, direction) => (direction === 'toResponder' && swallow ? [] : [chunk]);
    link.initiator.send(CHANNELS.orders, 32, PAYLOAD, 0, PAYLOAD.length);
    link.settle();
    swallow = false;
    link.advance(100);
    expect(link.atResponder.messages).toHaveLength(1);
    expect(link.atInitiator.count('retransmit')).toBe(1);
  });

  test('who sends only noise is cut off, within what the limits allow', () => {
    const link = new LinkedSessions().established();
    for (let chunk = 0; chunk < 200; chunk += 1) link.responder.receive(link.random.bytes(10_000), link.nowMs);
    link.settle();
    expect(link.atResponder.reason?.code).toBe('RELAIS_E_STREAM_DAMAGED');
  });
});

describe('memory is bounded', () => {
  test('behind a missing record only sessionReorderBytes wait, and all arrives in the end', () => {
    const settings = { sessionReorderBytes: 65_536, sessionQueueBytes: 4_194_304 };
    const link = new LinkedSessions({ settings }).established();
    link.advance(20);
    let lose = 1;
    link.onTheWay = (chunk, direction) => (direction === 'toResponder' && lose-- > 0 ? [] : [chunk]);
    link.initiator.send(CHANNELS.book, 18, PAYLOAD, 0, PAYLOAD.length);
    link.settle();
    let sent = 1;
    let largest = 0;
    const held = () => (link.responder as unknown as { conversation: { receiver: { heldBytes: number } } }).conversation.receiver.heldBytes;
    for (let round = 0; round < 30; round += 1) {
      for (let number = 0; number < 20; number += 1)
        if (link.initiator.send(CHANNELS.book, 18, new Uint8Array(1_000), 0, 1_000) > 0) sent += 1;
      link.flush('toResponder');
      largest = Math.max(largest, held());
    }
    expect(largest).toBeGreaterThan(30_000);
    expect(largest).toBeLessThan(65_536 + 20_000);
    link.settle();
    link.advance(2_000);
    expect(link.atResponder.messages).toHaveLength(sent);
    expect(link.atResponder.messages.every(({ seq }, index) => seq === index + 1)).toBe(true);
  });

  test('a peer that acknowledges nothing stops the sender at its window and its queue, and costs no message', () => {
    const settings = { sessionWindowBytes: 131_072, sessionQueueBytes: 65_536, sessionCreditBytes: 100_000_000 };
    const link = new LinkedSessions({ settings }).established();
    const stuck: Uint8Array[] = [];
    link.onTheWay = (chunk, direction) => {
      if (direction === 'toInitiator') stuck.push(chunk);
      return direction === 'toInitiator' ? [] : [chunk];
    };
    let sent = 0;
    for (let number = 0; number < 1_000; number += 1) {
      if (link.initiator.send(CHANNELS.marketData, 16, new Uint8Array(1_000), 0, 1_000) > 0) sent += 1;
      link.settle();
    }
    expect(sent).toBeLessThan(130);
    expect(link.atInitiator.count('queueFull')).toBe(1);
    expect(link.initiator.queuedBytes(CHANNELS.marketData)).toBeLessThanOrEqual(65_536);
    link.onTheWay = (chunk) => [chunk];
    for (const chunk of stuck) link.initiator.receive(chunk, link.nowMs);
    link.settle();
    link.advance(200);
    expect(link.atResponder.messages).toHaveLength(sent);
    expect(link.atInitiator.writableChannels).toEqual([CHANNELS.marketData]);
    expect(link.initiator.send(CHANNELS.marketData, 16, PAYLOAD, 0, PAYLOAD.length)).toBeGreaterThan(0);
  });

  test('both windows full at once: acknowledgements still go out', () => {
    const settings = { sessionWindowBytes: 131_072, sessionQueueBytes: 1_000_000, sessionCreditBytes: 100_000_000 };
    const link = new LinkedSessions({ settings }).established();
    const waiting: [Direction, Uint8Array][] = [];
    link.onTheWay = (chunk, direction) => {
      waiting.push([direction, chunk]);
      return [];
    };
    for (let number = 0; number < 500; number += 1) {
      for (const session of [link.initiator, link.responder]) session.send(CHANNELS.marketData, 16, new Uint8Array(1_000), 0, 1_000);
    }
    link.settle();
    link.onTheWay = (chunk) => [chunk];
    for (const [direction, chunk] of waiting) (direction === 'toResponder' ? link.responder : link.initiator).receive(chunk, link.nowMs);
    link.settle();
    link.advance(500);
    expect([link.atInitiator.messages.length, link.atResponder.messages.length]).toEqual([500, 500]);
  });
});
