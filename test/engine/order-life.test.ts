import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  CancelReason,
  ExecType,
  type MassCancel,
  type NewOrder,
  OrdStatus,
  OrdType,
  RejectReason,
  type ReplaceOrder,
  SelfTradePolicy,
  Side,
  TimeInForce,
} from '../../node/wire/index.js';
import { definition, INSTRUMENTS } from './command-sequences.js';
import { DrivenEngine } from './driven-engine.js';
import type { Command, Event } from './reference-engine.js';

const [ACME, OTHER] = INSTRUMENTS;
const START_US = 1_700_000_000_000_000;
const [ALICE, BOB, CAROL] = [1, 2, 3];

/** A market with a clock of its own: each command a millisecond later. */
class Market {
  readonly engine: DrivenEngine;
  nowUs = START_US;
  seq = 0;
  private lastId = 0;

  constructor(limits: ConstructorParameters<typeof DrivenEngine>[0] = {}) {
    this.engine = new DrivenEngine(limits);
    for (const instrument of INSTRUMENTS) {
      this.send(0, definition(instrument, { maxQuantity: Number.MAX_SAFE_INTEGER }));
      this.send(0, { kind: 'tick', instrument, open: 1 });
    }
  }

  send(partner: number, command: Command, session = 0): Event[] {
    this.seq += 1;
    this.nowUs += 1000;
    return this.engine.apply({ epoch: 1, seq: this.seq, timeUs: this.nowUs, partner, session }, command);
  }

  order(more: Partial<NewOrder>): Command {
    this.lastId += 1;
    const usual = { instrument: ACME, side: Side.Buy, ordType: OrdType.Limit, timeInForce: TimeInForce.GoodTillCancel, flags: 0 };
    const rest = { selfTradePolicy: 0 as const, price: 100, stopPrice: 0, quantity: 10, clientTimeUs: 0 };
    const ids = { acceptUntilUs: this.nowUs + 5_000_000, clientOrderId: `o${this.lastId}` };
    return { kind: 'new', message: { ...usual, ...rest, ...ids, ...more } };
  }

  enter(partner: number, more: Partial<NewOrder>, session = 0): Event[] {
    return this.send(partner, this.order(more), session);
  }

  buy(partner: number, price: number, quantity: number, more: Partial<NewOrder> = {}): Event[] {
    return this.enter(partner, { side: Side.Buy, price, quantity, ...more });
  }

  sell(partner: number, price: number, quantity: number, more: Partial<NewOrder> = {}): Event[] {
    return this.enter(partner, { side: Side.Sell, price, quantity, ...more });
  }

  replace(partner: number, origClientOrderId: string, more: Partial<ReplaceOrder>): Event[] {
    this.lastId += 1;
    const usual = { instrument: ACME, price: 100, stopPrice: 0, quantity: 10, acceptUntilUs: this.nowUs + 5_000_000 };
    return this.send(partner, { kind: 'replace', message: { ...usual, origClientOrderId, clientOrderId: `r${this.lastId}`, ...more } });
  }

  cancel(partner: number, origClientOrderId: string, clientOrderId = `x-${origClientOrderId}`): Event[] {
    const message = { instrument: ACME, acceptUntilUs: this.nowUs + 5_000_000, clientOrderId, origClientOrderId };
    return this.send(partner, { kind: 'cancel', message });
  }

  massCancel(partner: number, more: Partial<MassCancel> = {}): Event[] {
    const message = { instrument: 0, side: 0 as const, acceptUntilUs: this.nowUs + 5_000_000, clientOrderId: 'all', ...more };
    return this.send(partner, { kind: 'mass', message });
  }

  get bids(): [number, number][] {
    return this.engine.book(ACME)?.bids ?? [];
  }

  get offers(): [number, number][] {
    return this.engine.book(ACME)?.offers ?? [];
  }
}

const reports = (events: Event[]) => events.flatMap((e) => ('report' in e ? [e.report] : []));
const fills = (events: Event[]) =>
  reports(events)
    .filter((r) => r.execType === ExecType.Trade && (r.flags & 4) !== 0)
    .map((r) => [r.clientOrderId, r.lastPrice, r.lastQuantity]);
const types = (events: Event[]) => reports(events).map((r) => r.execType);
const market = (events: Event[], name: string) => events.flatMap((e) => ('market' in e && e.market === name ? [e.value] : []));
const onlyReport = (events: Event[]) => {
  const [report, ...more] = reports(events);
  expect(more).toEqual([]);
  return report;
};

let m = new Market();
beforeEach(() => {
  m = new Market();
});

describe('price and time', () => {
  test('the better price is served first, then the older order, at the price of what rests', () => {
    m.sell(ALICE, 102, 5, { clientOrderId: 'worse' });
    m.sell(ALICE, 101, 5, { clientOrderId: 'first' });
    m.sell(BOB, 101, 5, { clientOrderId: 'second' });
    expect(fills(m.buy(CAROL, 105, 12))).toEqual([
      ['first', 101, 5],
      ['second', 101, 5],
      ['worse', 102, 2],
    ]);
    expect(m.offers).toEqual([[102, 3]]);
  });

  test('a market order takes what there is and its rest is cancelled; on an empty book it is rejected', () => {
    m.sell(ALICE, 101, 5);
    const events = m.buy(BOB, 0, 8, { ordType: OrdType.Market });
    expect(types(events)).toEqual([ExecType.New, ExecType.Trade, ExecType.Trade, ExecType.Canceled]);
    expect(reports(events).at(-1)).toMatchObject({ cancelReason: CancelReason.RestOfImmediate, cumQuantity: 5, leavesQuantity: 0 });
    expect(onlyReport(m.buy(BOB, 0, 8, { ordType: OrdType.Market }))).toMatchObject({
      ordStatus: OrdStatus.Rejected,
      rejectReason: RejectReason.NotEnoughLiquidity,
    });
  });

  test('fill-or-kill takes all or nothing, immediate-or-cancel what it gets', () => {
    m.sell(ALICE, 101, 5);
    m.sell(ALICE, 102, 5);
    expect(onlyReport(m.buy(BOB, 101, 6, { timeInForce: TimeInForce.FillOrKill }))?.rejectReason).toBe(RejectReason.NotEnoughLiquidity);
    expect(fills(m.buy(BOB, 102, 6, { timeInForce: TimeInForce.FillOrKill }))).toHaveLength(2);
    const events = m.buy(BOB, 102, 100, { timeInForce: TimeInForce.ImmediateOrCancel });
    expect(reports(events).at(-1)).toMatchObject({ execType: ExecType.Canceled, cumQuantity: 4 });
    expect([m.bids, m.offers]).toEqual([[], []]);
  });

  test('post-only never takes: it rests or is rejected', () => {
    m.sell(ALICE, 101, 5);
    expect(onlyReport(m.buy(BOB, 101, 5, { flags: 1 }))?.rejectReason).toBe(RejectReason.WouldTakeLiquidity);
    expect(onlyReport(m.buy(BOB, 100, 5, { flags: 1 }))?.execType).toBe(ExecType.New);
  });
});

describe('replace', () => {
  const orderOfService = (): string[] => fills(m.sell(CAROL, 100, 30)).map(([id]) => String(id));

  test.each([
    ['a smaller quantity', 5],
    ['the same quantity', 10],
  ])('%s keeps the turn', (_what, quantity) => {
    m.buy(ALICE, 100, 10, { clientOrderId: 'a' });
    m.buy(BOB, 100, 10, { clientOrderId: 'b' });
    m.replace(ALICE, 'a', { quantity, clientOrderId: 'a2' });
    expect(m.bids).toEqual([[100, quantity + 10]]);
    expect(orderOfService()).toEqual(['a2', 'b']);
  });

  test.each([
    ['a larger quantity', { quantity: 11 }],
    ['another price and back', { price: 99 }],
  ])('%s loses the turn', (_what, change) => {
    m.buy(ALICE, 100, 10, { clientOrderId: 'a' });
    m.buy(BOB, 100, 10, { clientOrderId: 'b' });
    m.replace(ALICE, 'a', { ...change, clientOrderId: 'a2' });
    m.replace(ALICE, 'a2', { clientOrderId: 'a3' });
    expect(orderOfService()).toEqual(['b', 'a3']);
  });

  test('an order goes by the id of its last replace, is still found by its first, and says both', () => {
    m.buy(ALICE, 100, 10, { clientOrderId: 'a' });
    m.replace(ALICE, 'a', { quantity: 9, clientOrderId: 'a2' });
    expect(reports(m.sell(BOB, 100, 1)).find((r) => r.partner === ALICE)).toMatchObject({
      clientOrderId: 'a2',
      origClientOrderId: 'a',
    });
    expect(onlyReport(m.cancel(ALICE, 'a'))?.execType).toBe(ExecType.Canceled);
  });

  test('the id of the last replace is found for as long as the order is open, however long ago it was', () => {
    m.buy(ALICE, 100, 10, { clientOrderId: 'a' });
    m.replace(ALICE, 'a', { quantity: 9, clientOrderId: 'a2' });
    m.nowUs += 1_000_000_000;
    m.send(0, { kind: 'tick', instrument: 0, open: 0 });
    expect(m.engine.engine.recordsUsed).toBe(2);
    expect(onlyReport(m.cancel(ALICE, 'a2'))?.execType).toBe(ExecType.Canceled);
    expect(m.engine.engine.recordsUsed).toBe(1);
  });

  test('a new price that crosses trades at once; a post-only order may not', () => {
    m.sell(BOB, 101, 5);
    m.buy(ALICE, 100, 10, { clientOrderId: 'a' });
    m.buy(ALICE, 100, 10, { clientOrderId: 'p', flags: 1 });
    expect(onlyReport(m.replace(ALICE, 'p', { price: 101 }))).toMatchObject({
      execType: ExecType.CancelRejected,
      rejectReason: RejectReason.WouldTakeLiquidity,
    });
    expect(types(m.replace(ALICE, 'a', { price: 101 }))).toEqual([ExecType.Replaced, ExecType.Trade, ExecType.Trade]);
    expect(m.bids).toEqual([
      [101, 5],
      [100, 10],
    ]);
  });

  test('a quantity that is filled already is rejected', () => {
    m.buy(ALICE, 100, 10, { clientOrderId: 'a' });
    m.sell(BOB, 100, 4);
    expect(onlyReport(m.replace(ALICE, 'a', { quantity: 4 }))?.rejectReason).toBe(RejectReason.IncorrectQuantity);
  });
});

describe('the same partner on both sides', () => {
  const policies: [string, SelfTradePolicy, [number, number][], [number, number][]][] = [
    ['by default the resting order is cancelled', 0, [[100, 10]], []],
    ['CancelIncoming leaves what rests', SelfTradePolicy.CancelIncoming, [], [[100, 5]]],
    ['CancelBoth leaves neither', SelfTradePolicy.CancelBoth, [], []],
  ];
  test.each(policies)('%s', (_what, selfTradePolicy, bids, offers) => {
    m.sell(ALICE, 100, 5);
    const events = m.buy(ALICE, 100, 10, { selfTradePolicy });
    expect(fills(events)).toEqual([]);
    expect([m.bids, m.offers]).toEqual([bids, offers]);
  });

  test('fill-or-kill that only an own order would fill says so', () => {
    m.sell(ALICE, 100, 10);
    const events = m.buy(ALICE, 100, 10, { timeInForce: TimeInForce.FillOrKill });
    expect(onlyReport(events)?.rejectReason).toBe(RejectReason.SelfTrade);
  });
});

describe('stop orders', () => {
  const stop = (side: Side, stopPrice: number, clientOrderId: string): Partial<NewOrder> => ({
    side,
    ordType: OrdType.Stop,
    price: 0,
    stopPrice,
    quantity: 1,
    clientOrderId,
  });
  const trade = (price: number): Event[] => {
    m.sell(ALICE, price, 1);
    return m.buy(BOB, price, 1);
  };
  const triggered = (events: Event[]): string[] =>
    reports(events)
      .filter((r) => r.execType === ExecType.TriggeredOrActivated)
      .map((r) => r.clientOrderId);

  test('those that a trade reaches are triggered by trigger price, then by time of entry', () => {
    m.enter(CAROL, stop(Side.Buy, 102, 'b102'));
    m.enter(CAROL, stop(Side.Buy, 101, 'b101'));
    m.enter(CAROL, stop(Side.Buy, 101, 'c101'));
    m.enter(CAROL, stop(Side.Buy, 103, 'b103'));
    m.enter(CAROL, stop(Side.Sell, 102, 's102'));
    m.enter(CAROL, stop(Side.Sell, 101, 's101'));
    expect(triggered(trade(102))).toEqual(['b101', 'c101', 'b102', 's102']);
  });

  test('a triggered order may trigger the next one: a cascade within one command', () => {
    for (const price of [101, 102, 103]) m.sell(ALICE, price, 1);
    m.enter(CAROL, stop(Side.Buy, 100, 's1'));
    m.enter(CAROL, stop(Side.Buy, 101, 's2'));
    m.enter(CAROL, stop(Side.Buy, 102, 's3'));
    const events = trade(100);
    expect(triggered(events)).toEqual(['s1', 's2', 's3']);
    expect(market(events, 'Trade').map((t) => (t as { price: number }).price)).toEqual([100, 101, 102, 103]);
  });

  test('a stop that the last trade has reached already is triggered on entry, without a trade it waits', () => {
    expect(types(m.enter(CAROL, stop(Side.Buy, 90, 'waits')))).toEqual([ExecType.New]);
    expect(triggered(trade(100))).toEqual(['waits']);
    expect(triggered(m.enter(CAROL, stop(Side.Buy, 99, 'at-once')))).toEqual(['at-once']);
    expect(triggered(m.enter(CAROL, stop(Side.Buy, 101, 'not-yet')))).toEqual([]);
  });

  test('a stop limit rests at its limit when it is triggered', () => {
    m.enter(CAROL, { side: Side.Buy, ordType: OrdType.StopLimit, price: 98, stopPrice: 100, quantity: 3 });
    expect(m.bids).toEqual([]);
    trade(100);
    expect(m.bids).toEqual([[98, 3]]);
  });

  test('more of them than may wait are rejected', () => {
    m = new Market({ stopsPerInstrumentMax: 2 });
    m.enter(CAROL, stop(Side.Buy, 101, 'a'));
    m.enter(CAROL, stop(Side.Sell, 99, 'b'));
    expect(onlyReport(m.enter(CAROL, stop(Side.Sell, 98, 'c')))?.rejectReason).toBe(RejectReason.TooManyOrders);
  });
});

describe('the end of orders', () => {
  test('when the session of the instrument closes, day orders expire and good-till-cancelled ones stay', () => {
    m.buy(ALICE, 100, 1, { timeInForce: TimeInForce.Day });
    m.buy(ALICE, 99, 2);
    const events = m.send(0, { kind: 'tick', instrument: ACME, open: 2 });
    expect(onlyReport(events)).toMatchObject({ execType: ExecType.Expired, ordStatus: OrdStatus.Expired });
    expect(market(events, 'InstrumentStatus')).toMatchObject([{ open: 0 }]);
    expect(m.bids).toEqual([[99, 2]]);
    expect(onlyReport(m.buy(ALICE, 98, 1))?.rejectReason).toBe(RejectReason.ExchangeClosed);
  });

  test('when a session of a client ends, its orders with cancel on disconnect go, and no others', () => {
    m.enter(ALICE, { flags: 2, quantity: 1 }, 77);
    m.enter(ALICE, { flags: 0, quantity: 2 }, 77);
    m.enter(ALICE, { flags: 2, quantity: 4 }, 78);
    expect(m.engine.engine.sessionsWithOrders()).toEqual([77, 78]);
    expect(onlyReport(m.send(0, { kind: 'session', endedSession: 77 }))).toMatchObject({ cancelReason: CancelReason.Disconnect });
    expect(m.bids).toEqual([[100, 6]]);
    expect(m.engine.engine.sessionsWithOrders()).toEqual([78]);
  });

  test('mass cancel takes the orders of this partner, of the instrument and side that it names, and says when it is done', () => {
    m.buy(ALICE, 100, 1);
    m.sell(ALICE, 110, 1);
    m.buy(BOB, 100, 1);
    m.buy(ALICE, 100, 1, { instrument: OTHER });
    expect(reports(m.massCancel(ALICE, { instrument: ACME, side: Side.Sell })).map((r) => r.clientOrderId)).toEqual(['o2', 'all']);
    const events = m.massCancel(ALICE, { clientOrderId: 'all2' });
    expect(reports(events).map((r) => [r.instrument, r.clientOrderId])).toEqual([
      [ACME, 'o1'],
      [OTHER, 'o4'],
      [0, 'all2'],
    ]);
    expect(m.bids).toEqual([[100, 1]]);
  });

  test('an instrument that is withdrawn takes its orders with it', () => {
    m.buy(ALICE, 100, 1);
    m.enter(BOB, { ordType: OrdType.Stop, price: 0, stopPrice: 120 });
    const events = m.send(0, definition(ACME, { enabled: 0 }));
    expect(reports(events).map((r) => r.cancelReason)).toEqual([CancelReason.Operator, CancelReason.Operator]);
    expect(onlyReport(m.buy(ALICE, 100, 1))?.rejectReason).toBe(RejectReason.UnknownInstrument);
  });

  test('only its own partner can cancel an order, and only once', () => {
    m.buy(ALICE, 100, 1, { clientOrderId: 'a' });
    expect(onlyReport(m.cancel(BOB, 'a'))?.rejectReason).toBe(RejectReason.UnknownOrder);
    expect(onlyReport(m.cancel(ALICE, 'a'))).toMatchObject({ execType: ExecType.Canceled, clientOrderId: 'x-a', origClientOrderId: 'a' });
    expect(onlyReport(m.cancel(ALICE, 'a', 'again'))?.rejectReason).toBe(RejectReason.UnknownOrder);
  });
});

describe('repeated client order ids', () => {
  test('the same order again is answered with its state, before the log and in it, and nothing is entered', () => {
    const order = m.order({ clientOrderId: 'a' });
    m.send(ALICE, order);
    m.sell(BOB, 100, 4);
    const answer = m.engine.answerDuplicate(ALICE, order);
    expect(answer.seq).toBe(m.seq);
    expect(onlyReport(answer.events)).toMatchObject({
      execType: ExecType.OrderStatus,
      ordStatus: OrdStatus.PartiallyFilled,
      cumQuantity: 4,
      flags: 1,
    });
    expect(onlyReport(m.send(ALICE, order))).toMatchObject({ execType: ExecType.OrderStatus, seq: m.seq });
    expect(m.bids).toEqual([[100, 6]]);
  });

  test('another order under the same id is a duplicate, another partner may use it', () => {
    m.buy(ALICE, 100, 1, { clientOrderId: 'a' });
    expect(onlyReport(m.buy(ALICE, 100, 2, { clientOrderId: 'a' }))?.rejectReason).toBe(RejectReason.DuplicateOrder);
    expect(onlyReport(m.engine.answerDuplicate(ALICE, m.order({ clientOrderId: 'a', price: 99 })).events)?.rejectReason).toBe(
      RejectReason.DuplicateOrder,
    );
    expect(onlyReport(m.buy(BOB, 100, 2, { clientOrderId: 'a' }))?.execType).toBe(ExecType.New);
  });

  test('a result is remembered until acceptUntil has passed; then the same request is too late, and the id is free again', () => {
    const order = m.order({ clientOrderId: 'a', timeInForce: TimeInForce.ImmediateOrCancel });
    m.send(ALICE, order);
    m.nowUs += 4_000_000;
    expect(m.engine.answerDuplicate(ALICE, order).seq).toBeGreaterThan(0);
    m.nowUs += 10_000_000;
    expect(m.engine.check(m.nowUs, ALICE, order)).toBe(RejectReason.TooLate);
    expect(onlyReport(m.send(ALICE, order))?.rejectReason).toBe(RejectReason.TooLate);
    expect(m.engine.answerDuplicate(ALICE, order).seq).toBe(0);
    expect(reports(m.buy(ALICE, 100, 1, { clientOrderId: 'a' }))[0]?.execType).toBe(ExecType.New);
  });

  test('cancels and replaces are answered with their first result as well', () => {
    m.buy(ALICE, 100, 5, { clientOrderId: 'a' });
    const message = { instrument: ACME, acceptUntilUs: m.nowUs + 5_000_000, clientOrderId: 'x', origClientOrderId: 'a' };
    m.send(ALICE, { kind: 'cancel', message });
    const { events } = m.engine.answerDuplicate(ALICE, { kind: 'cancel', message });
    expect(onlyReport(events)).toMatchObject({ execType: ExecType.Canceled, clientOrderId: 'x', origClientOrderId: 'a', flags: 1 });
  });

  test('the state of an order can be asked for by either of its ids', () => {
    m.buy(ALICE, 100, 5, { clientOrderId: 'a' });
    m.replace(ALICE, 'a', { quantity: 4, clientOrderId: 'a2' });
    for (const id of ['a', 'a2']) {
      expect(onlyReport(m.engine.orderStatus(ALICE, id).events)).toMatchObject({
        execType: ExecType.OrderStatus,
        clientOrderId: id,
        quantity: 4,
      });
    }
    expect(m.engine.orderStatus(BOB, 'a')).toEqual({ seq: 0, events: [] });
  });
});

describe('limits', () => {
  test('what needs no book is refused before the log', () => {
    const refused = (more: Partial<NewOrder>): number => m.engine.check(m.nowUs, ALICE, m.order(more));
    m.send(0, definition(OTHER, { tick: 5, lot: 10, bandLow: 50, bandHigh: 150, maxQuantity: 100 }));
    const good = { instrument: OTHER, quantity: 20 };
    expect(refused(good)).toBe(0);
    expect(refused({ ...good, instrument: 1 })).toBe(RejectReason.UnknownInstrument);
    expect(refused({ ...good, price: 101 })).toBe(RejectReason.InvalidTick);
    expect(refused({ ...good, price: 155 })).toBe(RejectReason.PriceExceedsBand);
    expect(refused({ ...good, quantity: 25 })).toBe(RejectReason.IncorrectQuantity);
    expect(refused({ ...good, quantity: 110 })).toBe(RejectReason.IncorrectQuantity);
    expect(refused({ ...good, quantity: 0 })).toBe(RejectReason.IncorrectQuantity);
    expect(refused({ ...good, flags: 1, timeInForce: TimeInForce.FillOrKill })).toBe(RejectReason.UnsupportedOrderCharacteristic);
    expect(refused({ ...good, flags: 8 })).toBe(RejectReason.MalformedOrder);
    expect(refused({ ...good, clientOrderId: '' })).toBe(RejectReason.MalformedOrder);
    expect(refused({ ...good, acceptUntilUs: m.nowUs - 1 })).toBe(RejectReason.TooLate);
    expect(refused({ ...good, acceptUntilUs: m.nowUs + 300_000_001 })).toBe(RejectReason.MalformedOrder);
    m.send(0, { kind: 'tick', instrument: OTHER, open: 2 });
    expect(refused(good)).toBe(RejectReason.ExchangeClosed);
  });

  test('open quantity that would leave 2^53 − 1 is rejected as overflow, up to it nothing is lost', () => {
    const most = Number.MAX_SAFE_INTEGER;
    m.buy(ALICE, 100, most - 10, { clientOrderId: 'a' });
    expect(onlyReport(m.buy(BOB, 100, 11))?.rejectReason).toBe(RejectReason.Overflow);
    m.buy(BOB, 100, 10, { clientOrderId: 'b' });
    expect(m.bids).toEqual([[100, most]]);
    expect(onlyReport(m.replace(BOB, 'b', { quantity: 11 }))?.rejectReason).toBe(RejectReason.Overflow);
    m.sell(CAROL, 100, most);
    expect([m.bids, m.offers]).toEqual([[], []]);
  });

  test('when there is no room for more records, new orders are rejected and cancels still work', () => {
    m = new Market({ recordsMax: 3 });
    for (const id of ['a', 'b', 'c']) m.buy(ALICE, 100, 1, { clientOrderId: id });
    expect(m.engine.check(m.nowUs, ALICE, m.order({}))).toBe(RejectReason.TooManyOrders);
    expect(onlyReport(m.buy(ALICE, 100, 1))?.rejectReason).toBe(RejectReason.TooManyOrders);
    expect(onlyReport(m.cancel(ALICE, 'a'))?.execType).toBe(ExecType.Canceled);
    expect(m.bids).toEqual([[100, 2]]);
    m.nowUs += 20_000_000;
    expect(onlyReport(m.buy(ALICE, 100, 1))?.execType).toBe(ExecType.New);
  });
});

describe('market data', () => {
  test('one increment a command with the levels that differ, and a quote only when the best has changed', () => {
    m.sell(ALICE, 101, 1);
    m.sell(ALICE, 102, 1);
    expect(market(m.sell(ALICE, 103, 1), 'Quote')).toEqual([]);
    const events = m.buy(BOB, 102, 5);
    const eventTimeUs = m.nowUs;
    const levels = [
      { price: 102, quantity: 3 },
      { price: 101, quantity: 0 },
      { price: 102, quantity: 0 },
    ];
    expect(market(events, 'BookIncrement')).toEqual([{ instrument: ACME, updateSeq: 4, eventTimeUs, bidCount: 1, levels }]);
    const quote = { bid: 102, bidQuantity: 3, ask: 103, askQuantity: 1 };
    expect(market(events, 'Quote')).toEqual([{ instrument: ACME, updateSeq: 2, eventTimeUs, ...quote }]);
    expect(market(events, 'Trade').map((t) => (t as { tradeId: number }).tradeId)).toEqual([1, 2]);
  });

  test('a book of more than 2,048 changed levels, or of prices far apart, takes several increments that follow each other', () => {
    m = new Market({ recordsMax: 6000 });
    m.send(0, definition(ACME, { bandLow: 0, bandHigh: 0 }));
    for (let price = 1; price <= 2500; price += 1) m.sell(ALICE, price, 1);
    m.sell(ALICE, 9_000_000_000, 1);
    const increments = market(m.massCancel(ALICE), 'BookIncrement') as { updateSeq: number; levels: { price: number }[] }[];
    expect(increments.map((i) => i.levels.length)).toEqual([2048, 452, 1]);
    expect(increments.flatMap((i) => i.levels).at(-1)).toEqual({ price: 9_000_000_000, quantity: 0 });
    expect(increments[1]?.updateSeq).toBe((increments[0]?.updateSeq ?? 0) + 1);
  });

  test('a snapshot holds the best levels of both sides, as many as were asked for', () => {
    for (const price of [98, 97, 99]) m.buy(ALICE, price, 1);
    for (const price of [102, 101]) m.sell(BOB, price, 2);
    expect(m.engine.book(ACME, 2)).toEqual({
      updateSeq: 5,
      bids: [
        [99, 1],
        [98, 1],
      ],
      offers: [
        [101, 2],
        [102, 2],
      ],
    });
    expect(m.engine.book(12345)).toBeNull();
  });
});
