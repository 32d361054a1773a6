import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MessageType } from '../wire/index.js';
import { DuplicateMemory } from './duplicate-memory.js';
import { NONE, OrderRecords } from './order-records.js';

const SECOND_US = 1_000_000;

describe('the memory for duplicates', () => {
  test('a record is remembered through the second after its acceptUntil, and due in the next', () => {
    const records = new OrderRecords(64);
    const memory = new DuplicateMemory(records);
    const slot = records.allocate(MessageType.NewOrder);
    memory.remember(slot, 10 * SECOND_US + 5);
    expect(memory.takeDue(12 * SECOND_US - 1)).toBe(NONE);
    expect(memory.takeDue(12 * SECOND_US)).toBe(slot);
    expect(memory.takeDue(100 * SECOND_US)).toBe(NONE);
  });

  test('records are forgotten by second and then by entry, however time leaps and however late they are taken', () => {
    const step = fc.record({
      leapUs: fc.oneof({ weight: 9, arbitrary: fc.nat(3 * SECOND_US) }, { weight: 1, arbitrary: fc.nat(2_000 * SECOND_US) }),
      aheadUs: fc.nat(300 * SECOND_US),
      takes: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const records = new OrderRecords(256);
        const memory = new DuplicateMemory(records);
        let waiting: { slot: number; second: number }[] = [];
        let nowUs = 1_700_000_000 * SECOND_US;
        for (const { leapUs, aheadUs, takes } of steps) {
          nowUs += leapUs;
          for (let take = 0; take < takes; take += 1) {
            const due = waiting.filter((w) => w.second < Math.floor(nowUs / SECOND_US)).sort((a, b) => a.second - b.second);
            const expected = due[0]?.slot ?? NONE;
            expect(memory.takeDue(nowUs)).toBe(expected);
            waiting = waiting.filter((w) => w.slot !== expected);
          }
          const slot = records.allocate(MessageType.NewOrder);
          memory.remember(slot, nowUs + aheadUs);
          waiting.push({ slot, second: Math.floor((nowUs + aheadUs) / SECOND_US) + 1 });
        }
      }),
      { numRuns: 100 },
    );
  });
});
