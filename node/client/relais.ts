import { Permission, type PermissionName } from '../access/index.js';
import { ClientCore } from './client-core.js';
import type { ConnectionState } from './core/connection-plan.js';
import type { Surroundings } from './edge/ports.js';
import type { ClientEvent } from './events.js';
import type { ExecutionsOptions } from './execution-feed.js';
import type { ClientLimits } from './limits.js';
import type { BookView, Quote, Trade, TradeGap } from './market/events.js';
import type { Execution, TxId } from './model/execution.js';
import type { Instrument } from './model/instrument.js';
import type { MassCancelRequest, OrderRequest, ReplaceRequest } from './model/order-request.js';
import type { CommandHandle, Order } from './orders/order.js';
import type { QuoteRead } from './reads.js';

/** An order of this partner that was not entered through this client object: by instrument and client order id. */
export interface OrderName {
  readonly instrument: string;
  readonly clientOrderId: string;
}

export interface ClientCounters {
  /** Connections made. */
  readonly connections: number;
  readonly commandsInFlight: number;
  /** Commands sent again after a reconnect. */
  readonly commandsResubmitted: number;
  /** Quotes replaced by newer ones before they were read. */
  readonly quotesConflated: number;
  /** Books stitched anew after a gap or damage. */
  readonly booksRestarted: number;
  /** Messages whose CRC32 was wrong. */
  readonly messagesDamaged: number;
}

const BOOK_DEPTH_MAX = 2_048;

/** A client of one region. Made by `connect()`; the guide is docs/sdk.md. */
export class Relais {
  private readonly core: ClientCore;

  /** @internal Use connect(). */
  constructor(around: Surroundings, limits: ClientLimits, regionNumber: number) {
    this.core = new ClientCore(around, limits, regionNumber);
  }

  /** @internal Resolves when a server is ready and the instruments are known. */
  open(): Promise<void> {
    return this.core.open();
  }

  // ---- what there is -------------------------------------------------------------------------------------------------------------

  /** Where the connection is now. */
  get state(): ConnectionState {
    return this.core.connection.state;
  }

  /** Whether the roles of this partner allow it; the server refuses the rest with RELAIS_E_ACCESS_DENIED. */
  may(permission: PermissionName): boolean {
    return (this.core.permissions & Permission[permission]) !== 0;
  }

  get counters(): ClientCounters {
    return {
      connections: this.core.connections,
      commandsInFlight: this.core.desk.inFlight,
      commandsResubmitted: this.core.desk.resubmitted,
      quotesConflated: this.core.market.quotesConflated,
      booksRestarted: this.core.market.booksRestarted,
      messagesDamaged: this.core.messagesDamaged,
    };
  }

  /** The instruments that this connection may see, as of the last connection or reload. */
  instruments(): Instrument[] {
    return this.core.catalogue.all();
  }

  /** Asks for the instruments again: a linked region that has come up since brings its own. Errors: RELAIS_E_REQUEST_TIMEOUT, RELAIS_E_DISCONNECTED. */
  async reloadInstruments(): Promise<Instrument[]> {
    this.core.needOpen();
    await this.core.reloadInstruments();
    return this.core.catalogue.all();
  }

  /** By symbol, or region/symbol. Errors: RELAIS_E_UNKNOWN_SYMBOL. */
  instrument(name: string): Instrument {
    return this.core.catalogue.named(name);
  }

  /** The present state, then each change; a slow reader gets the latest. */
  states(): AsyncIterableIterator<ConnectionState> {
    return this.core.events.states(this.state);
  }

  events(): AsyncIterableIterator<ClientEvent> {
    return this.core.events.stream();
  }

  /** Calls back for each event; the result ends that. */
  onEvent(listener: (event: ClientEvent) => void): () => void {
    return this.core.events.listen(listener);
  }

  // ---- orders --------------------------------------------------------------------------------------------------------------------

  /**
   * Enters an order. What is wrong with the request itself is thrown here and nothing is sent: RELAIS_E_ORDER_REQUEST,
   * RELAIS_E_UNKNOWN_SYMBOL, RELAIS_E_NOT_TRADABLE_HERE, RELAIS_E_NOT_A_DECIMAL, RELAIS_E_DECIMAL_PRECISION, RELAIS_E_DECIMAL_OVERFLOW, RELAIS_E_IN_FLIGHT_LIMIT,
   * RELAIS_E_CLIENT_ORDER_ID_IN_FLIGHT, RELAIS_E_CLIENT_CLOSED.
   */
  submit(request: OrderRequest): Order {
    this.core.needOpen();
    return this.core.desk.submit(request);
  }

  cancel(order: Order | OrderName): CommandHandle {
    this.core.needOpen();
    return 'confirmed' in order ? order.cancel() : this.core.desk.cancelById(this.instrument(order.instrument), order.clientOrderId);
  }

  replace(order: Order | OrderName, request: ReplaceRequest): CommandHandle {
    this.core.needOpen();
    if ('confirmed' in order) return order.replace(request);
    return this.core.desk.replaceById(this.instrument(order.instrument), order.clientOrderId, request);
  }

  /** Cancels all open orders of this partner, or those of one instrument or side. */
  massCancel(request: MassCancelRequest = {}): CommandHandle {
    this.core.needOpen();
    return this.core.desk.massCancel(request);
  }

  /** Committed state of an order of this partner. Errors: RELAIS_E_NOT_FOUND, RELAIS_E_REQUEST_TIMEOUT. */
  async orderStatus(clientOrderId: string): Promise<Execution> {
    this.core.needOpen();
    return this.core.desk.orderStatus(clientOrderId);
  }

  /** Executions: a replay from a position, then live; never a gap, never a duplicate, however slow the reader and whatever breaks. */
  executions(options: ExecutionsOptions = {}): AsyncIterableIterator<Execution> {
    this.core.needOpen();
    return this.core.executions(options);
  }

  // ---- market data ---------------------------------------------------------------------------------------------------------------

  /** Quotes: the present one of each, then changes. A slow reader gets the latest of each instrument (`conflated` counts). */
  quotes(instruments: readonly string[]): AsyncIterableIterator<Quote> {
    this.core.needOpen();
    return this.core.market.quotes(instruments.map((name) => this.instrument(name)));
  }

  /** Public trades. Where some are missing a `gap` says so, and how many. */
  trades(instruments: readonly string[]): AsyncIterableIterator<Trade | TradeGap> {
    this.core.needOpen();
    return this.core.market.trades(instruments.map((name) => this.instrument(name)));
  }

  /** The book: always consistent, always the present one, made from snapshot and increments. */
  book(instrument: string, options: { readonly depth?: number } = {}): AsyncIterableIterator<BookView> {
    this.core.needOpen();
    return this.core.market.book(this.instrument(instrument), Math.max(1, Math.min(options.depth ?? BOOK_DEPTH_MAX, BOOK_DEPTH_MAX)));
  }

  /** One quote, at most `maxAgeMs` (1,000) old. Errors: RELAIS_E_QUOTE_NONE and others of the server, RELAIS_E_REQUEST_TIMEOUT. */
  async quote(instrument: string, options: { readonly maxAgeMs?: number } = {}): Promise<QuoteRead> {
    this.core.needOpen();
    return this.core.reads.quote(this.instrument(instrument), options.maxAgeMs ?? 1_000);
  }

  /** Committed position of the region. Errors: RELAIS_E_REQUEST_TIMEOUT. */
  async position(): Promise<TxId> {
    this.core.needOpen();
    return this.core.reads.position();
  }

  /** Round trip through the session in ms. Errors: RELAIS_E_REQUEST_TIMEOUT, RELAIS_E_DISCONNECTED. */
  async echo(): Promise<number> {
    this.core.needOpen();
    return this.core.reads.echo();
  }

  // ---- the end -------------------------------------------------------------------------------------------------------------------

  /** Takes no more requests, waits for results of commands in flight (closeWithinMs at most), then ends all streams and the session. */
  async close(): Promise<void> {
    await this.core.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
