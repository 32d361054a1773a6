/**
 * What a key rotation needs now.
 *
 * Intuition: changing the lock of a house that many people enter. First everyone gets the new key beside the old one (publish), and says
 * so (confirm). Only when nobody is without it, the lock is changed (activate). The old key is collected later (retire), when nobody can
 * still be standing in front of the door with it. Someone who cannot be reached stops the change: better an old lock than a person outside.
 *
 * One decision at a time, from persisted state and observed nodes. A crash between two steps loses nothing: the next look sees the same
 * state and decides the same.
 */
import { isAskedFor, isOutOfTime, type RotationAction, type RotationLimits, type RotationState } from './rotation-state.js';
import { type Check, firstObjection, type Verdict } from './verdict.js';

/** What is known of a node that shares the keys. */
export interface NodeKeys {
  readonly name: string;
  /** Highest version of the key set that it said it holds; 0 if it never said. */
  readonly heldVersion: number;
}

export interface RotationFacts {
  readonly state: RotationState;
  readonly limits: RotationLimits;
  readonly nodes: readonly NodeKeys[];
  /** rotate-now token that is asked for; '' for none. */
  readonly rotateToken: string;
}

export type RotationVerdict = Verdict<RotationAction>;

/** How long nodes may take to confirm before a person is told. */
const UNCONFIRMED_STALLED_MS = 60_000;
/** How often to look whether nodes have confirmed. */
const CONFIRMATION_POLL_MS = 1_000;

/** Decides. `nowMs` is the wall clock. */
export function decideRotation(facts: RotationFacts, nowMs: number): RotationVerdict {
  const { state, limits } = facts;
  if (isOutOfTime(state, nowMs, limits)) {
    return act(
      'reanchor',
      'ClockMoved',
      'Times of the rotation lie in the future: the clock went back or the interval was shortened; counting from now.',
    );
  }
  if (state.previous !== null)
    return mayRetire(facts, nowMs) ?? act('retire', 'Retire', `Generation ${state.previous.generation} is no longer trusted.`);
  if (state.next !== null)
    return mayActivate(facts, nowMs) ?? act('activate', 'Activate', `Generation ${state.next.generation} is used from now on.`);
  return mayPublish(facts, nowMs) ?? act('publish', 'Publish', `Generation ${state.active.generation + 1} is made and sent to every node.`);
}

const act = (action: RotationAction, reason: string, message: string): RotationVerdict => ({ kind: 'act', reason, message, action });

const isDue: Check<RotationFacts> = ({ state, limits, rotateToken }, nowMs) => {
  if (isAskedFor(state, rotateToken)) return null;
  const publishAtMs = state.nextRotationAtMs - limits.overlapMs;
  if (nowMs >= publishAtMs) return null;
  return {
    kind: 'ok',
    reason: 'UpToDate',
    message: `Generation ${state.active.generation} is active; the next is due at ${new Date(state.nextRotationAtMs).toISOString()}.`,
    requeueAfterMs: publishAtMs - nowMs,
  };
};

const everyNodeConfirmed: Check<RotationFacts> = ({ state, nodes }, nowMs) => {
  const missing = nodes.filter((node) => node.heldVersion < state.version).map((node) => node.name);
  if (missing.length === 0) return null;
  const sinceMs = nowMs - (state.next?.publishedAtMs ?? state.previous?.replacedAtMs ?? nowMs);
  const names = missing.slice(0, 8).join(', ') + (missing.length > 8 ? ` and ${missing.length - 8} more` : '');
  return {
    kind: sinceMs >= UNCONFIRMED_STALLED_MS ? 'stalled' : 'wait',
    reason: 'NodesUnconfirmed',
    message: `Waiting for ${names} to confirm version ${state.version} of the keys; until then the present keys stay in use.`,
    requeueAfterMs: CONFIRMATION_POLL_MS,
  };
};

const overlapBeforeHasPassed: Check<RotationFacts> = ({ state, limits }, nowMs) => {
  if (state.next === null || state.next.isUrgent) return null;
  const atMs = state.next.publishedAtMs + limits.overlapMs;
  return nowMs >= atMs ? null : overlapVerdict(`Every node holds generation ${state.next.generation}`, atMs, nowMs);
};

const overlapAfterHasPassed: Check<RotationFacts> = ({ state, limits }, nowMs) => {
  if (state.previous === null) return null;
  const atMs = state.previous.replacedAtMs + limits.overlapMs;
  return nowMs >= atMs ? null : overlapVerdict(`Generation ${state.previous.generation} is still trusted`, atMs, nowMs);
};

const overlapVerdict = (what: string, atMs: number, nowMs: number): Verdict<never> => ({
  kind: 'wait',
  reason: 'Overlap',
  message: `${what}; the overlap ends at ${new Date(atMs).toISOString()}.`,
  requeueAfterMs: atMs - nowMs,
});

const mayPublish = (facts: RotationFacts, nowMs: number) => firstObjection([isDue], facts, nowMs);
const mayActivate = (facts: RotationFacts, nowMs: number) => firstObjection([everyNodeConfirmed, overlapBeforeHasPassed], facts, nowMs);
const mayRetire = (facts: RotationFacts, nowMs: number) => firstObjection([everyNodeConfirmed, overlapAfterHasPassed], facts, nowMs);
