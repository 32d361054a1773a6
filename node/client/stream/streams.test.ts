import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BoundedStream } from './bounded-stream.js';
import { LatestStream } from './latest-stream.js';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a bounded stream', () => {
  test('gives every item it took, in order, whoever waits for whom', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(fc.boolean(), { maxLength: 60 }), async (itemsMax, steps) => {
        const stream = new BoundedStream<number>(itemsMax);
        const taken: number[] = [];
        const read: Promise<IteratorResult<number>>[] = [];
        let next = 0;
        for (const isPush of steps) {
          if (!isPush) read.push(stream.next());
          else if (stream.push(next)) taken.push(next++);
        }
        stream.end();
        const got: number[] = [];
        for (const result of await Promise.all(read)) if (!result.done) got.push(result.value);
        for await (const item of stream) got.push(item);
        expect(got).toEqual(taken);
      }),
    );
  });

  test('never holds more than its limit, and asks for more once half is read', async () => {
    let asked = 0;
    const stream = new BoundedStream<number>(
      4,
      () => {},
      () => {
        asked += 1;
      },
    );
    const taken = [0, 1, 2, 3, 4, 5].map((n) => stream.push(n));
    expect(taken).toEqual([true, true, true, true, false, false]);
    await stream.next();
    expect(asked).toBe(0);
    await stream.next();
    await stream.next();
    expect(asked).toBe(1);
  });

  test('an error comes after the items before it, once', async () => {
    const stream = new BoundedStream<number>(4);
    stream.push(1);
    stream.end(new RangeError('late'));
    expect(await stream.next()).toEqual({ value: 1, done: false });
    await expect(stream.next()).rejects.toThrow('late');
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });

  test('a reader that leaves ends it at once, also for others that wait', async () => {
    let left = 0;
    const stream = new BoundedStream<number>(4, () => {
      left += 1;
    });
    const waiting = stream.next();
    stream.push(1);
    stream.push(2);
    for await (const item of stream) {
      expect(item).toBe(2);
      break;
    }
    expect(await waiting).toEqual({ value: 1, done: false });
    expect(stream.push(3)).toBe(false);
    await stream.return();
    await settle();
    expect(left).toBe(1);
  });
});

describe('a stream of the latest', () => {
  test('a slow reader gets one item a key, the newest, with a count of the others', async () => {
    const stream = new LatestStream<string, { value: number; merged: number }>((older, newer) => ({ ...newer, merged: older.merged + 1 }));
    for (let n = 0; n < 1000; n++) stream.set(n % 2 === 0 ? 'even' : 'odd', { value: n, merged: 0 });
    stream.end();
    const got = [];
    for await (const item of stream) got.push(item);
    expect(got).toEqual([
      { value: 998, merged: 499 },
      { value: 999, merged: 499 },
    ]);
  });

  test('a fast reader gets each', async () => {
    const stream = new LatestStream<string, number>((_, newer) => newer);
    const got: number[] = [];
    const reader = (async () => {
      for await (const item of stream) got.push(item);
    })();
    for (let n = 0; n < 5; n++) {
      stream.set('a', n);
      await settle();
    }
    stream.end();
    await reader;
    expect(got).toEqual([0, 1, 2, 3, 4]);
  });
});
