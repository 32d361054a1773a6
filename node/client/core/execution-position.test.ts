import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExecutionCursor, LIVE_ONLY_SEQ } from './execution-position.js';

interface Report {
  epoch: number;
  seq: number;
  index: number;
}

/** A history of reports as a region writes it: sequences grow, epochs never go back, each entry has some reports. */
const history = fc
  .array(fc.record({ step: fc.integer({ min: 1, max: 3 }), newEpoch: fc.boolean(), reports: fc.integer({ min: 1, max: 4 }) }), {
    maxLength: 25,
  })
  .map((entries) => {
    const all: Report[] = [];
    let epoch = 1;
    let seq = 0;
    for (const entry of entries) {
      epoch += entry.newEpoch ? 1 : 0;
      seq += entry.step;
      for (let index = 0; index < entry.reports; index++) all.push({ epoch, seq, index });
    }
    return all;
  });

describe('the cursor of an execution stream', () => {
  test('however often the connection is cut, each report is accepted once and in order', () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(40), { maxLength: 12 }), (all, cuts) => {
        const cursor = new ExecutionCursor({ epoch: 0, seq: 0 });
        const seen: Report[] = [];
        for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
          const { seq } = cursor.resumeFrom();
          const sent = all.filter((report) => report.seq > seq).slice(0, cut);
          for (const report of sent) if (cursor.accept(report.epoch, report.seq, report.index)) seen.push(report);
          const last = all.at(-1);
          if (cut === Number.POSITIVE_INFINITY && last !== undefined) cursor.reached(last.epoch, last.seq);
        }
        expect(seen).toEqual(all);
      }),
    );
  });

  test('a live-only cursor learns its place from the server and resumes there', () => {
    const cursor = new ExecutionCursor(null);
    expect(cursor.resumeFrom().seq).toBe(LIVE_ONLY_SEQ);
    cursor.reached(3, 70);
    expect(cursor.resumeFrom()).toEqual({ epoch: 3, seq: 70 });
    expect(cursor.accept(3, 70, 0)).toBe(false);
    expect(cursor.accept(3, 71, 0)).toBe(true);
    expect(cursor.resumeFrom()).toEqual({ epoch: 3, seq: 70 });
    expect(cursor.accept(3, 71, 0)).toBe(false);
    expect(cursor.accept(3, 71, 1)).toBe(true);
  });

  test('a position behind what was read changes nothing', () => {
    const cursor = new ExecutionCursor({ epoch: 2, seq: 9 });
    cursor.accept(2, 10, 0);
    cursor.reached(2, 9);
    cursor.reached(1, 99);
    expect(cursor.position).toEqual({ epoch: 2, seq: 10 });
    expect(cursor.accept(2, 10, 1)).toBe(true);
  });
});
