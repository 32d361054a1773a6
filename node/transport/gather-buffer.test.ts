import { expect, test } from '@jest/globals';
import { GatherBuffer } from './gather-buffer.js';

test('bytes that somebody still references are never written over, the others are', () => {
  const gather = new GatherBuffer();
  const kept: Buffer[] = [];
  for (let i = 0; i < 200; i++) {
    gather.append(new Uint8Array(20_000).fill(i));
    const bytes = gather.take();
    if (i % 3 === 0) {
      gather.keep(bytes.length);
      kept.push(bytes);
    }
  }
  for (const [i, bytes] of kept.entries()) expect(new Set(bytes)).toEqual(new Set([i * 3]));
  gather.append(new Uint8Array([1, 2]));
  const first = gather.take();
  gather.append(new Uint8Array([3, 4]));
  expect(gather.take().byteOffset).toBe(first.byteOffset);
});

test('when there is no room it says so and takes nothing', () => {
  const gather = new GatherBuffer();
  gather.append(new Uint8Array(10));
  expect(gather.append(new Uint8Array(1 << 20))).toBe(false);
  expect(gather.length).toBe(10);
});
