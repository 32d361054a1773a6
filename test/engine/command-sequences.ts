/** Random sequences of log entries in a world small enough that orders meet, ids repeat and sessions end. */
import fc from 'fast-check';
import { type NewOrder, OrdType, Side } from '../../node/wire/index.js';
import { REGION } from './driven-engine.js';
import type { Command, Header } from './reference-engine.js';

export const INSTRUMENTS = [REGION * 65_536 + 1, REGION * 65_536 + 2] as const;
const START_US = 1_700_000_000_000_000;
/** Orders of a partner that a cancel or replace may mean. */
const RECENT_ORDERS = 8;

export interface Entry {
  header: Header;
  command: Command;
}

const often = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 40): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });

const instrument = often<number>(
  fc.constantFrom(0, 0, 0, 1).map((n) => INSTRUMENTS[n] as number),
  fc.constant(99),
  80,
);
const price = often(fc.integer({ min: 96, max: 104 }), fc.constantFrom(-2, 0, 95, 201, 240));
const quantity = often(fc.integer({ min: 1, max: 12 }), fc.constantFrom(-1, 0, 1000, 1001, 2000));
/** acceptUntil relative to the time of the entry, in µs. */
const ahead = often(fc.integer({ min: 0, max: 40_000_000 }), fc.integer({ min: -5, max: 301_000_000 }));
const side = fc.constantFrom(Side.Buy, Side.Sell);
/** 0: a fresh client order id; 1: one used before; 2: none. */
const idKind = fc.oneof(
  { weight: 60, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constant(2) },
);
const pick = fc.nat(1_000_000);

/** What an entry is made of; client order ids and targets are filled in from what came before. */
type Draft =
  | { kind: 'new'; message: Partial<NewOrder>; idKind: number; ahead: number; isOdd: boolean }
  | { kind: 'cancel'; target: number; idKind: number; ahead: number; otherInstrument: boolean }
  | { kind: 'replace'; target: number; price: number; stopPrice: number; quantity: number; idKind: number; ahead: number }
  | { kind: 'mass'; instrument: number; side: Side; idKind: number; ahead: number }
  | { kind: 'again'; which: number }
  | { kind: 'plain'; command: Command };

const newOrder = fc.record({
  instrument,
  side,
  ordType: fc.constantFrom(OrdType.Limit, OrdType.Limit, OrdType.Limit, OrdType.Limit, OrdType.Market, OrdType.Stop, OrdType.StopLimit),
  timeInForce: often(fc.constantFrom(1, 2, 2, 2, 3, 4), fc.constantFrom(0, 5), 60),
  flags: often(fc.constantFrom(0, 0, 0, 2, 1), fc.constant(4), 60),
  selfTradePolicy: often(fc.constantFrom(0, 1, 2, 3), fc.constant(4), 60),
  price,
  stopPrice: price,
  quantity,
}) as fc.Arbitrary<Partial<NewOrder>>;

const isOdd = fc.integer({ min: 0, max: 24 }).map((n) => n === 0);
const plain = (command: fc.Arbitrary<Command>): fc.Arbitrary<Draft> => command.map((c): Draft => ({ kind: 'plain', command: c }));

const drafts: fc.Arbitrary<Draft> = fc.oneof(
  { weight: 60, arbitrary: fc.record({ kind: fc.constant('new' as const), message: newOrder, idKind, ahead, isOdd }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('cancel' as const), target: pick, idKind, ahead, otherInstrument: isOdd }) },
  {
    weight: 24,
    arbitrary: fc.record({ kind: fc.constant('replace' as const), target: pick, price, stopPrice: price, quantity, idKind, ahead }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('mass' as const),
      instrument: fc.oneof(fc.constant(0), instrument),
      side: fc.constantFrom(0, 0, 1, 2, 3) as fc.Arbitrary<Side>,
      idKind,
      ahead,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('again' as const), which: pick }) },
  { weight: 1, arbitrary: plain(fc.nat(3).map((endedSession) => ({ kind: 'session', endedSession }))) },
  {
    weight: 3,
    arbitrary: plain(
      fc.record({
        kind: fc.constant('tick' as const),
        instrument: fc.oneof(fc.constant(0), instrument),
        open: fc.constantFrom(0, 1, 1, 1, 2),
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: plain(
      fc
        .record({
          of: instrument,
          enabled: fc.constantFrom(0, 1, 1, 1, 1),
          tick: fc.constantFrom(1, 1, 2, -1),
          lot: fc.constantFrom(1, 1, 2),
        })
        .map(({ of, ...more }) => definition(of, more)),
    ),
  },
);

export function definition(instrumentNumber: number, more: Partial<Extract<Command, { kind: 'define' }>['message']> = {}): Command {
  const limits = { tick: 1, lot: 1, bandLow: 1, bandHigh: 200, maxQuantity: 1000 };
  const message = { instrument: instrumentNumber, symbol: 'ACME', priceScale: 2, quantityScale: 0, enabled: 1, ...limits, ...more };
  return { kind: 'define', message };
}

interface Known {
  partner: number;
  id: string;
  ordType: number;
  instrument: number;
}

/** Turns drafts into entries that refer to each other. */
class Story {
  readonly entries: Entry[] = [];
  private timeUs = START_US;
  private lastId = 0;
  private readonly known: Known[] = [];

  plain(command: Command): void {
    this.add(command, 0, 0);
  }

  tell(draft: Draft, stepUs: number, partner: number, session: number): void {
    this.timeUs += stepUs;
    if (draft.kind === 'plain') {
      this.add(draft.command, 0, 0);
    } else if (draft.kind === 'again') {
      const before = this.entries[draft.which % this.entries.length] as Entry;
      this.add(before.command, before.header.partner, session);
    } else {
      this.add(this.command(draft, partner), partner, session);
    }
  }

  private command(draft: Exclude<Draft, { kind: 'plain' | 'again' }>, partner: number): Command {
    const acceptUntilUs = this.timeUs + draft.ahead;
    const clientOrderId = this.id(draft.idKind, partner);
    if (draft.kind === 'new') {
      const message = { ...draft.message, clientOrderId, acceptUntilUs, clientTimeUs: this.timeUs } as NewOrder;
      this.known.push({ partner, id: clientOrderId, ordType: message.ordType, instrument: message.instrument });
      return { kind: 'new', message: draft.isOdd ? message : sensible(message) };
    }
    if (draft.kind === 'mass')
      return { kind: 'mass', message: { instrument: draft.instrument, side: draft.side, clientOrderId, acceptUntilUs } };
    const mine = this.known.filter((k) => k.partner === partner).slice(-RECENT_ORDERS);
    const target = mine[draft.target % Math.max(1, mine.length)] ?? { id: 'nobody', instrument: INSTRUMENTS[0], ordType: 0 };
    const about = { instrument: target.instrument, clientOrderId, origClientOrderId: target.id, acceptUntilUs };
    if (draft.kind === 'cancel')
      return { kind: 'cancel', message: draft.otherInstrument ? { ...about, instrument: INSTRUMENTS[1] } : about };
    this.known.push({ ...target, partner, id: clientOrderId });
    const hasLimit = target.ordType !== OrdType.Stop;
    const hasStop = target.ordType === OrdType.Stop || (target.ordType === OrdType.StopLimit && draft.target % 3 !== 0);
    const prices = { price: hasLimit ? draft.price : 0, stopPrice: hasStop ? draft.stopPrice : 0 };
    return { kind: 'replace', message: { ...about, ...prices, quantity: draft.quantity } };
  }

  private id(kind: number, partner: number): string {
    const used = this.known.filter((k) => k.partner === partner);
    if (kind === 2) return '';
    if (kind === 1 && used.length > 0) return used[(this.lastId * 7) % used.length]?.id ?? '';
    this.lastId += 1;
    return `order-${this.lastId}`;
  }

  private add(command: Command, partner: number, session: number): void {
    this.entries.push({ header: { epoch: 1, seq: this.entries.length + 1, timeUs: this.timeUs, partner, session }, command });
  }
}

/** Price fields as the type wants them. */
function sensible(order: NewOrder): NewOrder {
  const isLimited = order.ordType === OrdType.Limit || order.ordType === OrdType.StopLimit;
  const isStop = order.ordType === OrdType.Stop || order.ordType === OrdType.StopLimit;
  const isPostOnly = (order.flags & 1) !== 0 && order.ordType === OrdType.Limit;
  const prices = { price: isLimited ? order.price : 0, stopPrice: isStop ? order.stopPrice : 0 };
  const flags = isPostOnly ? order.flags : order.flags & ~1;
  return { ...order, ...prices, flags, timeInForce: (isStop || isPostOnly) && order.timeInForce > 2 ? 2 : order.timeInForce };
}

/** Both instruments defined and open, then `maxLength` random entries at most; time goes on, at times in leaps. */
export function entrySequences(maxLength: number): fc.Arbitrary<Entry[]> {
  const stepUs = often(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: -1_000_000, max: 90_000_000 }));
  const step = fc.record({ draft: drafts, stepUs, partner: fc.constantFrom(1, 2, 2, 3), session: fc.nat(2) });
  return fc.array(step, { minLength: Math.floor(maxLength / 8), maxLength, size: 'max' }).map((steps) => {
    const story = new Story();
    for (const of of INSTRUMENTS) {
      story.plain(definition(of));
      story.plain({ kind: 'tick', instrument: of, open: 1 });
    }
    for (const { draft, stepUs: us, partner, session } of steps) story.tell(draft, us, partner, session);
    return story.entries;
  });
}
