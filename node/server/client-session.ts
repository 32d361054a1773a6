/**
 * One established session of a partner or of a linked region: who it is, what it may send, where its messages go.
 *
 * Every message passes the access rules first; what is denied is counted and audited. Answers that cannot be queued mean a peer that asks
 * without reading: its session ends with a coded error, market data and executions have their own ways to wait (hub, execution stream).
 */
import { ERRORS, type ErrorCode, type ErrorEntry, RelaisError } from '../../registry/index.js';
import { type Peer, refuseMessage } from '../access/index.js';
import type { MarketReader } from '../market/index.js';
import type { PeerIdentity } from '../session/index.js';
import {
  CHANNELS,
  decodeEcho,
  decodeExecutionsFrom,
  decodeHello,
  decodeInstrumentsRequest,
  decodeOrderStatusRequest,
  decodePositionRequest,
  decodeQuoteRequest,
  decodeSubscribe,
  decodeUnsubscribe,
  emptyEcho,
  emptyExecutionsFrom,
  emptyHello,
  emptyInstrumentsRequest,
  emptyOrderStatusRequest,
  emptyPositionRequest,
  emptyQuoteRequest,
  emptySubscribe,
  encodeEchoReply,
  encodeOrderRefused,
  encodePosition,
  encodeRequestResult,
  encodeWelcome,
  MessageType,
  messageCrcIsGood,
  RejectReason,
} from '../wire/index.js';
import { accessField, commandIdentity } from './command-identity.js';
import { markedOrder } from './disconnect-mark.js';
import { type ExecutionJournalPort, ExecutionStream, LIVE_ONLY } from './execution-stream.js';
import type { OrderPath } from './order-path.js';
import { type Outlet, sendMessage } from './scratch.js';
import { wireNumberOf } from './wire-numbers.js';

/** What a session needs of the server it belongs to. */
export interface ServerPorts {
  readonly region: { readonly name: string; readonly number: number };
  readonly orders: OrderPath;
  readonly journal: ExecutionJournalPort;
  committed(): { epoch: number; seq: number };
  nowUs(): number;
  /** A number for a session that has not said which client instance it belongs to; as random as those that clients choose. */
  newInstance(): number;
  subscribe(session: ClientSession, instrument: number, kinds: number): ErrorCode | null;
  unsubscribe(session: ClientSession, instrument: number, kinds: number): void;
  readQuote(session: ClientSession, requestId: number, instrument: number, maxAgeMs: number): void;
  sendInstruments(session: ClientSession, requestId: number): void;
  /** An order of the partner by client order id (bytes): its report follows once it is durable. False when it is not known. */
  sendOrderStatus(session: ClientSession, bytes: Uint8Array, at: number, length: number): boolean;
  /** Market data, definitions and answers of a linked region. */
  fromRegion(session: ClientSession, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void;
  /** The session has said which client instance it belongs to; `before` is the number that it had until then. */
  present(session: ClientSession, before: number): void;
  /** Why no command can be taken now: null, or a code. */
  orderObstacle(): ErrorCode | null;
  /** A request that is audited. */
  requested(session: ClientSession, what: string): void;
  denied(session: ClientSession, type: number, code: ErrorCode): void;
  refused(session: ClientSession, type: number, reason: number): void;
}

export class ClientSession {
  readonly peer: Peer;
  readonly identity: PeerIdentity;
  readonly outlet: Outlet & { close(code: ErrorCode | null, detail: string): void; queuedBytes(channel: number): number };
  readonly #ports: ServerPorts;
  /** Number of the session within the life of this process. */
  readonly number: number;
  /** Client instance for cancel on disconnect; a number of its own until a Hello names one. */
  instance: number;
  executions: ExecutionStream | null = null;
  /** Single quotes that were read since they were last audited: one record for many. */
  quoteReads = 0;
  /** Its subscriptions to market data. */
  readonly market: MarketReader;
  /** Called when a channel has room again; the owner of what waits sets it. */
  readonly waiting = new Set<() => void>();

  constructor(
    peer: Peer,
    identity: PeerIdentity,
    outlet: ClientSession['outlet'],
    number: number,
    market: MarketReader,
    ports: ServerPorts,
  ) {
    this.peer = peer;
    this.identity = identity;
    this.outlet = outlet;
    this.number = number;
    this.instance = ports.newInstance();
    this.market = market;
    this.#ports = ports;
  }

  welcome(): void {
    const { epoch, seq } = this.#ports.committed();
    const { region } = this.#ports;
    this.answer(MessageType.Welcome, encodeWelcome, {
      region: region.number,
      partner: this.peer.kind === 'partner' ? this.peer.number : 0,
      epoch,
      committedSeq: seq,
      serverTimeUs: this.#ports.nowUs(),
      permissions: this.peer.permissions,
      regionName: region.name,
    });
  }

  /** Sends a control message that the peer has asked for; a peer that does not read its answers loses its session. */
  answer<T>(
    type: number,
    encode: (value: T, bytes: Uint8Array, view: DataView, at: number) => number,
    value: T,
    channel: number = CHANNELS.control,
  ): void {
    if (!sendMessage(this.outlet, channel, type, encode, value))
      this.outlet.close('RELAIS_E_TOO_MANY_REQUESTS', 'answers are not being read');
  }

  result(requestId: number, code: ErrorCode | null, detail = ''): void {
    this.answer(MessageType.RequestResult, encodeRequestResult, { requestId, error: code === null ? 0 : wireNumberOf(code), detail });
  }

  message(channel: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (!messageCrcIsGood(bytes, at, length)) return this.outlet.close('RELAIS_E_MESSAGE_CRC', `message type ${type}`);
    try {
      this.#dispatch(channel, type, bytes, view, at, length);
    } catch (error) {
      // A message that does not decode is the peer's fault and ends its session; everything else is a defect of ours.
      if (!(error instanceof RelaisError) || (ERRORS[error.code] as ErrorEntry).wire === undefined) throw error;
      this.outlet.close(error.code, error.detail);
    }
  }

  /** A channel has room again: what waits for it goes on. */
  writable(channel: number): void {
    this.market.writable(channel);
    this.executions?.writable();
    for (const resume of [...this.waiting]) resume();
  }

  /** Answer to a repeated command or a status request of this partner: outside the stream of executions, which has told it once. */
  duplicateAnswer(bytes: Uint8Array, at: number, length: number): void {
    if (this.outlet.send(CHANNELS.executions, MessageType.ExecutionReport, bytes, at, length) === 0) {
      this.outlet.close('RELAIS_E_TOO_MANY_REQUESTS', 'answers are not being read');
    }
  }

  end(): void {
    this.executions?.end();
    this.executions = null;
    this.waiting.clear();
  }

  #dispatch(channel: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const code = refuseMessage(this.peer, channel, type, accessField(type, view, bytes, at, length));
    if (code !== null) return this.#deny(type, code, bytes, view, at, length);
    switch (channel) {
      case CHANNELS.orders:
        return this.#order(type, bytes, view, at, length);
      case CHANNELS.control:
        return this.#control(type, bytes, view, at, length);
      default:
        return this.#ports.fromRegion(this, type, bytes, view, at, length);
    }
  }

  #order(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (type === MessageType.NewOrder && this.peer.cancelOnDisconnect) {
      const marked = markedOrder(bytes, at, length);
      if (marked !== null) return this.#submit(type, marked.bytes, marked.view, marked.at, length);
    }
    return this.#submit(type, bytes, view, at, length);
  }

  #submit(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const obstacle = this.#ports.orderObstacle();
    if (obstacle !== null) {
      this.#ports.refused(this, type, RejectReason.DiskFull);
      return this.#refuseOrder(type, RejectReason.DiskFull, obstacle, bytes, view, at, length);
    }
    const refusal = this.#ports.orders.submit(this.peer.number, this.instance, type, bytes, view, at, length);
    if (refusal === null) return;
    this.#ports.refused(this, type, refusal.reason);
    this.#refuseOrder(type, refusal.reason, refusal.error, bytes, view, at, length);
  }

  #refuseOrder(type: number, reason: number, error: ErrorCode | null, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const { instrument, clientOrderId } = commandIdentity(type, bytes, view, at, length);
    this.answer(
      MessageType.OrderRefused,
      encodeOrderRefused,
      {
        instrument,
        rejectReason: reason as RejectReason,
        requestType: type,
        error: error === null ? 0 : wireNumberOf(error),
        clientOrderId,
        detail: error === null ? '' : ERRORS[error].text.slice(0, 120),
      },
      CHANNELS.executions,
    );
  }

  #deny(type: number, code: ErrorCode, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    this.#ports.denied(this, type, code);
    if (code === 'RELAIS_E_WRONG_CHANNEL') return this.outlet.close(code, `message type ${type}`);
    if (type >= MessageType.NewOrder && type <= MessageType.MassCancel) {
      return this.#refuseOrder(type, RejectReason.NotAuthorized, code, bytes, view, at, length);
    }
    const requestId = REQUESTS.has(type) ? view.getUint32(at + 1, true) : 0;
    this.result(requestId, code, `message type ${type}`);
  }

  #control(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const ports = this.#ports;
    switch (type) {
      case MessageType.Hello: {
        const before = this.instance;
        this.instance = decodeHello(view, bytes, at, length, emptyHello()).instance || before;
        if (this.instance !== before) ports.present(this, before);
        return;
      }
      case MessageType.Subscribe: {
        const { requestId, instrument, kinds } = decodeSubscribe(view, bytes, at, length, emptySubscribe());
        return this.result(requestId, ports.subscribe(this, instrument, kinds));
      }
      case MessageType.Unsubscribe: {
        const { requestId, instrument, kinds } = decodeUnsubscribe(view, bytes, at, length, emptySubscribe());
        ports.unsubscribe(this, instrument, kinds);
        return this.result(requestId, null);
      }
      case MessageType.InstrumentsRequest:
        return ports.sendInstruments(this, decodeInstrumentsRequest(view, bytes, at, length, emptyInstrumentsRequest()).requestId);
      case MessageType.QuoteRequest: {
        const { requestId, instrument, maxAgeMs } = decodeQuoteRequest(view, bytes, at, length, emptyQuoteRequest());
        return ports.readQuote(this, requestId, instrument, maxAgeMs);
      }
      case MessageType.ExecutionsFrom:
        return this.#streamExecutions(bytes, view, at, length);
      case MessageType.OrderStatusRequest: {
        const { requestId, clientOrderId } = decodeOrderStatusRequest(view, bytes, at, length, emptyOrderStatusRequest());
        const id = Buffer.from(clientOrderId, 'latin1');
        const known = ports.sendOrderStatus(this, id, 0, id.length);
        return this.result(requestId, known ? null : 'RELAIS_E_NOT_FOUND', known ? '' : clientOrderId);
      }
      case MessageType.PositionRequest: {
        const { requestId } = decodePositionRequest(view, bytes, at, length, emptyPositionRequest());
        const { epoch, seq } = ports.committed();
        return this.answer(MessageType.Position, encodePosition, { requestId, region: ports.region.number, epoch, seq });
      }
      case MessageType.Echo:
        return this.answer(MessageType.EchoReply, encodeEchoReply, decodeEcho(view, bytes, at, length, emptyEcho()));
      case MessageType.EchoReply:
        if (this.peer.kind === 'node') ports.fromRegion(this, type, bytes, view, at, length);
        return;
      default:
        return ports.fromRegion(this, type, bytes, view, at, length);
    }
  }

  #streamExecutions(bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const { requestId, epoch, seq, scope } = decodeExecutionsFrom(view, bytes, at, length, emptyExecutionsFrom());
    const committed = this.#ports.committed();
    if (seq !== LIVE_ONLY && (seq > committed.seq || epoch > committed.epoch)) {
      return this.result(requestId, 'RELAIS_E_POSITION_AHEAD', `asked ${epoch}/${seq}, committed ${committed.epoch}/${committed.seq}`);
    }
    const { journal } = this.#ports;
    const fromSeq = seq === LIVE_ONLY ? LIVE_ONLY : seq + 1;
    if (seq !== 0 && fromSeq < journal.firstSeq && journal.lastSeq >= journal.firstSeq) {
      return this.result(requestId, 'RELAIS_E_POSITION_REMOVED', `asked ${seq}, ${journal.firstSeq} is the oldest kept`);
    }
    this.#ports.requested(this, `ExecutionsFrom scope ${scope}`);
    this.executions?.end();
    this.executions = new ExecutionStream({
      subscriber: this.outlet,
      journal,
      partner: this.peer.number,
      scope,
      requestId,
      fromSeq: Math.max(fromSeq, journal.firstSeq),
      committed: () => this.#ports.committed(),
      failed: () => this.outlet.close('RELAIS_E_POSITION_REMOVED', 'the journal of executions could not be read'),
    });
  }
}

/** Requests whose first field is a requestId: a denial names it. */
const REQUESTS: ReadonlySet<number> = new Set([
  MessageType.Subscribe,
  MessageType.Unsubscribe,
  MessageType.InstrumentsRequest,
  MessageType.QuoteRequest,
  MessageType.ExecutionsFrom,
  MessageType.OrderStatusRequest,
  MessageType.PositionRequest,
]);
