/** Random sequences of log entries in a world small enough that orders meet, ids repeat and sessions end. */
import fc from 'fast-check';
import { type NewOrder, OrdType, Side } from '../../node/wire/index.js';
import { REGION } from './driven-engine.js';
import type { Command, Header } from './reference-engine.js';

export const INSTRUMENTS = [REGION * 65_536 + 1, REGION * 65_536 + 2] as const;
const START_US = 1_700_000_000_000_000;

export interface Entry {
  header: Header;
  command: Command;
}

const instrument = fc.oneof(
  { weight: 30, arbitrary: fc.constant(INSTRUMENTS[0]) },
  { weight: 8, arbitrary: fc.constant(INSTRUMENTS[1]) },
  { weight: 1, arbitrary: fc.constant(99) },
);
const clientOrderId = fc.oneof(
  { weight: 60, arbitrary: fc.integer({ min: 0, max: 60 }).map((n) => `c${n}`) },
  { weight: 1, arbitrary: fc.constant('') },
);
const price = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 96, max: 104 }) },
  { weight: 1, arbitrary: fc.integer({ min: -2, max: 240 }) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const quantity = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: -1, max: 2000 }) },
);
/** Relative to the time of the entry, in µs. */
const acceptAhead = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 40_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 301_000_000 }) },
);

/** Mostly sensible orders; now and then fields that do not go together. */
const newOrder = fc.record({
  instrument,
  side: fc.constantFrom(Side.Buy, Side.Sell),
  ordType: fc.oneof(
    { weight: 6, arbitrary: fc.constant(OrdType.Limit) },
    { weight: 5, arbitrary: fc.constantFrom(OrdType.Market, OrdType.Stop, OrdType.StopLimit) },
  ),
  timeInForce: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(1, 2) },
    { weight: 4, arbitrary: fc.constantFrom(3, 4) },
    { weight: 1, arbitrary: fc.constantFrom(0, 5) },
  ),
  flags: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(0, 0, 2) },
    { weight: 4, arbitrary: fc.constantFrom(1, 3) },
    { weight: 1, arbitrary: fc.constant(4) },
  ),
  selfTradePolicy: fc.constantFrom(0, 1, 2, 3),
  price,
  stopPrice: price,
  quantity,
  clientOrderId,
  isOdd: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  ahead: acceptAhead,
});

type Draft = { make: (nowUs: number) => Command };

const drafts: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 60,
    arbitrary: newOrder.map(({ isOdd, ahead, ...fields }) => ({
      make: (nowUs: number): Command => {
        const message = { ...fields, acceptUntilUs: nowUs + ahead, clientTimeUs: nowUs } as NewOrder;
        return { kind: 'new', message: isOdd ? message : sensible(message) };
      },
    })),
  },
  {
    weight: 12,
    arbitrary: fc
      .record({ instrument, clientOrderId, origClientOrderId: clientOrderId, ahead: acceptAhead })
      .map(({ ahead, ...fields }) => ({
        make: (nowUs: number): Command => ({ kind: 'cancel', message: { ...fields, acceptUntilUs: nowUs + ahead } }),
      })),
  },
  {
    weight: 18,
    arbitrary: fc
      .record({
        instrument,
        clientOrderId,
        origClientOrderId: clientOrderId,
        price,
        stopPrice: fc.oneof(fc.constant(0), price),
        quantity,
        ahead: acceptAhead,
      })
      .map(({ ahead, ...fields }) => ({
        make: (nowUs: number): Command => ({ kind: 'replace', message: { ...fields, acceptUntilUs: nowUs + ahead } }),
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ instrument: fc.oneof(fc.constant(0), instrument), side: fc.constantFrom(0, 1, 2, 3), clientOrderId, ahead: acceptAhead })
      .map(({ ahead, ...fields }) => ({
        make: (nowUs: number): Command => ({ kind: 'mass', message: { ...fields, acceptUntilUs: nowUs + ahead } as never }),
      })),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 0, max: 3 }).map((endedSession) => ({ make: (): Command => ({ kind: 'session', endedSession }) })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ instrument: fc.oneof(fc.constant(0), instrument), open: fc.constantFrom(0, 1, 1, 1, 2) })
      .map(({ instrument: of, open }) => ({ make: (): Command => ({ kind: 'tick', instrument: of, open }) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ of: instrument, enabled: fc.constantFrom(0, 1, 1), tick: fc.constantFrom(1, 2, -1), lot: fc.constantFrom(1, 2) })
      .map(({ of, enabled, tick, lot }) => ({ make: (): Command => definition(of, { enabled, tick, lot }) })),
  },
);

/** Price fields as the type wants them. */
function sensible(order: NewOrder): NewOrder {
  const isLimited = order.ordType === OrdType.Limit || order.ordType === OrdType.StopLimit;
  const isStop = order.ordType === OrdType.Stop || order.ordType === OrdType.StopLimit;
  return {
    ...order,
    price: isLimited ? order.price : 0,
    stopPrice: isStop ? order.stopPrice : 0,
    timeInForce: isStop ? 2 : order.timeInForce,
  };
}

export function definition(instrumentNumber: number, more: Partial<Extract<Command, { kind: 'define' }>['message']> = {}): Command {
  const limits = { tick: 1, lot: 1, bandLow: 1, bandHigh: 200, maxQuantity: 1000 };
  const message = { instrument: instrumentNumber, symbol: 'ACME', priceScale: 2, quantityScale: 0, enabled: 1, ...limits, ...more };
  return { kind: 'define', message };
}

/** Both instruments defined and open, then `maxLength` random entries at most; time goes on, at times in leaps. */
export function entrySequences(maxLength: number): fc.Arbitrary<Entry[]> {
  const stepUs = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0, max: 2_000_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -1_000_000, max: 90_000_000 }) },
  );
  const draft = fc.record({ draft: drafts, stepUs, partner: fc.integer({ min: 1, max: 3 }), session: fc.integer({ min: 0, max: 2 }) });
  return fc.array(draft, { maxLength, size: 'max' }).map((steps) => {
    const entries: Entry[] = [];
    let timeUs = START_US;
    const add = (command: Command, partner: number, session: number): void => {
      entries.push({ header: { epoch: 1, seq: entries.length + 1, timeUs, partner, session }, command });
    };
    for (const of of INSTRUMENTS) {
      add(definition(of), 0, 0);
      add({ kind: 'tick', instrument: of, open: 1 }, 0, 0);
    }
    for (const step of steps) {
      timeUs += step.stepUs;
      add(step.draft.make(timeUs), step.partner, step.session);
    }
    return entries;
  });
}
