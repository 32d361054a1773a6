/**
 * Decides when a client instance is gone for good, so that its orders with cancel on disconnect are cancelled (docs/adr/0004).
 *
 * Intuition: a guest who leaves the table without a word keeps his seat for a while; one who says goodbye gives it up at once. Pure: time
 * comes in as a number, the caller writes the `SessionEnded` entries.
 */
export class DisconnectWatch {
  readonly #graceMs: number;
  /** Open sessions of each instance that is here. */
  readonly #present = new Map<number, number>();
  /** When the absence of an instance becomes final, in the order of these times. */
  readonly #absentUntilMs = new Map<number, number>();

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  opened(instance: number): void {
    this.#absentUntilMs.delete(instance);
    this.#present.set(instance, (this.#present.get(instance) ?? 0) + 1);
  }

  /** A session of the instance has ended; `isOrderly` when the client said that it leaves. */
  ended(instance: number, isOrderly: boolean, nowMs: number): void {
    const left = (this.#present.get(instance) ?? 1) - 1;
    if (left > 0) {
      this.#present.set(instance, left);
      return;
    }
    this.#present.delete(instance);
    this.#absentUntilMs.set(instance, isOrderly ? nowMs : nowMs + this.#graceMs);
  }

  /** The session has turned out to be of another instance. */
  forget(instance: number): void {
    this.#present.delete(instance);
  }

  /** After a restart: an instance that has orders with cancel on disconnect gets the same time to come back. */
  expect(instance: number, nowMs: number): void {
    if (!this.#present.has(instance)) this.#absentUntilMs.set(instance, nowMs + this.#graceMs);
  }

  /** Instances that are gone for good now; each is named once. */
  takeGone(nowMs: number): number[] {
    const gone = [...this.#absentUntilMs].filter(([, untilMs]) => untilMs <= nowMs).map(([instance]) => instance);
    for (const instance of gone) this.#absentUntilMs.delete(instance);
    return gone;
  }
}
