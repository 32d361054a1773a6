/**
 * What every stream of the SDK is for its reader: an async iterator over items that wait somewhere bounded. Subclasses say where: in a
 * queue (BoundedStream), or as the latest item of each key (LatestStream).
 *
 * A reader that leaves its `for await` loop, or calls `return()`, ends the stream: nothing is kept for it any more. Errors are thrown once,
 * after the items that came before them.
 */
export abstract class PullStream<T> implements AsyncIterableIterator<T> {
  private readonly waiting: { resolve(result: IteratorResult<T>): void; reject(error: unknown): void }[] = [];
  private ended = false;
  private failure: unknown;
  private left = false;
  private readonly onLeave: () => void;

  constructor(onLeave: () => void) {
    this.onLeave = onLeave;
  }

  /** Takes the next item that waits, or undefined if none does. */
  protected abstract take(): T | undefined;
  protected abstract forget(): void;

  /** True once no item can come any more. */
  get isOver(): boolean {
    return this.ended;
  }

  /** Hands waiting items to waiting readers. Subclasses call it when there is something new. */
  protected wake(): void {
    while (this.waiting.length > 0) {
      const item = this.take();
      if (item === undefined) return;
      this.waiting.shift()?.resolve({ value: item, done: false });
    }
  }

  /** No more items. With `error`, the reader gets it after the items that wait. */
  end(error?: unknown): void {
    if (this.ended) return;
    this.wake();
    this.ended = true;
    this.failure = error;
    for (const reader of this.waiting.splice(0)) this.finish(reader);
    this.leave();
  }

  next(): Promise<IteratorResult<T>> {
    const item = this.take();
    if (item !== undefined) return Promise.resolve({ value: item, done: false });
    return new Promise((resolve, reject) => {
      if (this.ended) this.finish({ resolve, reject });
      else this.waiting.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<T>> {
    this.failure = undefined;
    this.ended = true;
    this.forget();
    for (const reader of this.waiting.splice(0)) this.finish(reader);
    this.leave();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  private finish(reader: { resolve(result: IteratorResult<T>): void; reject(error: unknown): void }): void {
    const failure = this.failure;
    this.failure = undefined;
    if (failure === undefined) reader.resolve({ value: undefined, done: true });
    else reader.reject(failure);
  }

  private leave(): void {
    if (this.left) return;
    this.left = true;
    this.onLeave();
  }
}
