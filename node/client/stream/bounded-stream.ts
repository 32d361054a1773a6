import { PullStream } from './pull-stream.js';

/** A queue of at most `itemsMax` items. It never drops: when it is full it takes nothing and says so, and its feeder decides what follows. */
export class BoundedStream<T> extends PullStream<T> {
  private readonly itemsMax: number;
  private readonly onRoom: () => void;
  private items: (T | undefined)[] = [];
  private head = 0;
  private refused = false;

  /** `onRoom` is called once after a refusal, when half of the queue has been read. */
  constructor(itemsMax: number, onLeave: () => void = () => {}, onRoom: () => void = () => {}) {
    super(onLeave);
    this.itemsMax = itemsMax;
    this.onRoom = onRoom;
  }

  get waitingItems(): number {
    return this.items.length - this.head;
  }

  /** False if the queue is full or the stream is over: the item was not taken. `beyondLimit` is for a single last item. */
  push(item: T, beyondLimit = false): boolean {
    if (this.isOver) return false;
    if (this.waitingItems >= this.itemsMax && !beyondLimit) {
      this.refused = true;
      return false;
    }
    this.items.push(item);
    this.wake();
    return true;
  }

  protected take(): T | undefined {
    if (this.head === this.items.length) return undefined;
    const item = this.items[this.head];
    this.items[this.head] = undefined;
    this.head += 1;
    if (this.head === this.items.length || this.head >= 1024) this.compact();
    if (this.refused && this.waitingItems <= this.itemsMax / 2) {
      this.refused = false;
      this.onRoom();
    }
    return item;
  }

  protected forget(): void {
    this.items = [];
    this.head = 0;
  }

  private compact(): void {
    if (this.head === this.items.length) this.items.length = 0;
    else this.items = this.items.slice(this.head);
    this.head = 0;
  }
}
