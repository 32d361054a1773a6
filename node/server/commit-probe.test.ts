import { expect, test } from '@jest/globals';
import { CommitProbe } from './commit-probe.js';

test('one entry is followed from append to durable, then the next', () => {
  const probe = new CommitProbe();
  expect(probe.durable(1, 5)).toBeNull();
  probe.appended(2, 1_000);
  probe.appended(3, 1_500);
  expect(probe.durable(1, 1_600)).toBeNull();
  expect(probe.durable(3, 2_000)).toBe(1);
  expect(probe.durable(3, 2_100)).toBeNull();
  probe.appended(4, 3_000);
  expect(probe.durable(4, 3_500)).toBe(0.5);
});
