import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { TickClock, type Ticking } from './tick-clock.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function aMember(name: string, log: string[], next: () => number = () => Number.POSITIVE_INFINITY, clock?: TickClock) {
  const member: Ticking = {
    atMs: 0,
    heapIndex: -1,
    tick: (nowMs) => {
      log.push(`${name}@${Math.round(nowMs)}`);
      clock?.schedule(member, next());
    },
  };
  return member;
}

test('members are woken in the order of their deadlines by one timer', () => {
  const log: string[] = [];
  const clock = new TickClock();
  const startMs = performance.now();
  const members = [30, 10, 20].map((afterMs) => {
    const member = aMember(String(afterMs), log);
    clock.schedule(member, startMs + afterMs);
    return member;
  });
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(40);
  expect(log.map((line) => line.split('@')[0])).toEqual(['10', '20', '30']);
  expect(members.every((member) => member.heapIndex === -1)).toBe(true);
  expect(jest.getTimerCount()).toBe(0);
});

test('a deadline that moves earlier is kept, one that moves later wakes once for nothing at most', () => {
  const log: string[] = [];
  const clock = new TickClock();
  const startMs = performance.now();
  const member = aMember('m', log);
  clock.schedule(member, startMs + 50);
  clock.schedule(member, startMs + 5);
  clock.schedule(member, startMs + 500);
  jest.advanceTimersByTime(10);
  expect(log.length).toBe(1);
});

test('a member that is always late does not keep the others or the loop waiting', () => {
  const log: string[] = [];
  const clock = new TickClock();
  clock.schedule(
    aMember('late', log, () => 0, clock),
    0,
  );
  clock.schedule(aMember('other', log), performance.now() + 3);
  jest.advanceTimersByTime(6);
  expect(log.filter((line) => line.startsWith('other')).length).toBe(1);
  expect(log.length).toBeLessThan(10);
});

test('a member that was removed is not woken, and the last one takes the timer with it', () => {
  const log: string[] = [];
  const clock = new TickClock();
  const member = aMember('m', log);
  clock.schedule(member, performance.now() + 5);
  clock.remove(member);
  clock.remove(member);
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(20);
  expect(log).toEqual([]);
});

test('whatever is scheduled, moved and removed, everyone left is woken in order and nobody twice', () => {
  const step = fc.record({ who: fc.nat(19), afterMs: fc.integer({ min: 2, max: 1000 }), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const clock = new TickClock();
      const woken: number[] = [];
      const startMs = performance.now();
      const members = Array.from({ length: 20 }, () => {
        const member: Ticking = { atMs: 0, heapIndex: -1, tick: () => woken.push(member.atMs) };
        return member;
      });
      for (const { who, afterMs, remove } of steps) {
        const member = members[who] as Ticking;
        if (remove) clock.remove(member);
        else clock.schedule(member, startMs + afterMs);
      }
      const expected = members.filter((member) => member.heapIndex >= 0).map((member) => member.atMs);
      expect(clock.size).toBe(expected.length);
      jest.advanceTimersByTime(1100);
      expect(woken).toEqual(expected.toSorted((a, b) => a - b));
      expect(clock.size).toBe(0);
    }),
    { numRuns: 60 },
  );
});
