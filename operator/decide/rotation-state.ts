/** Where a key rotation stands, and the only steps that it can take. Persisted with the keys in one write, so a crash leaves one of these states. */
import { assert } from '../../registry/index.js';

/** Times are wall-clock ms since the Unix epoch: they must outlive the process. */
export interface RotationState {
  /** Version of the key set; grows by one with every step. Nodes take a higher one and refuse a lower one. */
  readonly version: number;
  /** Generation that records are sealed with. */
  readonly active: { readonly generation: number; readonly activatedAtMs: number };
  /** Published and trusted, not yet used. */
  readonly next: {
    readonly generation: number;
    readonly publishedAtMs: number /** Asked for now: no overlap before it. */;
    readonly isUrgent: boolean;
  } | null;
  /** No longer used, still trusted. */
  readonly previous: { readonly generation: number; readonly replacedAtMs: number } | null;
  /** When the next generation is to become active. */
  readonly nextRotationAtMs: number;
  /** Token of the last rotate-now that was honoured; '' for none. Repeating it does nothing. */
  readonly rotateToken: string;
}

export interface RotationLimits {
  readonly intervalMs: number;
  readonly overlapMs: number;
  /** Largest share of the interval by which it is shortened. */
  readonly jitterPercent: number;
}

/**
 * publish: a next generation exists and is sent to the nodes. activate: it is used from now on. retire: the previous one is forgotten.
 * reanchor: times that lie in the future (the clock went back, or the interval was shortened) are moved to now.
 */
export type RotationAction = 'publish' | 'activate' | 'retire' | 'reanchor';

/** What a step needs from outside. */
export interface StepInput {
  readonly nowMs: number;
  readonly limits: RotationLimits;
  /** Uniform in [0, 1), fresh for every step. */
  readonly jitter: number;
  /** rotate-now token that is asked for; '' for none. */
  readonly rotateToken: string;
}

/** The state of a new schedule: generation 1 is active at once, nobody has used another. */
export function initialRotation({ nowMs, limits, jitter, rotateToken }: StepInput): RotationState {
  return {
    version: 1,
    active: { generation: 1, activatedAtMs: nowMs },
    next: null,
    previous: null,
    nextRotationAtMs: nowMs + jittered(limits, jitter),
    rotateToken,
  };
}

/** Takes one step. Errors: RELAIS_E_INTERNAL for a step that the state does not allow. */
export function stepRotation(state: RotationState, action: RotationAction, input: StepInput): RotationState {
  const { nowMs, limits, jitter } = input;
  const version = state.version + 1;
  switch (action) {
    case 'publish': {
      assert(state.next === null && state.previous === null, 'RELAIS_E_INTERNAL', 'A rotation is under way already.');
      const isUrgent = isAskedFor(state, input.rotateToken);
      const next = { generation: state.active.generation + 1, publishedAtMs: nowMs, isUrgent };
      return { ...state, version, next, rotateToken: isUrgent ? input.rotateToken : state.rotateToken };
    }
    case 'activate': {
      assert(state.next !== null, 'RELAIS_E_INTERNAL', 'No next key is published.');
      return {
        ...state,
        version,
        active: { generation: state.next.generation, activatedAtMs: nowMs },
        next: null,
        previous: { generation: state.active.generation, replacedAtMs: nowMs },
        nextRotationAtMs: nowMs + jittered(limits, jitter),
      };
    }
    case 'retire':
      assert(state.previous !== null, 'RELAIS_E_INTERNAL', 'There is no previous key.');
      return { ...state, version, previous: null };
    case 'reanchor':
      return {
        ...state,
        version,
        active: { ...state.active, activatedAtMs: Math.min(state.active.activatedAtMs, nowMs) },
        next: state.next === null ? null : { ...state.next, publishedAtMs: Math.min(state.next.publishedAtMs, nowMs) },
        previous: state.previous === null ? null : { ...state.previous, replacedAtMs: Math.min(state.previous.replacedAtMs, nowMs) },
        nextRotationAtMs: Math.min(state.nextRotationAtMs, nowMs + jittered(limits, jitter)),
      };
  }
}

/** Whether a rotate-now with this token is still to be honoured. */
export const isAskedFor = (state: RotationState, token: string): boolean => token !== '' && token !== state.rotateToken;

/** Whether some time of the state lies where only a changed clock or a shortened interval can have put it. */
export function isOutOfTime(state: RotationState, nowMs: number, limits: RotationLimits): boolean {
  const times = [state.active.activatedAtMs, state.next?.publishedAtMs ?? 0, state.previous?.replacedAtMs ?? 0];
  return times.some((time) => time > nowMs) || state.nextRotationAtMs > nowMs + limits.intervalMs;
}

const jittered = (limits: RotationLimits, jitter: number): number =>
  Math.round(limits.intervalMs * (1 - (Math.min(Math.max(jitter, 0), 1) * limits.jitterPercent) / 100));
