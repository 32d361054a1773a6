import type { RelaisError } from '../../registry/index.js';

interface Waiter {
  seq: number;
  resolve(): void;
  reject(error: RelaisError): void;
}

/** Who is told when entries are durable, or that they never will be. */
export class DurabilityNotices {
  readonly #durableListeners: ((seq: number) => void)[] = [];
  readonly #failureListeners: ((error: RelaisError) => void)[] = [];
  #waiters: Waiter[] = [];

  onDurable(listener: (seq: number) => void): void {
    this.#durableListeners.push(listener);
  }

  onFailure(listener: (error: RelaisError) => void): void {
    this.#failureListeners.push(listener);
  }

  wait(seq: number): Promise<void> {
    return new Promise((resolve, reject) => this.#waiters.push({ seq, resolve, reject }));
  }

  tellDurable(seq: number): void {
    for (const listener of this.#durableListeners) listener(seq);
    if (this.#waiters.length === 0) return;
    const waiting = this.#waiters;
    this.#waiters = waiting.filter((waiter) => waiter.seq > seq);
    for (const waiter of waiting) if (waiter.seq <= seq) waiter.resolve();
  }

  tellFailure(error: RelaisError): void {
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters = [];
    for (const listener of this.#failureListeners) listener(error);
  }
}
