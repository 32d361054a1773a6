import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CommitGate } from './commit-gate.js';

const message = (n: number, length: number): Uint8Array => new Uint8Array(length).fill(n % 251);

describe('the commit gate', () => {
  test('lets nothing out before its entry is durable', () => {
    const out: number[] = [];
    const gate = new CommitGate((seq) => out.push(seq) > 0, 1 << 20);
    gate.hold(1, 0, 7, message(1, 10), 0, 10);
    gate.hold(2, 0, 7, message(2, 10), 0, 10);
    expect(out).toEqual([]);
    gate.releaseUpTo(1);
    expect(out).toEqual([1]);
    gate.releaseUpTo(2);
    expect(out).toEqual([1, 2]);
  });

  test('says that it is full, and takes more again after a release', () => {
    const gate = new CommitGate(() => true, 100);
    gate.hold(1, 0, 7, message(1, 100), 0, 100);
    expect(gate.isFull).toBe(true);
    gate.releaseUpTo(1);
    expect(gate.isFull).toBe(false);
  });

  test('keeps what the listener cannot take yet, and everything behind it', () => {
    const out: number[] = [];
    let isOpen = false;
    const gate = new CommitGate((seq) => isOpen && out.push(seq) > 0, 1 << 20);
    for (const seq of [1, 2, 3]) gate.hold(seq, 0, 7, message(seq, 10), 0, 10);
    gate.releaseUpTo(2);
    expect(out).toEqual([]);
    isOpen = true;
    gate.releaseUpTo(3);
    expect(out).toEqual([1, 2, 3]);
  });

  test('gives back what was held, once and in order, whatever the rhythm of holding and releasing', () => {
    const step = fc.record({
      entries: fc.integer({ min: 0, max: 40 }),
      outputs: fc.integer({ min: 0, max: 4 }),
      length: fc.integer({ min: 1, max: 900 }),
      lag: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const held: string[] = [];
        const released: string[] = [];
        const name = (seq: number, type: number, target: number, bytes: Uint8Array) =>
          `${seq}/${type}/${target}/${bytes.length}/${bytes[0]}/${bytes.at(-1)}`;
        const gate = new CommitGate(
          (seq, type, target, bytes, _view, at, length) => released.push(name(seq, type, target, bytes.subarray(at, at + length))) > 0,
          1 << 24,
          256,
        );
        let seq = 0;
        for (const { entries, outputs, length, lag } of steps) {
          for (let e = 0; e < entries; e++) {
            seq++;
            for (let o = 0; o < outputs; o++) {
              const bytes = message(seq + o, length);
              held.push(name(seq, o, seq % 9, bytes));
              gate.hold(seq, o, seq % 9, bytes, 0, length);
            }
          }
          gate.releaseUpTo(seq - lag);
          expect(released.every((r) => Number(r.split('/')[0]) <= seq)).toBe(true);
        }
        gate.releaseUpTo(seq);
        expect(released).toEqual(held);
      }),
    );
  });
});
