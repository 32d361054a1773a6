/**
 * The other end of the wire for tests of the SDK: says what a region says, remembers what it was told, and does as a test asks (keep
 * silent, forget, damage). It is no server: nothing matches, nothing is durable. The tests in test/ use a real one.
 */
import { ERRORS } from '../../../registry/index.js';
import {
  CancelReason,
  CHANNELS,
  decodeCancelOrder,
  decodeExecutionsFrom,
  decodeNewOrder,
  decodeOrderStatusRequest,
  decodeQuoteRequest,
  decodeSubscribe,
  ExecType,
  type ExecutionReport,
  emptyCancelOrder,
  emptyExecutionReport,
  emptyExecutionsFrom,
  emptyNewOrder,
  emptyOrderStatusRequest,
  emptyQuoteRequest,
  emptySubscribe,
  encodeBookIncrement,
  encodeBookSnapshot,
  encodeEchoReply,
  encodeExecutionReport,
  encodeInstrumentDefinition,
  encodeOrderRefused,
  encodePosition,
  encodeQuote,
  encodeQuoteResponse,
  encodeReplayPosition,
  encodeRequestResult,
  encodeTrade,
  encodeWelcome,
  MessageType,
  OrdStatus,
  RejectReason,
} from '../../wire/index.js';

export interface PeerSession {
  send(channel: number, type: number, bytes: Uint8Array, at: number, length: number): number;
}

type Encode<M> = (message: M, bytes: Uint8Array, view: DataView, at: number) => number;

export const EURUSD = 65_537;
export const ALL_PERMISSIONS = 63;

export class ScriptedRegion {
  readonly number = 1;
  epoch = 1;
  seq = 0;
  permissions = ALL_PERMISSIONS;
  /** After each Subscribe: the place for a snapshot. */
  onSubscribe: () => void = () => {};
  timeUs: () => number;
  /** What was heard: message types in order. */
  readonly heard: number[] = [];
  /** Orders by client order id: the state of each. */
  readonly orders = new Map<string, ExecutionReport>();
  readonly journal: ExecutionReport[] = [];
  /** While true, results are made but not sent. */
  isSilent = false;
  /** While true, the bytes of commands are lost before they are read. */
  losesCommands = false;
  subscriptions: { instrument: number; kinds: number; requestId: number }[] = [];
  /** Session whose executions are live. */
  private readonly live = new Set<PeerSession>();
  private readonly bytes = new Uint8Array(65_536);
  private readonly view = new DataView(this.bytes.buffer);
  readonly sessions = new Set<PeerSession>();

  constructor(timeUs: () => number) {
    this.timeUs = timeUs;
  }

  arrived(session: PeerSession): void {
    this.sessions.add(session);
    const { epoch, permissions } = this;
    const welcome = { region: 1, partner: 7, epoch, committedSeq: this.seq, serverTimeUs: this.timeUs(), permissions, regionName: 'paris' };
    this.say(session, CHANNELS.control, MessageType.Welcome, encodeWelcome, welcome);
  }

  left(session: PeerSession): void {
    this.sessions.delete(session);
    this.live.delete(session);
    this.subscriptions = [];
  }

  message(session: PeerSession, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    this.heard.push(type);
    switch (type) {
      case MessageType.InstrumentsRequest:
        return this.instruments(session, view.getUint32(at + 1, true));
      case MessageType.NewOrder:
        if (!this.losesCommands) this.newOrder(session, decodeNewOrder(view, bytes, at, length, emptyNewOrder()));
        return;
      case MessageType.CancelOrder:
        return this.cancel(decodeCancelOrder(view, bytes, at, length, emptyCancelOrder()));
      case MessageType.ExecutionsFrom:
        return this.replay(session, decodeExecutionsFrom(view, bytes, at, length, emptyExecutionsFrom()));
      case MessageType.OrderStatusRequest:
        return this.status(session, decodeOrderStatusRequest(view, bytes, at, length, emptyOrderStatusRequest()));
      case MessageType.Subscribe:
        this.subscriptions.push({ ...decodeSubscribe(view, bytes, at, length, emptySubscribe()) });
        this.onSubscribe();
        return;
      case MessageType.Unsubscribe: {
        const { instrument, kinds } = decodeSubscribe(view, bytes, at, length, emptySubscribe());
        this.subscriptions = this.subscriptions.filter((s) => s.instrument !== instrument || s.kinds !== kinds);
        return;
      }
      case MessageType.PositionRequest: {
        const position = { requestId: view.getUint32(at + 1, true), region: 1, epoch: this.epoch, seq: this.seq };
        return this.say(session, CHANNELS.control, MessageType.Position, encodePosition, position);
      }
      case MessageType.Echo:
        return this.say(session, CHANNELS.control, MessageType.EchoReply, encodeEchoReply, {
          requestId: view.getUint32(at + 1, true),
          timeUs: 0,
        });
      case MessageType.QuoteRequest: {
        const { requestId, instrument } = decodeQuoteRequest(view, bytes, at, length, emptyQuoteRequest());
        const quote = { updateSeq: 1, eventTimeUs: 1, bid: 108_340, ask: 108_350, bidQuantity: 5, askQuantity: 6 };
        const response = { requestId, instrument, error: 0, source: 1, ageMs: 3, ...quote } as const;
        return this.say(session, CHANNELS.control, MessageType.QuoteResponse, encodeQuoteResponse, response);
      }
    }
  }

  /** A durable result: into the journal, and out to whoever listens. */
  report(changes: Partial<ExecutionReport>): ExecutionReport {
    const isNext = changes.index === undefined || changes.index === 0;
    if (isNext) this.seq += 1;
    const { epoch, seq } = this;
    const report = { ...emptyExecutionReport(), region: 1, partner: 7, instrument: EURUSD, epoch, seq, index: 0, orderId: seq, ...changes };
    this.journal.push(report);
    if (report.clientOrderId !== '' && report.execType !== ExecType.Canceled) this.orders.set(report.clientOrderId, report);
    if (!this.isSilent) for (const session of this.live) this.tell(session, report);
    return report;
  }

  fill(clientOrderId: string, lastQuantity: number): ExecutionReport {
    const order = this.orders.get(clientOrderId) ?? emptyExecutionReport();
    const cumQuantity = order.cumQuantity + lastQuantity;
    const leavesQuantity = order.quantity - cumQuantity;
    const ordStatus = leavesQuantity === 0 ? OrdStatus.Filled : OrdStatus.PartiallyFilled;
    const { quantity, price, orderId, side } = order;
    const fill = { execType: ExecType.Trade, ordStatus, cumQuantity, leavesQuantity, lastQuantity, lastPrice: price } as const;
    return this.report({ clientOrderId, quantity, price, orderId, side, ...fill });
  }

  quote(bid: number, updateSeq: number, instrument = EURUSD): void {
    const quote = { instrument, updateSeq, eventTimeUs: 1, bid, ask: bid + 10, bidQuantity: 100, askQuantity: 100 };
    this.publish(CHANNELS.marketData, MessageType.Quote, encodeQuote, quote);
  }

  trade(updateSeq: number, instrument = EURUSD): void {
    const trade = { instrument, updateSeq, eventTimeUs: 1, tradeId: updateSeq, price: 108_345, quantity: 1, aggressorSide: 1 } as const;
    this.publish(CHANNELS.marketData, MessageType.Trade, encodeTrade, trade);
  }

  bookSnapshot(updateSeq: number, bids: readonly [number, number][], asks: readonly [number, number][]): void {
    const levels = [...bids, ...asks].map(([price, quantity]) => ({ price, quantity }));
    const snapshot = { instrument: EURUSD, updateSeq, eventTimeUs: 1, bidCount: bids.length, levels };
    this.publish(CHANNELS.book, MessageType.BookSnapshot, encodeBookSnapshot, snapshot);
  }

  bookIncrement(updateSeq: number, bids: readonly [number, number][], asks: readonly [number, number][]): void {
    const levels = [...bids, ...asks].map(([price, quantity]) => ({ priceOffset: price - 100, quantity }));
    const increment = { instrument: EURUSD, updateSeq, eventTimeUs: 1, basePrice: 100, bidCount: bids.length, levels };
    this.publish(CHANNELS.book, MessageType.BookIncrement, encodeBookIncrement, increment);
  }

  /** The next message is damaged after its CRC32 was made. */
  damagesNext = false;

  private instruments(session: PeerSession, requestId: number): void {
    const scales = { priceScale: 5, quantityScale: 0, tradable: 1, tick: 1, lot: 1, bandLow: 1, bandHigh: 1_000_000 };
    const names = ['EURUSD', 'GBPUSD'];
    for (const [n, symbol] of names.entries()) {
      const definition = { requestId, instrument: EURUSD + n, ...scales, symbol, regionName: 'paris' };
      this.say(session, CHANNELS.control, MessageType.InstrumentDefinition, encodeInstrumentDefinition, definition);
    }
    // Seen here, traded elsewhere.
    const foreign = { ...scales, tradable: 0, requestId, instrument: 3 * 65_536 + 1, symbol: 'XAUUSD', regionName: 'lyon' };
    this.say(session, CHANNELS.control, MessageType.InstrumentDefinition, encodeInstrumentDefinition, foreign);
    this.result(session, requestId, 0);
  }

  private newOrder(session: PeerSession, order: ReturnType<typeof emptyNewOrder>): void {
    const known = this.orders.get(order.clientOrderId);
    if (known !== undefined) {
      if (!this.isSilent) this.tell(session, { ...known, execType: ExecType.OrderStatus, flags: 1 });
      return;
    }
    const { clientOrderId, instrument, side, ordType, timeInForce, price, quantity } = order;
    if (this.timeUs() > order.acceptUntilUs) {
      const refusal = {
        instrument,
        rejectReason: RejectReason.TooLate,
        requestType: MessageType.NewOrder,
        error: 0,
        clientOrderId,
        detail: '',
      };
      if (!this.isSilent) this.say(session, CHANNELS.executions, MessageType.OrderRefused, encodeOrderRefused, refusal);
      return;
    }
    const state = { clientOrderId, instrument, side, ordType, timeInForce, price, quantity, leavesQuantity: quantity };
    if (quantity === 666)
      this.report({ ...state, execType: ExecType.Rejected, ordStatus: OrdStatus.Rejected, rejectReason: RejectReason.SelfTrade });
    else this.report({ ...state, execType: ExecType.New, ordStatus: OrdStatus.New });
  }

  private cancel({ clientOrderId, origClientOrderId }: ReturnType<typeof emptyCancelOrder>): void {
    const order = this.orders.get(origClientOrderId);
    const names = { clientOrderId, origClientOrderId };
    if (order === undefined) {
      this.report({ ...names, execType: ExecType.CancelRejected, rejectReason: RejectReason.UnknownOrder });
      return;
    }
    const canceled = { execType: ExecType.Canceled, ordStatus: OrdStatus.Canceled, cancelReason: CancelReason.ByRequest } as const;
    this.report({ ...names, orderId: order.orderId, side: order.side, quantity: order.quantity, ...canceled });
  }

  /** Reports up to here are not kept any more. */
  keptFromSeq = 0;

  private replay(session: PeerSession, request: ReturnType<typeof emptyExecutionsFrom>): void {
    if (request.seq < this.keptFromSeq) {
      this.result(session, request.requestId, ERRORS.RELAIS_E_NOT_FOUND.wire);
      return;
    }
    for (const report of this.journal) if (report.seq > request.seq) this.tell(session, report);
    const position = { requestId: request.requestId, epoch: this.epoch, seq: this.seq };
    this.say(session, CHANNELS.executions, MessageType.ReplayPosition, encodeReplayPosition, position);
    this.live.add(session);
  }

  private status(session: PeerSession, request: ReturnType<typeof emptyOrderStatusRequest>): void {
    const known = this.orders.get(request.clientOrderId);
    if (known === undefined) this.result(session, request.requestId, ERRORS.RELAIS_E_NOT_FOUND.wire);
    else {
      this.result(session, request.requestId, 0);
      this.tell(session, { ...known, execType: ExecType.OrderStatus, flags: 1 });
    }
  }

  /** The number of RELAIS_E_NOT_FOUND, or of whatever a test wants to see. */
  result(session: PeerSession, requestId: number, error: number, detail = ''): void {
    this.say(session, CHANNELS.control, MessageType.RequestResult, encodeRequestResult, { requestId, error, detail });
  }

  private tell(session: PeerSession, report: ExecutionReport): void {
    this.say(session, CHANNELS.executions, MessageType.ExecutionReport, encodeExecutionReport, report);
  }

  private publish<M extends { instrument: number }>(channel: number, type: number, encode: Encode<M>, message: M): void {
    const kind = channel === CHANNELS.book ? 4 : type === MessageType.Trade ? 2 : 1;
    if (!this.subscriptions.some((s) => s.instrument === message.instrument && (s.kinds & kind) !== 0)) return;
    for (const session of this.sessions) this.say(session, channel, type, encode, message);
  }

  private say<M>(session: PeerSession, channel: number, type: number, encode: Encode<M>, message: M): void {
    const length = encode(message, this.bytes, this.view, 0);
    if (this.damagesNext) this.bytes[length - 1] = (this.bytes[length - 1] ?? 0) ^ 1;
    this.damagesNext = false;
    session.send(channel, type, this.bytes, 0, length);
  }
}
