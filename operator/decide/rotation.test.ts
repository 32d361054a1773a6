import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideRotation, type RotationFacts } from './rotation.js';
import { initialRotation, type RotationLimits, type RotationState, stepRotation } from './rotation-state.js';

const MINUTE = 60_000;
const limits: RotationLimits = { intervalMs: 60 * MINUTE, overlapMs: 5 * MINUTE, jitterPercent: 0 };
const T0 = Date.UTC(2026, 0, 5);

const input = (nowMs: number, changes: { jitter?: number; rotateToken?: string; limits?: RotationLimits } = {}) => ({
  nowMs,
  limits,
  jitter: 0,
  rotateToken: '',
  ...changes,
});
const nodes = (...heldVersions: number[]) => heldVersions.map((heldVersion, at) => ({ name: `node-${at + 1}`, heldVersion }));
const aFact = (state: RotationState, changes: Partial<RotationFacts> = {}): RotationFacts => ({
  state,
  limits,
  nodes: nodes(state.version, state.version, state.version),
  rotateToken: '',
  ...changes,
});
const fresh = initialRotation(input(T0));
const published = stepRotation(fresh, 'publish', input(T0 + 55 * MINUTE));
const activated = stepRotation(published, 'activate', input(T0 + 60 * MINUTE));

describe('what a rotation needs now', () => {
  test.each([
    ['a young key needs nothing, and says when to look again', aFact(fresh), T0, { kind: 'ok', requeueAfterMs: 55 * MINUTE }],
    ['the next key is published one overlap before it is due', aFact(fresh), T0 + 55 * MINUTE, { kind: 'act', action: 'publish' }],
    ['rotate-now publishes at once', aFact(fresh, { rotateToken: 'a' }), T0 + 1, { kind: 'act', action: 'publish' }],
    [
      'a node that has not confirmed blocks activation and is named',
      aFact(published, { nodes: nodes(2, 1, 2) }),
      T0 + 55 * MINUTE + 30_000,
      { kind: 'wait', reason: 'NodesUnconfirmed', message: expect.stringContaining('node-2') },
    ],
    ['a node that stays silent makes it stalled', aFact(published, { nodes: nodes(2, 1, 2) }), T0 + 70 * MINUTE, { kind: 'stalled' }],
    ['all confirmed: the overlap still has to pass', aFact(published), T0 + 58 * MINUTE, { kind: 'wait', requeueAfterMs: 2 * MINUTE }],
    ['all confirmed and overlap over: switch', aFact(published), T0 + 60 * MINUTE, { kind: 'act', action: 'activate' }],
    ['the previous key stays trusted for the overlap', aFact(activated), T0 + 61 * MINUTE, { kind: 'wait', reason: 'Overlap' }],
    ['then it is retired', aFact(activated), T0 + 65 * MINUTE, { kind: 'act', action: 'retire' }],
    [
      'it is not retired while a node has not switched',
      aFact(activated, { nodes: nodes(3, 3, 2) }),
      T0 + 65 * MINUTE,
      { kind: 'stalled', message: expect.stringContaining('node-3') },
    ],
    ['a clock that went back is noticed, nothing is done early', aFact(published), T0, { kind: 'act', action: 'reanchor' }],
    [
      'a shortened interval counts from now',
      aFact(fresh, { limits: { ...limits, intervalMs: 10 * MINUTE } }),
      T0 + MINUTE,
      { kind: 'act', action: 'reanchor' },
    ],
  ])('%s', (_, facts, nowMs, expected) => expect(decideRotation(facts, nowMs)).toMatchObject(expected));

  test('a key asked for now needs confirmations but no overlap before it', () => {
    const urgent = stepRotation(fresh, 'publish', input(T0 + 1, { rotateToken: 'a' }));
    expect(decideRotation(aFact(urgent, { nodes: nodes(2, 1), rotateToken: 'a' }), T0 + 2)).toMatchObject({ kind: 'wait' });
    expect(decideRotation(aFact(urgent, { rotateToken: 'a' }), T0 + 2)).toMatchObject({ action: 'activate' });
  });

  test('the same token a second time does nothing', () => {
    let state = stepRotation(fresh, 'publish', input(T0, { rotateToken: 'a' }));
    state = stepRotation(state, 'activate', input(T0 + 1, { rotateToken: 'a' }));
    state = stepRotation(state, 'retire', input(T0 + 6 * MINUTE, { rotateToken: 'a' }));
    expect(decideRotation(aFact(state, { rotateToken: 'a' }), T0 + 7 * MINUTE)).toMatchObject({ kind: 'ok' });
    expect(decideRotation(aFact(state, { rotateToken: 'b' }), T0 + 7 * MINUTE)).toMatchObject({ action: 'publish' });
  });

  test('a token that comes during a rotation is honoured after it', () => {
    const state = stepRotation(activated, 'retire', input(T0 + 65 * MINUTE));
    expect(decideRotation(aFact(activated, { rotateToken: 'late' }), T0 + 61 * MINUTE)).toMatchObject({ kind: 'wait' });
    expect(decideRotation(aFact(state, { rotateToken: 'late' }), T0 + 65 * MINUTE)).toMatchObject({ action: 'publish' });
  });

  test('jitter only ever shortens an interval, by at most its share', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 50 }), (jitter, jitterPercent) => {
        const state = initialRotation(input(T0, { jitter, limits: { ...limits, jitterPercent } }));
        const share = (state.nextRotationAtMs - T0) / limits.intervalMs;
        expect(share).toBeLessThanOrEqual(1);
        expect(share).toBeGreaterThanOrEqual(1 - jitterPercent / 100 - 1e-6);
      }),
    );
  });

  test.each([
    [fresh, 'activate'],
    [fresh, 'retire'],
    [published, 'publish'],
    [activated, 'publish'],
  ] as const)('a step out of order ends in an assertion', (state, action) => {
    expect(() => stepRotation(state, action, input(T0))).toThrow('RELAIS_E_INTERNAL');
  });
});

/** Whether every node trusts what every node seals with. */
const isEveryoneUnderstood = (views: readonly RotationState[]): boolean =>
  views.every((sender) =>
    views.every(({ active, next, previous }) =>
      [active, next, previous].some((trusted) => trusted?.generation === sender.active.generation),
    ),
  );

describe('a rotation under every interleaving of time, nodes, crashes and clock jumps', () => {
  const event = fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('time' as const), byMs: fc.integer({ min: 0, max: 30 * MINUTE }) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('time' as const), byMs: fc.integer({ min: -30 * MINUTE, max: -1 }) }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('confirm' as const), node: fc.integer({ min: 0, max: 2 }) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('rotateNow' as const), token: fc.string({ minLength: 1, maxLength: 3 }) }) },
    // A crash after deciding and before the write: the step is lost, the next look decides again.
    { weight: 1, arbitrary: fc.record({ type: fc.constant('crash' as const) }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('look' as const) }) },
  );

  test('no node ever lacks a key that another one seals with, and generations only grow', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300, size: 'max' }), (events) => {
        let nowMs = T0;
        let rotateToken = '';
        let state = initialRotation(input(nowMs));
        const history = new Map<number, RotationState>([[state.version, state]]);
        const held = [1, 1, 1];
        for (const one of events) {
          if (one.type === 'time') nowMs += one.byMs;
          else if (one.type === 'confirm') held[one.node] = state.version;
          else if (one.type === 'rotateNow') rotateToken = one.token;
          else {
            const verdict = decideRotation({ state, limits, nodes: nodes(...held), rotateToken }, nowMs);
            if (verdict.action === undefined || one.type === 'crash') continue;
            const after = stepRotation(state, verdict.action, input(nowMs, { rotateToken }));
            expect(after.active.generation).toBeGreaterThanOrEqual(state.active.generation);
            expect(after.version).toBe(state.version + 1);
            state = after;
            history.set(state.version, state);
          }
          expect(isEveryoneUnderstood(held.map((version) => history.get(version) as RotationState))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('once nodes confirm and the clock runs, a rotation that was begun ends within two overlaps', () => {
    fc.assert(
      fc.property(fc.integer({ min: -90 * MINUTE, max: 90 * MINUTE }), fc.constantFrom(fresh, published, activated), (jumpMs, from) => {
        let state = from;
        let nowMs = T0 + 60 * MINUTE + jumpMs;
        const wanted = state.active.generation + 1;
        for (let looks = 0; looks < 500 && state.active.generation < wanted; looks += 1) {
          const verdict = decideRotation(aFact(state), nowMs);
          if (verdict.action === undefined) nowMs += Math.min(verdict.requeueAfterMs ?? MINUTE, MINUTE);
          else state = stepRotation(state, verdict.action, input(nowMs));
        }
        expect(state.active.generation).toBe(wanted);
      }),
    );
  });
});
