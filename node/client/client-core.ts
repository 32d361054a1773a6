/** The inside of a client: its parts, wired to one connection that comes back. `Relais` (relais.ts) is what users see of it. */
import { RelaisError } from '../../registry/index.js';
import { Permission } from '../access/index.js';
import { CHANNELS, encodeHello, MessageType, type Welcome } from '../wire/index.js';
import type { ConnectionState } from './core/connection-plan.js';
import { RequestTable } from './core/request-table.js';
import { Dispatch } from './dispatch.js';
import { Connection, type ConnectionOwner } from './edge/connection.js';
import { ControlQueue } from './edge/control-queue.js';
import type { Surroundings } from './edge/ports.js';
import { EventSource } from './events.js';
import { ExecutionFeed, type ExecutionsOptions } from './execution-feed.js';
import type { ClientLimits } from './limits.js';
import { MarketData } from './market/market-data.js';
import type { Execution } from './model/execution.js';
import { InstrumentCatalogue } from './model/instrument.js';
import { OrderDesk } from './orders/order-desk.js';
import { Reads } from './reads.js';

const TICK_MS = 1_000;

export class ClientCore {
  readonly connection: Connection;
  readonly reads: Reads;
  readonly desk: OrderDesk;
  readonly market: MarketData;
  readonly events = new EventSource();
  catalogue = new InstrumentCatalogue([]);
  /** Permission bits of this partner, as the server said last. */
  permissions = 0;
  connections = 0;
  messagesDamaged = 0;
  private readonly around: Surroundings;
  private readonly limits: ClientLimits;
  private readonly regionNumber: number;
  private readonly control: ControlQueue;
  private readonly requests: RequestTable;
  private readonly dispatch: Dispatch;
  private readonly feeds = new Set<ExecutionFeed>();
  private readonly instance: number;
  private clockOffsetUs = 0;
  private isLoaded = false;
  private isClosed = false;
  private cancelTick: () => void = () => {};
  private opened: { resolve(): void; reject(error: unknown): void } | null = null;

  constructor(around: Surroundings, limits: ClientLimits, regionNumber: number) {
    this.around = around;
    this.limits = limits;
    this.regionNumber = regionNumber;
    const random = around.randomBytes(12);
    // 48 random bits, never 0, and within what a JavaScript number holds exactly.
    this.instance = Buffer.from(random.subarray(0, 6)).readUIntBE(0, 6) + 1;
    this.connection = new Connection(around, limits, regionNumber, this.owner(), limits.connectWithinMs);
    this.control = new ControlQueue((channel, type, bytes, length) => this.connection.send(channel, type, bytes, length));
    const sendControl = (type: number, bytes: Uint8Array): void => this.control.push(type, bytes);
    this.requests = new RequestTable({ send: sendControl, setTimer: around.setTimer });
    this.reads = new Reads(this.requests, limits.requestWithinMs, around.nowMs);
    this.desk = new OrderDesk(
      {
        sendCommand: (type, bytes, length) => this.connection.send(CHANNELS.orders, type, bytes, length),
        serverTimeUs: () => this.serverTimeUs(),
        instrument: (id) => this.catalogue.get(id),
        named: (symbol) => this.catalogue.named(symbol),
        executionsUnavailable: (error) => this.events.emit({ type: 'executionsUnavailable', error }),
      },
      this.requests,
      limits,
      // Letters and digits only: such an id is also good as a word on a command line.
      Buffer.from(random.subarray(6)).readUIntBE(0, 6).toString(36),
    );
    this.market = new MarketData(
      {
        newRequestId: () => this.requests.newId(),
        sendControl,
        bookRestarted: (instrument, reason) => this.events.emit({ type: 'bookRestarted', instrument, reason }),
      },
      limits.streamBufferMax,
    );
    this.dispatch = new Dispatch({
      desk: this.desk,
      market: this.market,
      requests: this.requests,
      reads: this.reads,
      events: this.events,
      instrument: (id) => this.catalogue.get(id),
    });
  }

  /** Resolves when a server is ready and the instruments are known. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.opened = { resolve, reject };
      this.connection.start();
    });
  }

  /** A reader of executions with a connection of its own. */
  executions(options: ExecutionsOptions): AsyncIterableIterator<Execution> {
    const feed = new ExecutionFeed(
      {
        around: this.around,
        limits: this.limits,
        regionNumber: this.regionNumber,
        instrument: (id) => this.catalogue.get(id),
        damaged: (channel, type) => this.noteDamaged(channel, type),
        ended: (ended) => this.feeds.delete(ended),
      },
      options,
    );
    this.feeds.add(feed);
    return feed.stream;
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.desk.whenSettled(this.limits.closeWithinMs, this.around.setTimer);
    await this.end(undefined);
  }

  needOpen(): void {
    if (this.isClosed) throw new RelaisError('RELAIS_E_CLIENT_CLOSED');
  }

  private serverTimeUs(): number {
    return Math.max(0, Math.floor(this.around.nowMs() * 1_000 + this.clockOffsetUs));
  }

  private owner(): ConnectionOwner {
    return {
      established: () => this.sayHello(),
      ready: (welcome) => this.ready(welcome),
      message: (channel, type, bytes, view, at, length) => this.dispatch.message(channel, type, bytes, view, at, length),
      damaged: (channel, type) => this.damaged(channel, type),
      acknowledged: (channel, seq) => {
        if (channel === CHANNELS.orders) this.desk.acknowledged(seq);
      },
      writable: (channel) => {
        if (channel === CHANNELS.orders) this.desk.writable();
        else if (channel === CHANNELS.control) this.control.writable();
      },
      lost: () => this.lost(),
      state: (state) => this.stateChanged(state),
      event: (event) => this.events.emit({ type: 'session', event }),
    };
  }

  private sayHello(): void {
    const bytes = new Uint8Array(32);
    this.control.push(MessageType.Hello, bytes.subarray(0, encodeHello({ instance: this.instance }, bytes, new DataView(bytes.buffer), 0)));
  }

  private ready(welcome: Welcome): void {
    this.connections += 1;
    this.permissions = welcome.permissions;
    this.clockOffsetUs = welcome.serverTimeUs - this.around.nowMs() * 1_000;
    this.requests.connected();
    this.desk.connected(welcome, (welcome.permissions & Permission.OwnExecutions) !== 0);
    this.market.connected();
    this.cancelTick();
    this.tickLater();
    this.loadInstruments();
  }

  /** Each connection brings the list anew: instruments may have been added. The first one completes connect(). */
  private loadInstruments(): void {
    this.reads.instruments().then(
      (catalogue) => {
        this.catalogue = this.catalogue.updated(catalogue, this.regionNumber);
        this.isLoaded = true;
        this.opened?.resolve();
      },
      (error: unknown) => {
        if (!this.isLoaded) this.fail(error);
      },
    );
  }

  /** Asks for the list again. Errors: those of a request. */
  async reloadInstruments(): Promise<void> {
    this.catalogue = await this.reads.instruments();
  }

  private tickLater(): void {
    this.cancelTick = this.around.setTimer(TICK_MS, () => {
      this.desk.tick();
      this.tickLater();
    });
  }

  private lost(): void {
    this.cancelTick();
    this.control.clear();
    this.requests.disconnected();
    this.desk.disconnected();
    this.market.disconnected();
  }

  private damaged(channel: number, type: number): void {
    this.noteDamaged(channel, type);
    if (channel === CHANNELS.book || channel === CHANNELS.marketData) this.market.damaged(channel === CHANNELS.book);
    // A command's result or an answer: what it was comes again with a new session.
    else this.connection.renew('RELAIS_E_MESSAGE_CRC', `channel ${channel}`);
  }

  private noteDamaged(channel: number, type: number): void {
    this.messagesDamaged += 1;
    this.events.emit({ type: 'damagedMessage', error: new RelaisError('RELAIS_E_MESSAGE_CRC', `type ${type}, channel ${channel}`) });
  }

  private stateChanged(state: ConnectionState): void {
    this.events.emit({ type: 'state', state });
    if (state.phase !== 'closed' || state.failure === null) return;
    const { code, detail } = state.failure;
    const last = new RelaisError(code ?? 'RELAIS_E_CONNECTION_ENDED', detail);
    this.fail(new RelaisError('RELAIS_E_CONNECT_TIMEOUT', last.message, { cause: last }));
  }

  private fail(error: unknown): void {
    this.opened?.reject(error);
    this.isClosed = true;
    void this.end(error);
  }

  private async end(error: unknown): Promise<void> {
    this.cancelTick();
    this.desk.close();
    this.market.close(error);
    this.requests.close(new RelaisError('RELAIS_E_CLIENT_CLOSED'));
    for (const feed of [...this.feeds]) feed.stream.end(error);
    const gone = this.connection.close();
    this.events.end();
    await gone;
  }
}
