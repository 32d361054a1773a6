/** What sessions ask of their server, and which part of it answers. Audits requests and denials on the way. */
import { randomInt } from 'node:crypto';
import type { ErrorCode } from '../../registry/index.js';
import { decodeRequestResult, emptyRequestResult, MessageType } from '../wire/index.js';
import type { AuditTrail } from './audit-trail.js';
import type { ClientSession, ServerPorts } from './client-session.js';
import { nowUs } from './clock.js';
import type { DisconnectWatch } from './disconnect-watch.js';
import type { DurableState } from './durable-state.js';
import type { Logger } from './logger.js';
import type { MarketSide } from './market-side.js';
import type { Metrics } from './metrics.js';
import type { OrderPath } from './order-path.js';
import type { QuoteReads } from './quote-reads.js';

export interface DeskParts {
  readonly region: { readonly name: string; readonly number: number };
  readonly orders: OrderPath;
  readonly durable: DurableState;
  readonly market: MarketSide;
  readonly reads: QuoteReads;
  readonly watch: DisconnectWatch;
  readonly audit: AuditTrail;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Why no command can be taken now, apart from the log's own reasons. */
  readonly orderObstacle: () => ErrorCode | null;
}

/** What a linked region answers or tells, and what needs nothing done. */
const HEARD: ReadonlySet<number> = new Set([MessageType.Notice, MessageType.Welcome, MessageType.Position]);

/** The most that randomInt takes; the log holds up to 2^53. */
const INSTANCES = 2 ** 48 - 1;

export class SessionDesk implements ServerPorts {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  get region(): DeskParts['region'] {
    return this.#parts.region;
  }

  get orders(): OrderPath {
    return this.#parts.orders;
  }

  get journal(): DurableState['journal'] {
    return this.#parts.durable.journal;
  }

  committed(): { epoch: number; seq: number } {
    const { epoch, seq } = this.#parts.durable.log.durablePosition;
    return { epoch, seq };
  }

  nowUs(): number {
    return nowUs();
  }

  newInstance(): number {
    return randomInt(1, INSTANCES);
  }

  orderObstacle(): ErrorCode | null {
    return this.#parts.orderObstacle();
  }

  subscribe(session: ClientSession, instrument: number, kinds: number): ErrorCode | null {
    this.#parts.audit.request(session, `Subscribe ${kinds}`, instrument);
    return this.#parts.market.subscribe(session.market, instrument, kinds);
  }

  unsubscribe(session: ClientSession, instrument: number, kinds: number): void {
    this.#parts.market.unsubscribe(session.market, instrument, kinds);
  }

  readQuote(session: ClientSession, requestId: number, instrument: number, maxAgeMs: number): void {
    session.quoteReads++;
    this.#parts.reads.read(session, requestId, instrument, maxAgeMs);
  }

  sendInstruments(session: ClientSession, requestId: number): void {
    this.requested(session, 'InstrumentsRequest');
    this.#parts.market.sendInstruments(session, requestId);
  }

  sendOrderStatus(session: ClientSession, bytes: Uint8Array, at: number, length: number): boolean {
    this.requested(session, 'OrderStatusRequest');
    return this.#parts.orders.status(session.peer.number, bytes, at, length);
  }

  fromRegion(session: ClientSession, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (type === MessageType.QuoteResponse) this.#parts.reads.answered(session, bytes, view, at, length);
    else if (type === MessageType.EchoReply) this.#parts.reads.regionHeard(session.peer.number);
    else if (type === MessageType.RequestResult) {
      this.#parts.market.answered(session, decodeRequestResult(view, bytes, at, length, emptyRequestResult()).requestId);
    } else if (!HEARD.has(type)) this.#parts.market.fromRegion(session, type, bytes, view, at, length);
  }

  present(session: ClientSession, before: number): void {
    this.#parts.watch.opened(session.instance);
    this.#parts.watch.forget(before);
  }

  requested(session: ClientSession, what: string): void {
    this.#parts.audit.request(session, what, 0);
  }

  denied(session: ClientSession, type: number, code: ErrorCode): void {
    const { metrics, audit, log } = this.#parts;
    metrics.denials.inc({ message: String(type) });
    audit.denial(session, `message type ${type}`, code);
    log.warn({ peer: session.peer.name, type, code }, 'denied');
  }

  refused(_session: ClientSession, _type: number, reason: number): void {
    this.#parts.metrics.ordersRefused.inc({ reason: String(reason) });
    this.commandsRefused++;
  }

  commandsRefused = 0;
}
