/**
 * One pass over a schedule's transport keys: read, decide, write, until nothing more is to do now. Each step is one write, so a crash leaves
 * a state from which the next pass goes on. Sending the keys to nodes is the caller's: it hands every node the set that this returns.
 */
import { assert } from '../../registry/index.js';
import {
  decideRotation,
  initialRotation,
  type NodeKeys,
  type RotationAction,
  type RotationLimits,
  type RotationState,
  type RotationVerdict,
  stepRotation,
} from '../decide/index.js';
import type { NodeTransportKeys, TransportKeySet } from './documents.js';
import { newKey } from './generate.js';
import type { KeyProvider, Random } from './key-provider.js';

/** A step needs its confirmations before the next: more than these in a pass would be a defect. */
const STEPS_MAX = 4;

export interface RotationPass {
  readonly schedule: string;
  readonly limits: RotationLimits;
  /** Nodes that share the keys, with the version that each said it holds. */
  readonly nodes: readonly NodeKeys[];
  /** rotate-now token that is asked for; '' for none. */
  readonly rotateToken: string;
  /** Wall clock, ms since the Unix epoch. */
  readonly nowMs: number;
  readonly random: Random;
}

export interface RotationOutcome {
  readonly keys: TransportKeySet;
  /** What was done, in order, with its verdict; for events and audit. */
  readonly done: readonly RotationVerdict[];
  /** Why nothing more was done now, and when to look again. */
  readonly verdict: RotationVerdict;
}

/** Does what is due. Errors: RELAIS_E_KEYS_DAMAGED, RELAIS_E_KEYS_GENERATION, those of the file system. */
export async function rotateTransportKeys(provider: KeyProvider, pass: RotationPass): Promise<RotationOutcome> {
  let keys = await provider.readTransportKeys(pass.schedule);
  if (keys === null) {
    keys = { schedule: pass.schedule, state: initialRotation(stepInput(pass)), keys: [{ generation: 1, key: newKey(pass.random) }] };
    await provider.writeTransportKeys(keys);
  }
  const done: RotationVerdict[] = [];
  for (let steps = 0; steps <= STEPS_MAX; steps += 1) {
    const verdict = decideRotation(
      { state: keys.state, limits: pass.limits, nodes: pass.nodes, rotateToken: pass.rotateToken },
      pass.nowMs,
    );
    if (verdict.action === undefined) return { keys, done, verdict };
    keys = withStep(keys, verdict.action, pass);
    await provider.writeTransportKeys(keys);
    done.push(verdict);
  }
  assert(false, 'RELAIS_E_INTERNAL', 'A rotation takes more steps at once than it has.');
}

function withStep(set: TransportKeySet, action: RotationAction, pass: RotationPass): TransportKeySet {
  const state = stepRotation(set.state, action, stepInput(pass));
  const held = [state.previous, state.active, state.next].flatMap((key) => (key === null ? [] : [key.generation]));
  return {
    schedule: set.schedule,
    state,
    keys: held.map((generation) => ({ generation, key: keyOf(set, generation) ?? newKey(pass.random) })),
  };
}

const keyOf = (set: TransportKeySet, generation: number): string | undefined => set.keys.find((key) => key.generation === generation)?.key;

/** Uniform in [0, 1) from four random bytes. */
const jitterOf = (random: Random): number => Buffer.from(random(4)).readUInt32LE(0) / 2 ** 32;

const stepInput = (pass: RotationPass) => ({
  nowMs: pass.nowMs,
  limits: pass.limits,
  jitter: jitterOf(pass.random),
  rotateToken: pass.rotateToken,
});

/** What a node is handed of a set. */
export const nodeTransportKeys = ({
  state,
  keys,
}: {
  readonly state: RotationState;
  readonly keys: TransportKeySet['keys'];
}): NodeTransportKeys => ({
  version: state.version,
  activeGeneration: state.active.generation,
  keys,
});

/** Limits of a KeyRotationSchedule in ms. */
export const rotationLimits = (spec: { intervalMinutes: number; overlapSeconds: number; jitterPercent: number }): RotationLimits => ({
  intervalMs: spec.intervalMinutes * 60_000,
  overlapMs: spec.overlapSeconds * 1_000,
  jitterPercent: spec.jitterPercent,
});
