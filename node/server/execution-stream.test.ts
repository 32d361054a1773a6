import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExecutionReportReader, ExecutionScope, emptyExecutionReport, encodeExecutionReport, MessageType } from '../wire/index.js';
import { ExecutionStream, LIVE_ONLY } from './execution-stream.js';

function report(seq: number, index: number, partner: number): Uint8Array {
  const bytes = new Uint8Array(256);
  const length = encodeExecutionReport(
    { ...emptyExecutionReport(), seq, index, partner, orderId: seq, clientOrderId: `c${seq}` },
    bytes,
    new DataView(bytes.buffer),
    0,
  );
  return bytes.subarray(0, length);
}

class Journal {
  readonly kept: { seq: number; bytes: Uint8Array }[] = [];
  get lastSeq(): number {
    return this.kept.at(-1)?.seq ?? 0;
  }
  readonly firstSeq = 1;
  async *readFrom(seq: number) {
    const end = this.kept.length;
    for (const entry of this.kept.slice(0, end)) {
      if (entry.seq < seq) continue;
      await Promise.resolve();
      const copy = entry.bytes.slice();
      yield { seq: entry.seq, bytes: copy, view: new DataView(copy.buffer), at: 0, length: copy.length };
    }
  }
}

/** A session whose queue holds `room` messages until it is drained. */
class Reader {
  readonly got: string[] = [];
  room: number;
  constructor(room: number) {
    this.room = room;
  }
  send(_channel: number, type: number, bytes: Uint8Array, at: number, length: number): number {
    if (this.room === 0) return 0;
    this.room--;
    if (type === MessageType.ReplayPosition) this.got.push('position');
    else {
      const copy = bytes.slice(at, at + length);
      const r = new ExecutionReportReader().wrap(new DataView(copy.buffer), copy, 0, length);
      this.got.push(`${r.seq}.${r.index}`);
    }
    return 1;
  }
}

const settle = async () => {
  for (let i = 0; i < 200; i++) await Promise.resolve();
};

describe('a stream of executions', () => {
  test('replays what was missed, says so, and goes on live', async () => {
    const journal = new Journal();
    journal.kept.push({ seq: 1, bytes: report(1, 0, 7) }, { seq: 2, bytes: report(2, 0, 7) }, { seq: 3, bytes: report(3, 0, 7) });
    const reader = new Reader(100);
    const stream = new ExecutionStream({
      subscriber: reader,
      journal,
      partner: 7,
      scope: ExecutionScope.Own,
      requestId: 1,
      fromSeq: 2,
      committed: () => ({ epoch: 1, seq: 3 }),
      failed: fail,
    });
    await settle();
    const live = report(4, 0, 7);
    journal.kept.push({ seq: 4, bytes: live });
    stream.deliver(4, 0, 7, live, 0, live.length);
    expect(reader.got).toEqual(['2.0', '3.0', 'position', '4.0']);
  });

  test('shows a partner its own reports only', async () => {
    const journal = new Journal();
    journal.kept.push({ seq: 1, bytes: report(1, 0, 7) }, { seq: 2, bytes: report(2, 0, 8) });
    const reader = new Reader(100);
    const stream = new ExecutionStream({
      subscriber: reader,
      journal,
      partner: 8,
      scope: ExecutionScope.Own,
      requestId: 1,
      fromSeq: 0,
      committed: () => ({ epoch: 1, seq: 2 }),
      failed: fail,
    });
    await settle();
    const live = report(3, 0, 7);
    stream.deliver(3, 0, 7, live, 0, live.length);
    expect(reader.got).toEqual(['2.0', 'position']);
  });

  test('asked for live only, sends nothing of the past', async () => {
    const journal = new Journal();
    journal.kept.push({ seq: 1, bytes: report(1, 0, 7) });
    const reader = new Reader(100);
    const stream = new ExecutionStream({
      subscriber: reader,
      journal,
      partner: 7,
      scope: ExecutionScope.All,
      requestId: 1,
      fromSeq: LIVE_ONLY,
      committed: () => ({ epoch: 1, seq: 1 }),
      failed: fail,
    });
    expect(stream.isLive).toBe(true);
    expect(reader.got).toEqual(['position']);
  });

  test('neither loses nor repeats a report, however slowly the peer reads', async () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('entry' as const), reports: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('drain' as const), room: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ kind: fc.constant('settle' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), fc.integer({ min: 0, max: 5 }), async (actions, past) => {
        const journal = new Journal();
        const wanted: string[] = [];
        let seq = 0;
        const enter = (reports: number, stream: ExecutionStream | null): void => {
          seq++;
          for (let index = 0; index < reports; index++) {
            const bytes = report(seq, index, 7);
            journal.kept.push({ seq, bytes });
            wanted.push(`${seq}.${index}`);
            stream?.deliver(seq, index, 7, bytes, 0, bytes.length);
          }
        };
        for (let i = 0; i < past; i++) enter(2, null);
        const reader = new Reader(2);
        const stream = new ExecutionStream({
          subscriber: reader,
          journal,
          partner: 7,
          scope: ExecutionScope.Own,
          requestId: 1,
          fromSeq: 1,
          committed: () => ({ epoch: 1, seq }),
          failed: fail,
        });
        for (const a of actions) {
          if (a.kind === 'entry') enter(a.reports, stream);
          else if (a.kind === 'settle') await settle();
          else {
            reader.room = a.room;
            stream.writable();
          }
        }
        for (let i = 0; i < 400 && reader.got.length < wanted.length + 1; i++) {
          reader.room = 1_000;
          stream.writable();
          await settle();
        }
        expect(reader.got.filter((g) => g !== 'position')).toEqual(wanted);
        expect(reader.got.filter((g) => g === 'position')).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});

function fail(error: unknown): never {
  throw error;
}
