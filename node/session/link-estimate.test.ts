import { describe, expect, test } from '@jest/globals';
import { LinkEstimate } from './link-estimate.js';

/** Keeps as much bulk in flight as allowed, over a link of that delay and rate, with acknowledgements held back by 4 ms. */
function run({ delayMs, bytesPerMs, rounds }: { delayMs: number; bytesPerMs: number; rounds: number }): LinkEstimate {
  const link = new LinkEstimate(4);
  let nowMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    const bytes = link.bulkInFlightBytesMax;
    const elapsedMs = Math.max(delayMs + 4, bytes / bytesPerMs);
    nowMs += elapsedMs;
    link.sample(nowMs, elapsedMs, 4, bytes);
  }
  return link;
}

describe('the estimate of a link', () => {
  test('grows to the rate of a fast one, short or long', () => {
    for (const delayMs of [0.1, 30]) {
      const link = run({ delayMs, bytesPerMs: 100_000, rounds: 60 });
      expect(link.bytesPerS).toBeGreaterThan(80_000_000);
      expect(link.bulkInFlightBytesMax).toBeGreaterThan(100_000 * (delayMs + 4));
    }
  });

  test('keeps bulk on a slow one at what fills it', () => {
    const link = run({ delayMs: 20, bytesPerMs: 5_000, rounds: 60 });
    expect(link.bulkInFlightBytesMax).toBeLessThan(1.3 * 5_000 * 40);
    expect(link.bytesPerS).toBeCloseTo(5_000_000, -6);
  });

  test('forgets what only the past has seen', () => {
    const link = new LinkEstimate(4);
    link.sample(0, 10, 0, 1_000_000);
    for (let nowMs = 0; nowMs < 12_000; nowMs += 100) link.sample(nowMs, 10, 0, 1_000);
    expect(link.bytesPerS).toBe(100_000);
  });
});
