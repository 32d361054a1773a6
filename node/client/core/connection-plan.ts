/**
 * When to dial whom: the reconnect rules of the SDK as a pure machine.
 *
 * Intuition: a friend's call drops. You call back at once, because most likely it was the line. If nobody picks up you try the other
 * number, then wait a little, then a little longer, never exactly as long as the others who also want to reach them. The moment
 * somebody talks to you, all patience is forgotten, unless they hang up again straight away: then it was no real call.
 *
 * Inputs: what happened to the attempt or the connection, and the time. Outputs: dial, wait, or a change of state to tell.
 * Pauses: exponential with jitter (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015), one pause a round over
 * all endpoints, so that a backup is tried without waiting.
 */
import { assert, type ErrorCode } from '../../../registry/index.js';

export interface Failure {
  /** null for an orderly end by the server. */
  readonly code: ErrorCode | null;
  readonly detail: string;
}

/** Where the connection is. `since` times are monotonic. */
export type ConnectionState =
  | { readonly phase: 'connecting'; readonly attempt: number }
  | { readonly phase: 'connected'; readonly endpoint: number }
  | { readonly phase: 'reconnecting'; readonly attempt: number; readonly failure: Failure }
  | { readonly phase: 'closed'; readonly failure: Failure | null };

export type PlanEvent =
  | { readonly type: 'start' }
  /** The server said Welcome. */
  | { readonly type: 'ready' }
  /** The attempt failed or the connection ended. `isFinal`: trying again cannot help (unknown key, wrong region). */
  | { readonly type: 'lost'; readonly failure: Failure; readonly isFinal: boolean }
  /** The pause asked for by `wait` is over. */
  | { readonly type: 'pauseOver' }
  | { readonly type: 'close' };

export type PlanEffect =
  | { readonly type: 'dial'; readonly endpoint: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'state'; readonly state: ConnectionState };

export interface PlanLimits {
  readonly endpoints: number;
  /** Until when the first connection must stand; Infinity for no limit. */
  readonly connectUntilMs: number;
  readonly reconnectFirstMs: number;
  readonly reconnectMaxMs: number;
  readonly stableAfterMs: number;
}

export interface PlanState {
  state: ConnectionState;
  endpoint: number;
  /** Attempts since the last connection. */
  attempt: number;
  hasBeenConnected: boolean;
  connectedAtMs: number;
  /** Connections in a row that ended within stableAfterMs. */
  shortLives: number;
}

export const newPlan = (): PlanState => ({
  state: { phase: 'connecting', attempt: 0 },
  endpoint: 0,
  attempt: 0,
  hasBeenConnected: false,
  connectedAtMs: 0,
  shortLives: 0,
});

/** Changes `plan` in place. `random` is in [0, 1). */
export function stepPlan(plan: PlanState, event: PlanEvent, nowMs: number, limits: PlanLimits, random: number): PlanEffect[] {
  if (plan.state.phase === 'closed') return [];
  switch (event.type) {
    case 'start':
      return [tell(plan, { phase: 'connecting', attempt: 1 }), dial(plan)];
    case 'ready':
      plan.hasBeenConnected = true;
      plan.connectedAtMs = nowMs;
      return [tell(plan, { phase: 'connected', endpoint: plan.endpoint })];
    case 'lost':
      return whenLost(plan, event.failure, event.isFinal, nowMs, limits, random);
    case 'pauseOver':
      assert(plan.state.phase !== 'connected', 'RELAIS_E_INTERNAL', 'a pause ended while connected');
      return [dial(plan)];
    case 'close':
      return [tell(plan, { phase: 'closed', failure: null })];
  }
}

function whenLost(plan: PlanState, failure: Failure, isFinal: boolean, nowMs: number, limits: PlanLimits, random: number): PlanEffect[] {
  const isTooLate = !plan.hasBeenConnected && nowMs >= limits.connectUntilMs;
  if (plan.state.phase === 'connected') {
    plan.shortLives = nowMs - plan.connectedAtMs >= limits.stableAfterMs ? 0 : plan.shortLives + 1;
    plan.attempt = 0;
  } else plan.endpoint = (plan.endpoint + 1) % limits.endpoints;
  if (isFinal || isTooLate) return [tell(plan, { phase: 'closed', failure })];

  const attempt = plan.attempt + 1;
  const told = tell(plan, plan.hasBeenConnected ? { phase: 'reconnecting', attempt, failure } : { phase: 'connecting', attempt });
  const pause = pauseMs(plan, limits, random);
  if (pause === 0) return [told, dial(plan)];
  const untilDeadline = plan.hasBeenConnected ? pause : Math.max(0, limits.connectUntilMs - nowMs);
  return [told, { type: 'wait', ms: Math.min(pause, untilDeadline) }];
}

/** 0 for the first attempt after a loss and within a round over the endpoints; else doubled each round, and each life that was too short. */
function pauseMs(plan: PlanState, limits: PlanLimits, random: number): number {
  const isMidRound = plan.attempt % limits.endpoints !== 0;
  const rounds = Math.floor(plan.attempt / limits.endpoints) + Math.max(0, plan.shortLives - 1);
  if (isMidRound || rounds === 0) return 0;
  const whole = Math.min(limits.reconnectMaxMs, limits.reconnectFirstMs * 2 ** Math.min(rounds - 1, 30));
  // Between half and the whole of it, so that many clients do not come back in one instant.
  return whole * (0.5 + random / 2);
}

function dial(plan: PlanState): PlanEffect {
  plan.attempt += 1;
  return { type: 'dial', endpoint: plan.endpoint };
}

function tell(plan: PlanState, state: ConnectionState): PlanEffect {
  plan.state = state;
  return { type: 'state', state };
}
