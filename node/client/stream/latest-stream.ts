import { PullStream } from './pull-stream.js';

/**
 * Holds at most one item a key: a newer one takes the place of one that has not been read. A slow reader thus always gets the present and
 * never a backlog, and the number of keys bounds the memory. Keys come out in the order in which they first became unread.
 */
export class LatestStream<K, T> extends PullStream<T> {
  private readonly unread = new Map<K, T>();
  private readonly merge: (older: T, newer: T) => T;

  /** `merge` gives what the reader sees when `newer` takes the place of `older`, such as a count of what was left out. */
  constructor(merge: (older: T, newer: T) => T, onLeave: () => void = () => {}) {
    super(onLeave);
    this.merge = merge;
  }

  set(key: K, item: T): void {
    if (this.isOver) return;
    const older = this.unread.get(key);
    this.unread.set(key, older === undefined ? item : this.merge(older, item));
    this.wake();
  }

  /** Takes back what has not been read of `key`. */
  remove(key: K): void {
    this.unread.delete(key);
  }

  protected take(): T | undefined {
    for (const [key, item] of this.unread) {
      this.unread.delete(key);
      return item;
    }
    return undefined;
  }

  protected forget(): void {
    this.unread.clear();
  }
}
