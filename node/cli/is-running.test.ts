import { describe, expect, test } from '@jest/globals';
import { isMesh, isRunning } from './is-running.js';

describe('the process of a mesh', () => {
  test('is not just any process that has its id now', () => {
    expect(isRunning(process.pid)).toBe(true);
    expect(isMesh(process.pid)).toBe(false);
  });

  test('is not one that has ended', () => {
    expect(isMesh(2 ** 22 + 1)).toBe(false);
  });
});
