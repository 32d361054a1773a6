import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MessageType } from '../wire/index.js';
import { NONE, OrderRecords } from './order-records.js';
import { LadderBlocks, PriceLadder } from './price-ladder.js';
import { PriceLevels } from './price-levels.js';

const LEVELS_MAX = 4096;

function aLadder(): { ladder: PriceLadder; levels: PriceLevels; keys: () => number[] } {
  const levels = new PriceLevels(new OrderRecords(LEVELS_MAX));
  const ladder = new PriceLadder(levels, new LadderBlocks(LEVELS_MAX, 1));
  const keys = (): number[] => {
    const found: number[] = [];
    for (let level = ladder.best(); level !== NONE; level = ladder.after(levels.key(level))) found.push(levels.key(level));
    return found;
  };
  return { ladder, levels, keys };
}

describe('the ladder of price levels', () => {
  test('whatever is inserted and removed, it has each key once, in order, and finds exactly those', () => {
    const step = fc.tuple(fc.boolean(), fc.oneof(fc.integer({ min: -300, max: 300 }), fc.maxSafeInteger()));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
        const { ladder, levels, keys } = aLadder();
        const expected = new Set<number>();
        for (const [isInsert, key] of steps) {
          if (isInsert) {
            expect(levels.key(ladder.findOrCreate(key))).toBe(key);
            expected.add(key);
          } else if (expected.delete(key)) {
            ladder.remove(ladder.find(key));
          }
          expect(ladder.find(key) !== NONE).toBe(expected.has(key));
        }
        const sorted = [...expected].sort((a, b) => a - b);
        expect(keys()).toEqual(sorted);
        expect(ladder.count).toBe(sorted.length);
      }),
      { numRuns: 60 },
    );
  });

  test('it holds as many levels as it may, in any order of insertion, and can be emptied and filled again', () => {
    const { ladder, keys } = aLadder();
    for (let round = 0; round < 3; round += 1) {
      // 1,597 and 4,096 have no common divisor: every key comes once, spread out.
      for (let index = 0; index < LEVELS_MAX; index += 1) ladder.findOrCreate((index * 1597) % LEVELS_MAX);
      expect(keys()).toEqual(Array.from({ length: LEVELS_MAX }, (_, key) => key));
      for (let index = 0; index < LEVELS_MAX; index += 1) ladder.remove(ladder.find((index * 2203) % LEVELS_MAX));
      expect(ladder.best()).toBe(NONE);
    }
  });

  test('prices that wander for long do not use up its memory: thinned-out blocks are merged', () => {
    const { ladder, keys } = aLadder();
    for (let from = 0; from < 200_000; from += 1000) {
      for (let key = from; key < from + 1000; key += 1) ladder.findOrCreate(key);
      // One level in 100 stays behind.
      for (let key = from; key < from + 1000; key += 1) if (key % 100 !== 0) ladder.remove(ladder.find(key));
    }
    expect(keys().length).toBe(2000);
  });

  test('a level keeps its queue in the order of arrival, whoever leaves it', () => {
    const records = new OrderRecords(64);
    const levels = new PriceLevels(records);
    const level = levels.allocate(5);
    const slots = Array.from({ length: 5 }, () => records.allocate(MessageType.NewOrder));
    for (const slot of slots) levels.append(level, slot);
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = slots;
    levels.remove(level, third);
    levels.remove(level, first);
    levels.remove(level, fifth);
    expect(levels.head(level)).toBe(second);
    levels.remove(level, second);
    expect(levels.head(level)).toBe(fourth);
    levels.remove(level, fourth);
    expect(levels.isEmpty(level)).toBe(true);
  });
});
