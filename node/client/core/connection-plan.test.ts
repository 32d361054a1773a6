import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newPlan, type PlanEvent, type PlanLimits, stepPlan } from './connection-plan.js';

const limits: PlanLimits = { endpoints: 1, connectUntilMs: 10_000, reconnectFirstMs: 20, reconnectMaxMs: 1_000, stableAfterMs: 1_000 };
const failure = { code: null, detail: 'gone' } as const;
const lost: PlanEvent = { type: 'lost', failure, isFinal: false };

function connectedPlan(nowMs = 0) {
  const plan = newPlan();
  stepPlan(plan, { type: 'start' }, nowMs, limits, 0);
  stepPlan(plan, { type: 'ready' }, nowMs, limits, 0);
  return plan;
}
const kinds = (effects: { type: string }[]) => effects.map((effect) => effect.type);

describe('the plan of a connection', () => {
  test('a lost connection is dialled again at once', () => {
    const plan = connectedPlan();
    expect(kinds(stepPlan(plan, lost, 5_000, limits, 0.5))).toEqual(['state', 'dial']);
    expect(plan.state).toEqual({ phase: 'reconnecting', attempt: 1, failure });
  });

  test('while nobody answers the pauses double up to the limit, never less than half of it', () => {
    const plan = connectedPlan();
    stepPlan(plan, lost, 5_000, limits, 0);
    const pauses: number[] = [];
    for (let n = 0; n < 9; n++) {
      const wait = stepPlan(plan, lost, 5_000, limits, 0)[1];
      if (wait?.type === 'wait') pauses.push(wait.ms);
      stepPlan(plan, { type: 'pauseOver' }, 5_000, limits, 0);
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 500, 500, 500]);
  });

  test('after the peer was back, however long it had been away, the next loss is dialled at once', () => {
    const plan = connectedPlan();
    for (let n = 0; n < 20; n++) stepPlan(plan, n % 2 === 0 ? lost : { type: 'pauseOver' }, 5_000, limits, 0);
    stepPlan(plan, { type: 'ready' }, 6_000, limits, 0);
    expect(kinds(stepPlan(plan, lost, 6_010, limits, 0))).toEqual(['state', 'dial']);
  });

  test('a server that hangs up again and again is not called in a tight loop', () => {
    const plan = connectedPlan();
    expect(kinds(stepPlan(plan, lost, 10, limits, 0))).toEqual(['state', 'dial']);
    stepPlan(plan, { type: 'ready' }, 10, limits, 0);
    expect(kinds(stepPlan(plan, lost, 20, limits, 0))).toEqual(['state', 'wait']);
  });

  test('a second endpoint is tried before any pause', () => {
    const two = { ...limits, endpoints: 2 };
    const plan = newPlan();
    expect(stepPlan(plan, { type: 'start' }, 0, two, 0)[1]).toEqual({ type: 'dial', endpoint: 0 });
    expect(stepPlan(plan, lost, 0, two, 0)[1]).toEqual({ type: 'dial', endpoint: 1 });
    expect(stepPlan(plan, lost, 0, two, 0)[1]).toEqual({ type: 'wait', ms: 10 });
    expect(stepPlan(plan, { type: 'pauseOver' }, 10, two, 0)[0]).toEqual({ type: 'dial', endpoint: 0 });
  });

  test('a failure that cannot get better ends it, and so does the time for the first connection', () => {
    const plan = connectedPlan();
    stepPlan(plan, { ...lost, isFinal: true }, 0, limits, 0);
    expect(plan.state).toEqual({ phase: 'closed', failure });
    const never = newPlan();
    stepPlan(never, { type: 'start' }, 0, limits, 0);
    expect(stepPlan(never, lost, 9_995, limits, 0.9)[1]).toEqual({ type: 'wait', ms: 5 });
    stepPlan(never, { type: 'pauseOver' }, 10_000, limits, 0);
    stepPlan(never, lost, 10_000, limits, 0);
    expect(never.state).toEqual({ phase: 'closed', failure });
  });

  test('whatever happens, at most one thing is under way: a dial, a pause or a connection', () => {
    const step = fc.constantFrom('next', 'fail', 'close');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), (steps, endpoints) => {
        const plan = newPlan();
        const own = { ...limits, endpoints };
        let doing = 'dial';
        let nowMs = 0;
        stepPlan(plan, { type: 'start' }, nowMs, own, 0);
        for (const what of steps) {
          nowMs += 7;
          const event: PlanEvent =
            what === 'close'
              ? { type: 'close' }
              : doing === 'wait'
                ? { type: 'pauseOver' }
                : what === 'next' && doing === 'dial'
                  ? { type: 'ready' }
                  : lost;
          const effects = stepPlan(plan, event, nowMs, own, 0.3);
          if (plan.state.phase === 'closed') return;
          const started = effects.filter((effect) => effect.type !== 'state');
          expect(started.length).toBe(event.type === 'ready' ? 0 : 1);
          doing = started[0]?.type ?? 'connected';
          expect(doing === 'connected').toBe(plan.state.phase === 'connected');
        }
      }),
    );
  });
});
