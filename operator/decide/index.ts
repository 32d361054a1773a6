/** Decisions: (what is observed, clock) → verdict. Pure: no file, socket, timer or randomness lives here; time and jitter are passed in. */
export { decideRotation, type NodeKeys, type RotationFacts, type RotationVerdict } from './rotation.js';
export {
  initialRotation,
  type RotationAction,
  type RotationLimits,
  type RotationState,
  type StepInput,
  stepRotation,
} from './rotation-state.js';
export { type Check, firstObjection, type Verdict } from './verdict.js';
