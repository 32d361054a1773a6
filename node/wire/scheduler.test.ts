import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type RecordRoom, Scheduler } from './scheduler.js';
import { CHANNELS } from './schema/index.js';
import { FLAG_CONTINUED, FLAG_MORE, FRAME_HEADER_BYTES, INITIAL_CREDIT_BYTES, RECORD_BODY_BYTES_MAX } from './spec.js';

const OPTIONS = {
  queueBytes: 1_000_000,
  messageBytes: 1_048_576,
  urgentSharePercent: 80,
  weights: { marketData: 16, book: 6, replication: 4, audit: 1 },
};
const ROOM: RecordRoom = { bodyBytes: RECORD_BODY_BYTES_MAX, bulkBytes: 1e9, isSlowLink: false };
const UNLIMITED = Number.MAX_SAFE_INTEGER;

function scheduler(): Scheduler {
  const made = new Scheduler(OPTIONS);
  for (const { channel } of made.queues) made.setCredit(channel, UNLIMITED);
  return made;
}

interface Frame {
  channel: number;
  type: number;
  flags: number;
  count: number;
  seq: number;
  length: number;
  payload: Uint8Array;
}

function framesOf(body: Uint8Array): Frame[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const frames: Frame[] = [];
  for (let at = 0; at < body.length; ) {
    const [length, count] = [view.getUint16(at, true), view.getUint8(at + 5)];
    const end = at + FRAME_HEADER_BYTES + length * count;
    const payload = body.slice(at + FRAME_HEADER_BYTES, end);
    frames.push({
      channel: view.getUint8(at + 2),
      type: view.getUint8(at + 3),
      flags: view.getUint8(at + 4),
      count,
      seq: view.getUint32(at + 6, true),
      length,
      payload,
    });
    at = end;
  }
  return frames;
}

const body = new Uint8Array(RECORD_BODY_BYTES_MAX);
const nextRecord = (from: Scheduler, room = ROOM): Frame[] => framesOf(body.slice(0, from.fill(body, 0, room)));

/** Bytes of each channel in so many records, every queue refilled before each. */
function sharesOf(from: Scheduler, channels: readonly number[], records: number, messageBytes = 64): Map<number, number> {
  const bytes = new Map<number, number>();
  const message = new Uint8Array(messageBytes);
  for (let record = 0; record < records; record += 1) {
    for (const channel of channels)
      while (from.queue(channel).queuedBytes < 100_000) from.queue(channel).push(16, message, 0, messageBytes);
    for (const frame of nextRecord(from))
      bytes.set(frame.channel, (bytes.get(frame.channel) ?? 0) + FRAME_HEADER_BYTES + frame.payload.length);
  }
  return bytes;
}

describe('the scheduler', () => {
  test('shares the bytes of saturated channels by their weights, and starves none', () => {
    const { marketData, book, replication, audit } = CHANNELS;
    const bytes = sharesOf(scheduler(), [marketData, book, replication, audit], 400);
    const total = [...bytes.values()].reduce((sum, each) => sum + each, 0);
    for (const [channel, weight] of [
      [marketData, 16],
      [book, 6],
      [replication, 4],
      [audit, 1],
    ] as const) {
      expect((bytes.get(channel) ?? 0) / total).toBeCloseTo(weight / 27, 1);
    }
    expect((bytes.get(audit) ?? 0) / total).toBeGreaterThan(0.03);
  });

  test('urgent messages take their share and no more while others wait', () => {
    const bytes = sharesOf(scheduler(), [CHANNELS.orders, CHANNELS.executions, CHANNELS.marketData], 400);
    const market = bytes.get(CHANNELS.marketData) ?? 0;
    const total = [...bytes.values()].reduce((sum, each) => sum + each, 0);
    expect(market / total).toBeGreaterThan(0.17);
    expect(market / total).toBeLessThan(0.25);
  });

  test('a single urgent message goes before everything that waits', () => {
    const from = scheduler();
    sharesOf(from, [CHANNELS.marketData, CHANNELS.audit], 20);
    from.queue(CHANNELS.orders).push(32, new Uint8Array(88), 0, 88);
    expect(nextRecord(from)[0]?.channel).toBe(CHANNELS.orders);
  });

  test('consecutive messages of one type and length share a frame; others do not', () => {
    const from = scheduler();
    const queue = from.queue(CHANNELS.marketData);
    for (let number = 0; number < 70; number += 1) queue.push(16, new Uint8Array(64).fill(number), 0, 64);
    queue.push(17, new Uint8Array(64), 0, 64);
    queue.push(17, new Uint8Array(60), 0, 60);
    const frames = nextRecord(from);
    expect(frames.map(({ type, count, seq, length }) => [type, count, seq, length])).toEqual([
      [16, 63, 1, 64],
      [16, 7, 64, 64],
      [17, 1, 71, 64],
      [17, 1, 72, 60],
    ]);
    expect(from.queue(CHANNELS.marketData).takenSeq).toBe(72);
    expect(frames[0]?.payload.subarray(62 * 64)).toEqual(new Uint8Array(64).fill(62));
  });

  test('whatever is queued comes out whole and in order, with sequences that match', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ length: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 9_000 })), take: fc.boolean() }),
          { maxLength: 80 },
        ),
        (pushes) => {
          const from = scheduler();
          const queue = from.queue(CHANNELS.book);
          const sent: [number, number, number][] = [];
          const got: [number, number, number][] = [];
          let partial: number[] = [];
          const take = () => {
            for (const { flags, count, seq, length, payload } of nextRecord(from)) {
              if (flags !== 0) {
                partial.push(...payload);
                if ((flags & FLAG_CONTINUED) === 0) partial = [...payload];
                if ((flags & FLAG_MORE) === 0) got.push([seq, partial.length, partial[partial.length - 1] as number]);
              } else
                for (let index = 0; index < count; index += 1) got.push([seq + index, length, payload[(index + 1) * length - 1] as number]);
            }
          };
          pushes.forEach(({ length, take: takes }, index) => {
            const seq = queue.push(16, new Uint8Array(length).fill(index & 0xff), 0, length);
            if (seq > 0) sent.push([seq, length, index & 0xff]);
            if (takes) take();
          });
          while (queue.queuedBytes > 0) take();
          expect(got).toEqual(sent);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a full queue takes nothing, and takes again when it has drained', () => {
    const from = scheduler();
    const queue = from.queue(CHANNELS.marketData);
    let taken = 0;
    while (queue.push(16, new Uint8Array(1_000), 0, 1_000) !== 0) taken += 1;
    expect(queue.queuedBytes).toBeLessThanOrEqual(OPTIONS.queueBytes);
    expect(taken).toBeGreaterThan(900);
    expect(queue.bytes.length).toBeLessThanOrEqual(4 * OPTIONS.queueBytes);
    nextRecord(from);
    expect(queue.push(16, new Uint8Array(1_000), 0, 1_000)).toBe(taken + 1);
  });

  test('a message beyond the limit is an error of the caller', () => {
    const queue = scheduler().queue(CHANNELS.book);
    expect(() => queue.push(18, new Uint8Array(1_048_577), 0, 1_048_577)).toThrow('RELAIS_E_MESSAGE_TOO_LARGE');
  });

  test('a channel without credit waits, and the others go on', () => {
    const from = new Scheduler(OPTIONS);
    for (let number = 0; number < 200; number += 1) from.queue(CHANNELS.book).push(18, new Uint8Array(1_000), 0, 1_000);
    let payload = 0;
    for (let record = 0; record < 20; record += 1) for (const frame of nextRecord(from)) payload += frame.payload.length;
    expect(payload).toBeLessThanOrEqual(INITIAL_CREDIT_BYTES);
    expect(payload).toBeGreaterThan(INITIAL_CREDIT_BYTES - 4_096);
    from.queue(CHANNELS.orders).push(32, new Uint8Array(88), 0, 88);
    expect(nextRecord(from).map(({ channel }) => channel)).toEqual([CHANNELS.orders]);
    from.setCredit(CHANNELS.book, UNLIMITED);
    expect(from.hasSendable && nextRecord(from)[0]?.channel === CHANNELS.book).toBe(true);
  });

  test('bulk stays within what may be in flight, and in small records on a slow link', () => {
    const from = scheduler();
    for (let number = 0; number < 100; number += 1) from.queue(CHANNELS.replication).push(120, new Uint8Array(1_000), 0, 1_000);
    expect(nextRecord(from, { ...ROOM, bulkBytes: 0 })).toEqual([]);
    nextRecord(from, { ...ROOM, bulkBytes: 9_000 });
    expect(from.filledBulkBytes).toBeLessThanOrEqual(9_000);
    from.queue(CHANNELS.marketData).push(16, new Uint8Array(64), 0, 64);
    const slow = nextRecord(from, { ...ROOM, isSlowLink: true });
    expect(slow.reduce((sum, { payload }) => sum + FRAME_HEADER_BYTES + payload.length, 0)).toBeLessThanOrEqual(4_096);
    expect(slow.some(({ channel }) => channel === CHANNELS.replication)).toBe(true);
  });
});
