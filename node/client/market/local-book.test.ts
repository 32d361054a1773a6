import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LocalBook } from './local-book.js';

const change = fc.record({ isBid: fc.boolean(), step: fc.integer({ min: 0, max: 12 }), quantity: fc.integer({ min: 0, max: 3 }) });
type Change = { isBid: boolean; step: number; quantity: number };

/** The same book, kept the simple way. */
function model(changes: readonly Change[]) {
  const sides = { bids: new Map<number, number>(), asks: new Map<number, number>() };
  for (const { isBid, step, quantity } of changes) {
    const [side, price] = isBid ? [sides.bids, 100 - step] : [sides.asks, 101 + step];
    if (quantity === 0) side.delete(price);
    else side.set(price, quantity);
  }
  const sorted = (side: Map<number, number>, direction: number) =>
    [...side].map(([price, quantity]) => ({ price, quantity })).toSorted((a, b) => (a.price - b.price) * direction);
  return { bids: sorted(sides.bids, -1), asks: sorted(sides.asks, 1) };
}

function increment(updateSeq: number, changes: readonly Change[]) {
  const ordered = [...changes.filter((one) => one.isBid), ...changes.filter((one) => !one.isBid)];
  const levels = ordered.map(({ isBid, step, quantity }) => ({ priceOffset: isBid ? -step : 1 + step, quantity }));
  return { instrument: 1, updateSeq, eventTimeUs: 1, basePrice: 100, bidCount: changes.filter((one) => one.isBid).length, levels };
}

const snapshotOf = (updateSeq: number, book: ReturnType<typeof model>) => ({
  instrument: 1,
  updateSeq,
  eventTimeUs: 1,
  bidCount: book.bids.length,
  levels: [...book.bids, ...book.asks],
});

const whole = (book: LocalBook) => ({ bids: book.levels('bids', 1_000), asks: book.levels('asks', 1_000) });

describe('a local book', () => {
  test('from any snapshot on, increments give the same book as all changes from the start', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 20 }), fc.nat(20), fc.nat(20), (batches, cut, early) => {
        const at = Math.min(cut, batches.length);
        const book = new LocalBook();
        expect(book.snapshot(snapshotOf(at, model(batches.slice(0, at).flat())))).toBe(true);
        batches.forEach((batch, n) => {
          const updateSeq = n + 1;
          // Increments that the snapshot has in it already may still arrive after it.
          if (updateSeq > at) expect(book.increment(increment(updateSeq, batch))).toBe('applied');
          else if (updateSeq > early) expect(book.increment(increment(updateSeq, batch))).toBe('ignored');
        });
        const ordered = batches.map((batch) => [...batch.filter((one) => one.isBid), ...batch.filter((one) => !one.isBid)]);
        expect(whole(book)).toEqual(model(ordered.flat()));
        expect(book.updateSeq).toBe(Math.max(at, batches.length));
      }),
    );
  });

  test('a missing increment makes it inconsistent until the next snapshot', () => {
    const book = new LocalBook();
    book.snapshot(snapshotOf(5, model([])));
    expect(book.increment(increment(7, []))).toBe('gap');
    expect(book.isConsistent).toBe(false);
    expect(book.increment(increment(8, []))).toBe('ignored');
    book.snapshot(snapshotOf(8, model([])));
    expect(book.isConsistent).toBe(true);
  });

  test('a snapshot that contradicts itself is not believed', () => {
    const book = new LocalBook();
    const one = { instrument: 1, updateSeq: 1, eventTimeUs: 1 };
    const level = (price: number, quantity = 1) => ({ price, quantity });
    expect(book.snapshot({ ...one, bidCount: 1, levels: [level(99, 0)] })).toBe(false);
    expect(book.snapshot({ ...one, bidCount: 3, levels: [level(99)] })).toBe(false);
    expect(book.isConsistent).toBe(false);
  });

  test('an increment that contradicts itself puts it out of use', () => {
    const book = new LocalBook();
    book.snapshot(snapshotOf(0, model([])));
    const bad = { instrument: 1, updateSeq: 1, eventTimeUs: 1, basePrice: 1, bidCount: 0, levels: [{ priceOffset: 0, quantity: -1 }] };
    expect(book.increment(bad)).toBe('gap');
    expect(book.isConsistent).toBe(false);
  });
});
