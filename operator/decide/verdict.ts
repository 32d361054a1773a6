/** What a decision says. Pure data: whoever asked acts on it, and puts reason and message into a condition. */
export interface Verdict<Action extends string = string> {
  /** ok: nothing to do. wait: something must happen first. act: do `action`. stalled: a person has to look. */
  readonly kind: 'ok' | 'wait' | 'act' | 'stalled';
  /** CamelCase, for the condition. */
  readonly reason: string;
  /** Sentence for the person who reads it at three in the morning. */
  readonly message: string;
  /** What to do; present exactly when kind is `act`. */
  readonly action?: Action;
  /** When to look again at the latest; absent when only an event can change the answer. */
  readonly requeueAfterMs?: number;
}

/** One reason against going on, or null. */
export type Check<Facts> = (facts: Facts, nowMs: number) => Verdict<never> | null;

/** The first objection of a chain of checks, in their order. */
export function firstObjection<Facts>(chain: readonly Check<Facts>[], facts: Facts, nowMs: number): Verdict<never> | null {
  for (const check of chain) {
    const objection = check(facts, nowMs);
    if (objection !== null) return objection;
  }
  return null;
}
