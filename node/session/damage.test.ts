import { describe, expect, test } from '@jest/globals';
import { CHANNELS } from '../wire/index.js';
import { LinkedSessions, SeededRandom } from './testing/linked-sessions.js';

/** Flips one bit in every `everyBytes` on average, anywhere, once the handshake is over. */
function flipBits(link: LinkedSessions, everyBytes: number, seed: number): { flips: number } {
  const random = new SeededRandom(seed);
  const count = { flips: 0 };
  const left = { toResponder: Math.ceil(random.next() * everyBytes), toInitiator: Math.ceil(random.next() * everyBytes) };
  link.onTheWay = (chunk, direction) => {
    let at = left[direction];
    while (at < chunk.length) {
      chunk[at] = (chunk[at] as number) ^ (1 << Math.floor(random.next() * 8));
      count.flips += 1;
      at += 1 + Math.floor(random.next() * 2 * everyBytes);
    }
    left[direction] = at - chunk.length;
    // Cut anywhere, too.
    const cut = Math.floor(random.next() * chunk.length);
    return [chunk.subarray(0, cut), chunk.subarray(cut)];
  };
  return count;
}

const SIZES = [40, 64, 64, 64, 200, 1_000, 9_000];
const CHANNELS_USED = [CHANNELS.control, CHANNELS.marketData, CHANNELS.book, CHANNELS.executions, CHANNELS.orders, CHANNELS.audit];

/** Sends numbered messages both ways for a while and gives what was sent on each channel of each direction. */
function talk(link: LinkedSessions, { messages, seed, rekeyEvery }: { messages: number; seed: number; rekeyEvery: number }) {
  const random = new SeededRandom(seed);
  const sent = { toResponder: new Map<number, number[]>(), toInitiator: new Map<number, number[]>() };
  let refused = 0;
  for (let number = 0; number < messages; number += 1) {
    for (const [direction, session] of [
      ['toResponder', link.initiator],
      ['toInitiator', link.responder],
    ] as const) {
      const channel = CHANNELS_USED[Math.floor(random.next() * CHANNELS_USED.length)] as number;
      const length = SIZES[Math.floor(random.next() * SIZES.length)] as number;
      const bytes = new Uint8Array(length).fill(number & 0xff);
      new DataView(bytes.buffer).setUint32(0, number, true);
      if (session.send(channel, 77, bytes, 0, length) === 0) refused += 1;
      else {
        const list = sent[direction].get(channel) ?? [];
        sent[direction].set(channel, list);
        list.push(number);
      }
    }
    if (number % 20 === 19) link.settle();
    if (number % 100 === 99) link.advance(50);
    if (rekeyEvery > 0 && number % rekeyEvery === rekeyEvery - 1) {
      const generation = 20_000 + Math.floor(number / rekeyEvery) + 1;
      link.initiator.rotateTransportKey(generation, new Uint8Array(32).fill(generation));
      link.responder.rotateTransportKey(generation, new Uint8Array(32).fill(generation));
    }
  }
  return { sent, refused };
}

function receivedByChannel(messages: readonly { channel: number; bytes: Uint8Array }[]): Map<number, number[]> {
  const received = new Map<number, number[]>();
  for (const { channel, bytes } of messages) {
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const list = received.get(channel) ?? [];
    received.set(channel, list);
    list.push(number);
    expect(bytes.subarray(4).every((byte) => byte === (number & 0xff))).toBe(true);
  }
  return received;
}

describe('one flipped bit per 10 kB anywhere after the handshake', () => {
  test.each([1, 2, 3, 4, 5, 6])('loses, doubles and reorders nothing, both ways, with rekeys in between (seed %i)', (seed) => {
    const link = new LinkedSessions({ seed, settings: { sessionRekeyMs: 3_600_000 } }).established();
    link.advance(20);
    const count = flipBits(link, 10_000, seed);
    const { sent, refused } = talk(link, { messages: 1_500, seed, rekeyEvery: 300 });
    link.advance(6_000);
    expect(link.atInitiator.reason).toBeNull();
    expect(link.atResponder.reason).toBeNull();
    expect(refused).toBe(0);
    expect(count.flips).toBeGreaterThan(50);
    expect(receivedByChannel(link.atResponder.messages)).toEqual(sent.toResponder);
    expect(receivedByChannel(link.atInitiator.messages)).toEqual(sent.toInitiator);
    for (const side of [link.atInitiator, link.atResponder]) {
      const rekeys = side.events.filter((event) => event.type === 'rekey');
      expect(rekeys.length).toBeGreaterThanOrEqual(2);
      expect(rekeys.at(-1)).toMatchObject({ pskGeneration: 20_005 });
      expect(side.count('retired')).toBe(rekeys.length);
    }
    expect(link.atResponder.count('damage')).toBeGreaterThan(10);
  });
});

describe('a bit flipped in every ten thousandth byte, exactly', () => {
  test('beginning under full load, with records in flight that are longer than that, loses nothing', () => {
    const link = new LinkedSessions({ settings: { sessionQueueBytes: 16_000_000 } }).established();
    link.advance(20);
    let at = 0;
    link.onTheWay = (chunk) => {
      for (let next = 10_000 - (at % 10_000); next <= chunk.length; next += 10_000) chunk[next - 1] = (chunk[next - 1] as number) ^ 0x04;
      at += chunk.length;
      return [chunk];
    };
    let sent = 0;
    for (let number = 0; number < 4_000; number += 1)
      if (link.initiator.send(CHANNELS.marketData, 16, new Uint8Array(1_000), 0, 1_000) > 0) sent += 1;
    link.settle();
    link.advance(3_000);
    expect(sent).toBe(4_000);
    expect(link.atInitiator.reason).toBeNull();
    expect(link.atResponder.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
  });
});
