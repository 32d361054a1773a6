/**
 * The engine once more, as slow and as plain as possible: objects in arrays, sorted whenever an order of things is needed, whole books
 * compared before and after. Whoever doubts the real engine reads this one. It shares no code with it but the message types.
 */
import {
  type CancelOrder,
  CancelReason,
  ExecType,
  type ExecutionReport,
  emptyExecutionReport,
  type InstrumentDefined,
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

export interface Header {
  epoch: number;
  seq: number;
  timeUs: number;
  partner: number;
  session: number;
}

export type Command =
  | { kind: 'new'; message: NewOrder }
  | { kind: 'cancel'; message: CancelOrder }
  | { kind: 'replace'; message: ReplaceOrder }
  | { kind: 'mass'; message: MassCancel }
  | { kind: 'session'; endedSession: number }
  | { kind: 'tick'; instrument: number; open: number }
  | { kind: 'define'; message: InstrumentDefined };

export type Event = { partner: number; report: ExecutionReport } | { market: string; instrument: number; value: object };

interface Order {
  orderId: number;
  partner: number;
  id: string;
  currentId: string;
  session: number;
  message: NewOrder;
  price: number;
  stopPrice: number;
  quantity: number;
  cum: number;
  place: 'resting' | 'waiting' | 'triggered' | 'nowhere';
  isOpen: boolean;
  wasTriggered: boolean;
  /** Time priority: lower is served first. */
  turn: number;
  status: number;
  rejectReason: number;
  cancelReason: number;
}

interface Memory {
  partner: number;
  id: string;
  kind: string;
  says: string;
  order: Order | null;
  /** The report that answered it, for requests that are no orders. */
  result: Partial<ExecutionReport>;
  last: { epoch: number; seq: number; transactTimeUs: number };
  forgetAfterSecond: number;
  isOverdue: boolean;
}

interface Market {
  definition: InstrumentDefined;
  open: boolean;
  lastPrice: number | null;
  quoteSeq: number;
  tradeSeq: number;
  bookSeq: number;
  statusSeq: number;
  quote: string;
  queue: Order[];
}

type Levels = Map<number, number>;

const FORGET_PER_ENTRY = 8;
const FORGET_PER_TICK = 4096;

export class ReferenceEngine {
  readonly orders: Order[] = [];
  private memory: Memory[] = [];
  readonly markets = new Map<number, Market>();
  private timeUs = 0;
  private header: Header = { epoch: 0, seq: 0, timeUs: 0, partner: 0, session: 0 };
  private events: Event[] = [];
  private reportCount = 0;
  private turns = 0;
  private before = new Map<number, { bids: Levels; offers: Levels }>();

  private readonly region: number;
  private readonly recordsMax: number;
  private readonly stopsMax: number;

  constructor(region: number, recordsMax: number, stopsMax: number) {
    this.region = region;
    this.recordsMax = recordsMax;
    this.stopsMax = stopsMax;
  }

  apply(header: Header, command: Command): Event[] {
    this.header = header;
    this.timeUs = Math.max(this.timeUs, header.timeUs);
    this.events = [];
    this.reportCount = 0;
    this.before = new Map([...this.markets.keys()].map((number) => [number, this.book(number)]));
    this.forget(FORGET_PER_ENTRY);
    this.dispatch(command);
    this.publishBooks();
    return this.events;
  }

  /** Aggregated visible book. */
  book(instrument: number): { bids: Levels; offers: Levels } {
    return { bids: this.levels(instrument, Side.Buy), offers: this.levels(instrument, Side.Sell) };
  }

  private dispatch(command: Command): void {
    switch (command.kind) {
      case 'session': {
        const ended = this.open().filter((o) => o.session === command.endedSession && (o.message.flags & 2) !== 0);
        for (const order of ended) this.cancelOpen(order, CancelReason.Disconnect);
        return;
      }
      case 'tick':
        this.forget(FORGET_PER_TICK);
        this.tick(command.instrument, command.open);
        return;
      case 'define':
        this.define(command.message);
        return;
      default:
        this.request(command);
    }
  }

  private request(command: Extract<Command, { message: { clientOrderId: string } }>): void {
    const { message, kind } = command;
    const orig = 'origClientOrderId' in message ? message.origClientOrderId : '';
    const refusalType = kind === 'new' ? ExecType.Rejected : ExecType.CancelRejected;
    const reason = this.refusal(command);
    if (reason !== 0) {
      this.refuse(refusalType, reason, message.instrument, message.clientOrderId, orig, 0);
      return;
    }
    const known = this.memory.find((m) => m.partner === this.header.partner && m.id === message.clientOrderId);
    if (known) {
      if (known.says !== says(command)) {
        this.refuse(refusalType, RejectReason.DuplicateOrder, message.instrument, message.clientOrderId, orig, 1);
      } else {
        const about =
          known.order !== null && known.kind === 'new' ? { ...this.about(known.order), execType: ExecType.OrderStatus } : known.result;
        const ids = { clientOrderId: message.clientOrderId, origClientOrderId: orig };
        this.report({ ...about, ...ids, flags: 1, transactTimeUs: known.last.transactTimeUs });
      }
      return;
    }
    if (command.kind === 'new') this.enter(command.message, command);
    else if (command.kind === 'cancel') this.cancel(command.message, command);
    else if (command.kind === 'replace') this.replace(command.message, command);
    else if (command.kind === 'mass') this.massCancel(command.message, command);
  }

  private refusal(command: Extract<Command, { message: { clientOrderId: string } }>): number {
    const { message } = command;
    if (message.clientOrderId === '') return RejectReason.MalformedOrder;
    if (this.timeUs > message.acceptUntilUs) return RejectReason.TooLate;
    if (message.acceptUntilUs > this.timeUs + 300_000_000) return RejectReason.MalformedOrder;
    const market = this.markets.get(message.instrument);
    if (command.kind === 'cancel') {
      if (command.message.origClientOrderId === '') return RejectReason.MalformedOrder;
      return market ? 0 : RejectReason.UnknownInstrument;
    }
    if (command.kind === 'mass') {
      if (command.message.side > 2) return RejectReason.MalformedOrder;
      return market || message.instrument === 0 ? 0 : RejectReason.UnknownInstrument;
    }
    if (command.kind === 'replace') {
      const { price, stopPrice, quantity, origClientOrderId } = command.message;
      if (origClientOrderId === '') return RejectReason.MalformedOrder;
      if (!market || market.definition.enabled === 0) return RejectReason.UnknownInstrument;
      if (!market.open) return RejectReason.ExchangeClosed;
      if (!goodQuantity(market, quantity)) return RejectReason.IncorrectQuantity;
      return (price !== 0 && badPrice(market, price)) || (stopPrice !== 0 && badPrice(market, stopPrice)) || 0;
    }
    if (command.kind !== 'new') return 0;
    return this.newOrderRefusal(command.message, market);
  }

  private newOrderRefusal(order: NewOrder, market: Market | undefined): number {
    const inRange =
      [1, 2].includes(order.side) &&
      [1, 2, 3, 4].includes(order.ordType) &&
      [1, 2, 3, 4].includes(order.timeInForce) &&
      order.flags <= 3 &&
      order.selfTradePolicy <= 3;
    if (!inRange) return RejectReason.MalformedOrder;
    const isStop = order.ordType >= 3;
    const hasPrice = order.ordType === 2 || order.ordType === 4;
    const isImmediate = order.timeInForce >= 3;
    const isPostOnly = (order.flags & 1) !== 0;
    const isOdd =
      (!hasPrice && order.price !== 0) ||
      (!isStop && order.stopPrice !== 0) ||
      (isStop && isImmediate) ||
      (isPostOnly && (order.ordType !== 2 || isImmediate));
    if (isOdd) return RejectReason.UnsupportedOrderCharacteristic;
    if (!market || market.definition.enabled === 0) return RejectReason.UnknownInstrument;
    if (!market.open) return RejectReason.ExchangeClosed;
    if (!goodQuantity(market, order.quantity)) return RejectReason.IncorrectQuantity;
    return (hasPrice && badPrice(market, order.price)) || (isStop && badPrice(market, order.stopPrice)) || 0;
  }

  private enter(message: NewOrder, command: Command): void {
    if (this.memory.length >= this.recordsMax) {
      this.refuse(ExecType.Rejected, RejectReason.TooManyOrders, message.instrument, message.clientOrderId, '', 0);
      return;
    }
    const order: Order = {
      orderId: this.header.seq,
      partner: this.header.partner,
      id: message.clientOrderId,
      currentId: message.clientOrderId,
      session: this.header.session,
      message,
      price: message.price,
      stopPrice: message.stopPrice,
      quantity: message.quantity,
      cum: 0,
      place: 'nowhere',
      isOpen: false,
      wasTriggered: false,
      turn: 0,
      status: OrdStatus.New,
      rejectReason: 0,
      cancelReason: 0,
    };
    this.remember(message, command, order, {});
    const reason = this.bookRefusal(order);
    if (reason !== 0) {
      order.status = OrdStatus.Rejected;
      order.rejectReason = reason;
      this.orderReport(order, ExecType.Rejected);
      return;
    }
    order.isOpen = true;
    this.orders.push(order);
    this.orderReport(order, ExecType.New);
    this.place(order);
  }

  private bookRefusal(order: Order): number {
    const { message } = order;
    const market = this.market(order);
    if (this.openQuantity(message.instrument, message.side) + order.quantity > Number.MAX_SAFE_INTEGER) return RejectReason.Overflow;
    if (message.ordType >= OrdType.Stop) {
      const waiting = this.open().filter((o) => o.place === 'waiting' && this.market(o) === market).length;
      return waiting >= this.stopsMax ? RejectReason.TooManyOrders : 0;
    }
    const against = this.against(order);
    if ((message.flags & 1) !== 0) return against.length > 0 ? RejectReason.WouldTakeLiquidity : 0;
    if (message.ordType === OrdType.Market && against.length === 0) return RejectReason.NotEnoughLiquidity;
    if (message.timeInForce !== TimeInForce.FillOrKill) return 0;
    const passesOwn = message.selfTradePolicy <= SelfTradePolicy.CancelResting;
    const firstOwn = against.findIndex((o) => o.partner === order.partner);
    const usable = passesOwn
      ? against.filter((o) => o.partner !== order.partner)
      : against.slice(0, firstOwn === -1 ? against.length : firstOwn);
    if (sum(usable) >= order.quantity) return 0;
    return sum(against) >= order.quantity ? RejectReason.SelfTrade : RejectReason.NotEnoughLiquidity;
  }

  private place(order: Order): void {
    const market = this.market(order);
    const isUntriggeredStop = order.message.ordType >= OrdType.Stop && !order.wasTriggered;
    if (isUntriggeredStop) {
      order.turn = ++this.turns;
      if (market.lastPrice !== null && isReached(order, market.lastPrice)) {
        order.place = 'triggered';
        market.queue.push(order);
      } else {
        order.place = 'waiting';
      }
    } else {
      this.match(order);
    }
    for (let next = market.queue.shift(); next; next = market.queue.shift()) {
      next.place = 'nowhere';
      next.wasTriggered = true;
      this.orderReport(next, ExecType.TriggeredOrActivated);
      this.match(next);
    }
  }

  private match(order: Order): void {
    const market = this.market(order);
    const { message } = order;
    while (leaves(order) > 0) {
      const [resting] = this.against(order);
      if (!resting) break;
      if (resting.partner === order.partner) {
        const policy = message.selfTradePolicy || SelfTradePolicy.CancelResting;
        if (policy !== SelfTradePolicy.CancelIncoming) this.cancelOpen(resting, CancelReason.SelfTradePrevention);
        if (policy === SelfTradePolicy.CancelResting) continue;
        this.cancelOpen(order, CancelReason.SelfTradePrevention);
        return;
      }
      const quantity = Math.min(leaves(order), leaves(resting));
      for (const party of [order, resting]) {
        party.cum += quantity;
        party.status = leaves(party) === 0 ? OrdStatus.Filled : OrdStatus.PartiallyFilled;
      }
      const fill = { lastPrice: resting.price, lastQuantity: quantity };
      this.orderReport(order, ExecType.Trade, { ...fill, flags: 2 });
      this.orderReport(resting, ExecType.Trade, { ...fill, flags: 4 });
      if (leaves(resting) === 0) this.end(resting);
      market.lastPrice = resting.price;
      market.tradeSeq += 1;
      this.publish('Trade', message.instrument, {
        updateSeq: market.tradeSeq,
        tradeId: market.tradeSeq,
        price: resting.price,
        quantity,
        aggressorSide: message.side,
      });
      this.trigger(market, resting.price);
    }
    const mayRest = hasLimit(order) && message.timeInForce <= TimeInForce.GoodTillCancel;
    if (leaves(order) === 0) {
      this.end(order);
    } else if (mayRest) {
      order.place = 'resting';
      order.turn = ++this.turns;
    } else {
      this.cancelOpen(order, CancelReason.RestOfImmediate);
    }
  }

  /** Reached by the trade: buys from the lowest trigger up, then sells from the highest down, each by time. */
  private trigger(market: Market, price: number): void {
    const reached = this.open().filter((o) => o.place === 'waiting' && this.market(o) === market && isReached(o, price));
    const buys = reached.filter((o) => o.message.side === Side.Buy).sort((a, b) => a.stopPrice - b.stopPrice || a.turn - b.turn);
    const sells = reached.filter((o) => o.message.side === Side.Sell).sort((a, b) => b.stopPrice - a.stopPrice || a.turn - b.turn);
    for (const order of [...buys, ...sells]) {
      order.place = 'triggered';
      market.queue.push(order);
    }
  }

  private cancel(message: CancelOrder, command: Command): void {
    const ids = { clientOrderId: message.clientOrderId, origClientOrderId: message.origClientOrderId };
    const order = this.find(message.origClientOrderId, message.instrument);
    if (!order) {
      this.requestRejected(message, command, RejectReason.UnknownOrder, null);
      return;
    }
    order.place = 'nowhere';
    order.status = OrdStatus.Canceled;
    order.cancelReason = CancelReason.ByRequest;
    const result = { ...this.about(order), execType: ExecType.Canceled };
    this.remember(message, command, null, result);
    this.report({ ...result, ...ids });
    this.touch(order);
    this.end(order);
  }

  private massCancel(message: MassCancel, command: Command): void {
    const meant = this.open().filter(
      (o) =>
        o.partner === this.header.partner &&
        (message.instrument === 0 || o.message.instrument === message.instrument) &&
        (message.side === 0 || o.message.side === message.side),
    );
    for (const order of meant) this.cancelOpen(order, CancelReason.MassCancel);
    const result = {
      partner: this.header.partner,
      instrument: message.instrument,
      execType: ExecType.Canceled,
      ordStatus: OrdStatus.Canceled,
      cancelReason: CancelReason.MassCancel,
      side: message.side,
    };
    this.remember(message, command, null, result);
    this.report({ ...result, clientOrderId: message.clientOrderId });
  }

  private replace(message: ReplaceOrder, command: Command): void {
    if (this.memory.length >= this.recordsMax) {
      this.refuse(
        ExecType.CancelRejected,
        RejectReason.TooManyOrders,
        message.instrument,
        message.clientOrderId,
        message.origClientOrderId,
        0,
      );
      return;
    }
    const order = this.find(message.origClientOrderId, message.instrument);
    const reason = order ? this.replaceRefusal(order, message) : RejectReason.UnknownOrder;
    if (!order || reason !== 0) {
      this.requestRejected(message, command, reason, order ?? null);
      return;
    }
    const isWaiting = order.place === 'waiting';
    const keepsTurn =
      message.price === order.price && (!isWaiting || message.stopPrice === order.stopPrice) && message.quantity <= order.quantity;
    order.price = message.price;
    order.quantity = message.quantity;
    if (isWaiting) order.stopPrice = message.stopPrice;
    const before = order.currentId;
    order.currentId = message.clientOrderId;
    const result = { ...this.about(order), execType: ExecType.Replaced };
    this.remember(message, command, order, result);
    this.dropUnneeded(order.partner, before);
    this.touch(order);
    this.report({ ...result, clientOrderId: message.clientOrderId, origClientOrderId: message.origClientOrderId });
    if (keepsTurn) return;
    order.place = 'nowhere';
    this.place(order);
  }

  private replaceRefusal(order: Order, message: ReplaceOrder): number {
    const market = this.market(order);
    const isWaiting = order.place === 'waiting';
    const isLimited = order.message.ordType !== OrdType.Stop;
    if ((!isLimited && message.price !== 0) || (!isWaiting && message.stopPrice !== 0)) return RejectReason.UnsupportedOrderCharacteristic;
    const bad = (isLimited && badPrice(market, message.price)) || (isWaiting && badPrice(market, message.stopPrice)) || 0;
    if (bad !== 0) return bad;
    if (message.quantity <= order.cum) return RejectReason.IncorrectQuantity;
    const open = this.openQuantity(order.message.instrument, order.message.side);
    if (open + (message.quantity - order.quantity) > Number.MAX_SAFE_INTEGER) return RejectReason.Overflow;
    const takes = this.against({ ...order, price: message.price }).length > 0;
    return (order.message.flags & 1) !== 0 && takes ? RejectReason.WouldTakeLiquidity : 0;
  }

  private requestRejected(message: CancelOrder | ReplaceOrder, command: Command, reason: number, order: Order | null): void {
    const result = {
      partner: this.header.partner,
      instrument: message.instrument,
      execType: ExecType.CancelRejected,
      rejectReason: reason as ExecutionReport['rejectReason'],
    };
    // A repetition also learns which order was meant.
    this.remember(message, command, null, { ...result, orderId: order?.orderId ?? 0 });
    this.report({ ...result, clientOrderId: message.clientOrderId, origClientOrderId: message.origClientOrderId });
  }

  private tick(instrument: number, open: number): void {
    const market = this.markets.get(instrument);
    if (!market || market.definition.enabled === 0) return;
    if ((open === 1 && market.open) || (open === 2 && !market.open) || open === 0 || open > 2) return;
    market.open = open === 1;
    this.publishStatus(market);
    if (open === 1) return;
    const day = this.open().filter((o) => this.market(o) === market && o.message.timeInForce === TimeInForce.Day);
    for (const order of day) {
      order.place = 'nowhere';
      order.status = OrdStatus.Expired;
      this.orderReport(order, ExecType.Expired);
      this.end(order);
    }
  }

  private define(definition: InstrumentDefined): void {
    const isGood =
      definition.instrument !== 0 &&
      definition.tick > 0 &&
      definition.lot > 0 &&
      definition.maxQuantity >= definition.lot &&
      definition.bandLow <= definition.bandHigh &&
      definition.enabled <= 1;
    if (!isGood) return;
    const known = this.markets.get(definition.instrument);
    const fresh = { open: false, lastPrice: null, quoteSeq: 0, tradeSeq: 0, bookSeq: 0, statusSeq: 0, quote: '0 0 0 0', queue: [] };
    const market: Market = known ?? { definition, ...fresh };
    market.definition = definition;
    this.markets.set(definition.instrument, market);
    if (definition.enabled === 1) return;
    const bestFirst = (o: Order): number => (o.message.side === Side.Buy ? -o.price : o.price);
    const nearestFirst = (o: Order): number => (o.message.side === Side.Buy ? o.stopPrice : -o.stopPrice);
    const all = this.open().filter((o) => this.market(o) === market);
    for (const side of [Side.Buy, Side.Sell]) {
      const resting = all.filter((o) => o.place === 'resting' && o.message.side === side);
      resting.sort((a, b) => bestFirst(a) - bestFirst(b) || a.turn - b.turn);
      for (const order of resting) this.cancelOpen(order, CancelReason.Operator);
    }
    for (const side of [Side.Buy, Side.Sell]) {
      const waiting = all.filter((o) => o.place === 'waiting' && o.message.side === side);
      waiting.sort((a, b) => nearestFirst(a) - nearestFirst(b) || a.turn - b.turn);
      for (const order of waiting) this.cancelOpen(order, CancelReason.Operator);
    }
    if (!market.open) return;
    market.open = false;
    this.publishStatus(market);
  }

  private cancelOpen(order: Order, reason: number): void {
    order.place = 'nowhere';
    order.status = OrdStatus.Canceled;
    order.cancelReason = reason;
    this.orderReport(order, ExecType.Canceled);
    this.end(order);
  }

  private end(order: Order): void {
    order.isOpen = false;
    order.place = 'nowhere';
    const name = order.currentId;
    order.currentId = order.id;
    this.dropUnneeded(order.partner, name);
    this.dropUnneeded(order.partner, order.id);
  }

  // --- memory of client order ids

  private remember(
    message: { clientOrderId: string; acceptUntilUs: number },
    command: Command,
    order: Order | null,
    result: Partial<ExecutionReport>,
  ): void {
    if (this.memory.length >= this.recordsMax) return;
    this.memory.push({
      partner: this.header.partner,
      id: message.clientOrderId,
      kind: command.kind,
      says: says(command),
      order,
      result,
      last: { epoch: this.header.epoch, seq: this.header.seq, transactTimeUs: this.timeUs },
      forgetAfterSecond: Math.floor(message.acceptUntilUs / 1_000_000) + 1,
      isOverdue: false,
    });
  }

  private forget(count: number): void {
    const now = Math.floor(this.timeUs / 1_000_000);
    const due = this.memory.filter((m) => !m.isOverdue && m.forgetAfterSecond < now);
    due.sort((a, b) => a.forgetAfterSecond - b.forgetAfterSecond);
    for (const one of due.slice(0, count)) {
      one.isOverdue = true;
      this.dropUnneeded(one.partner, one.id);
    }
  }

  /** Memories whose time is over stay only for an open order, under the ids that it has or had first. */
  private dropUnneeded(partner: number, id: string): void {
    this.memory = this.memory.filter((m) => {
      if (m.partner !== partner || m.id !== id || !m.isOverdue) return true;
      return m.order?.isOpen === true && (m.kind === 'new' || m.order.currentId === id);
    });
  }

  private find(id: string, instrument: number): Order | undefined {
    const order = this.memory.find((m) => m.partner === this.header.partner && m.id === id)?.order;
    return order?.isOpen && order.message.instrument === instrument ? order : undefined;
  }

  // --- books

  private market(order: Order): Market {
    return this.markets.get(order.message.instrument) as Market;
  }

  private open(): Order[] {
    return this.orders.filter((o) => o.isOpen);
  }

  private openQuantity(instrument: number, side: number): number {
    return sum(this.open().filter((o) => o.message.instrument === instrument && o.message.side === side));
  }

  /** What an order would meet, in the order in which it would. */
  private against(order: Order): Order[] {
    const isBuy = order.message.side === Side.Buy;
    return this.open()
      .filter((o) => o.place === 'resting' && o.message.instrument === order.message.instrument && o.message.side !== order.message.side)
      .filter((o) => !hasLimit(order) || (isBuy ? o.price <= order.price : o.price >= order.price))
      .sort((a, b) => (isBuy ? a.price - b.price : b.price - a.price) || a.turn - b.turn);
  }

  private levels(instrument: number, side: number): Levels {
    const levels: Levels = new Map();
    const resting = this.open().filter((o) => o.place === 'resting' && o.message.instrument === instrument && o.message.side === side);
    resting.sort((a, b) => (side === Side.Buy ? b.price - a.price : a.price - b.price));
    for (const order of resting) levels.set(order.price, (levels.get(order.price) ?? 0) + leaves(order));
    return levels;
  }

  // --- output

  private publishBooks(): void {
    const changed: { instrument: number; bids: [number, number][]; offers: [number, number][] }[] = [];
    for (const instrument of this.markets.keys()) {
      const before = this.before.get(instrument) ?? { bids: new Map(), offers: new Map() };
      const now = this.book(instrument);
      const bids = difference(before.bids, now.bids).sort((a, b) => b[0] - a[0]);
      const offers = difference(before.offers, now.offers).sort((a, b) => a[0] - b[0]);
      if (bids.length + offers.length > 0) changed.push({ instrument, bids, offers });
    }
    for (const { instrument, bids, offers } of changed) {
      const market = this.markets.get(instrument) as Market;
      market.bookSeq += 1;
      const levels = [...bids, ...offers].map(([price, quantity]) => ({ price, quantity }));
      this.publish('BookIncrement', instrument, { updateSeq: market.bookSeq, bidCount: bids.length, levels });
      const now = this.book(instrument);
      const [bid = 0, bidQuantity = 0] = [...now.bids][0] ?? [];
      const [ask = 0, askQuantity = 0] = [...now.offers][0] ?? [];
      const quote = [bid, bidQuantity, ask, askQuantity].join(' ');
      if (quote === market.quote) continue;
      market.quote = quote;
      market.quoteSeq += 1;
      this.publish('Quote', instrument, { updateSeq: market.quoteSeq, bid, ask, bidQuantity, askQuantity });
    }
  }

  private publishStatus(market: Market): void {
    market.statusSeq += 1;
    this.publish('InstrumentStatus', market.definition.instrument, { updateSeq: market.statusSeq, open: market.open ? 1 : 0 });
  }

  private publish(market: string, instrument: number, value: object): void {
    this.events.push({ market, instrument, value: { instrument, eventTimeUs: this.timeUs, ...value } });
  }

  private about(order: Order): Partial<ExecutionReport> {
    const { message } = order;
    const isLive = order.status === OrdStatus.New || order.status === OrdStatus.PartiallyFilled;
    return {
      instrument: message.instrument,
      partner: order.partner,
      orderId: order.orderId,
      ordStatus: order.status as ExecutionReport['ordStatus'],
      rejectReason: order.rejectReason as ExecutionReport['rejectReason'],
      cancelReason: order.cancelReason as ExecutionReport['cancelReason'],
      side: message.side,
      ordType: message.ordType,
      timeInForce: message.timeInForce,
      price: order.price,
      quantity: order.quantity,
      cumQuantity: order.cum,
      leavesQuantity: isLive ? leaves(order) : 0,
    };
  }

  private orderReport(order: Order, execType: ExecutionReport['execType'], more: Partial<ExecutionReport> = {}): void {
    const origClientOrderId = order.currentId === order.id ? '' : order.id;
    this.touch(order);
    this.report({ ...this.about(order), execType, clientOrderId: order.currentId, origClientOrderId, ...more });
  }

  private touch(order: Order): void {
    const memory = this.memory.find((m) => m.order === order && m.kind === 'new');
    if (memory) memory.last = { epoch: this.header.epoch, seq: this.header.seq, transactTimeUs: this.timeUs };
  }

  private refuse(execType: ExecutionReport['execType'], reason: number, instrument: number, id: string, orig: string, flags: number): void {
    this.report({
      partner: this.header.partner,
      instrument,
      execType,
      ordStatus: execType === ExecType.Rejected ? OrdStatus.Rejected : 0,
      rejectReason: reason as ExecutionReport['rejectReason'],
      clientOrderId: id,
      origClientOrderId: orig,
      flags,
    });
  }

  private report(fields: Partial<ExecutionReport>): void {
    const { epoch, seq } = this.header;
    const position = { region: this.region, index: this.reportCount, epoch, seq };
    const report = { ...emptyExecutionReport(), transactTimeUs: this.timeUs, ...fields, ...position };
    this.reportCount += 1;
    this.events.push({ partner: report.partner, report });
  }
}

const leaves = (order: Order): number => order.quantity - order.cum;
const sum = (orders: Order[]): number => orders.reduce((total, order) => total + leaves(order), 0);
const hasLimit = (order: Order): boolean => order.message.ordType === OrdType.Limit || order.message.ordType === OrdType.StopLimit;

function isReached(order: Order, price: number): boolean {
  return order.message.side === Side.Buy ? price >= order.stopPrice : price <= order.stopPrice;
}

function goodQuantity({ definition }: Market, quantity: number): boolean {
  return quantity > 0 && quantity <= definition.maxQuantity && quantity % definition.lot === 0;
}

function badPrice({ definition }: Market, price: number): number {
  const hasBand = definition.bandLow !== 0 || definition.bandHigh !== 0;
  if (hasBand && (price < definition.bandLow || price > definition.bandHigh)) return RejectReason.PriceExceedsBand;
  return price % definition.tick === 0 ? 0 : RejectReason.InvalidTick;
}

/** What a request says, apart from its own id and its times. */
function says(command: Command): string {
  if (!('message' in command)) return '';
  const { clientOrderId: _id, acceptUntilUs: _until, clientTimeUs: _at, ...rest } = command.message as NewOrder;
  return JSON.stringify([command.kind, rest]);
}

function difference(before: Levels, now: Levels): [number, number][] {
  const prices = new Set([...before.keys(), ...now.keys()]);
  return [...prices].filter((p) => before.get(p) !== now.get(p)).map((p) => [p, now.get(p) ?? 0]);
}
