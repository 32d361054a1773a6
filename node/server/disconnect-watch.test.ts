import { describe, expect, test } from '@jest/globals';
import { DisconnectWatch } from './disconnect-watch.js';

describe('the disconnect watch', () => {
  test('gives a client that vanished time to come back', () => {
    const watch = new DisconnectWatch(1_000);
    watch.opened(5);
    watch.ended(5, false, 100);
    expect(watch.takeGone(1_099)).toEqual([]);
    watch.opened(5);
    expect(watch.takeGone(9_999)).toEqual([]);
  });

  test('names a client that stays away, once', () => {
    const watch = new DisconnectWatch(1_000);
    watch.opened(5);
    watch.ended(5, false, 100);
    expect(watch.takeGone(1_100)).toEqual([5]);
    expect(watch.takeGone(5_000)).toEqual([]);
  });

  test('takes a goodbye at its word', () => {
    const watch = new DisconnectWatch(1_000);
    watch.opened(5);
    watch.ended(5, true, 100);
    expect(watch.takeGone(100)).toEqual([5]);
  });

  test('does not count an instance as gone while another of its sessions is open', () => {
    const watch = new DisconnectWatch(1_000);
    watch.opened(5);
    watch.opened(5);
    watch.ended(5, true, 100);
    expect(watch.takeGone(9_999)).toEqual([]);
  });

  test('after a restart waits for those who had orders', () => {
    const watch = new DisconnectWatch(1_000);
    watch.expect(5, 0);
    watch.expect(6, 0);
    watch.opened(5);
    expect(watch.takeGone(1_000)).toEqual([6]);
  });
});
