/**
 * One connection that comes back: runs the connection plan against the world, checks the CRC32 of every message (we are its last
 * consumer), and tells its owner when a server is ready, when it is gone, and what arrived in between.
 */
import { type ErrorCode, RelaisError } from '../../../registry/index.js';
import type { CloseReason, SessionEvent, SessionHandler } from '../../session/index.js';
import { CHANNELS, decodeWelcome, emptyWelcome, MessageType, messageCrcIsGood, type Welcome } from '../../wire/index.js';
import { type ConnectionState, newPlan, type PlanEvent, type PlanLimits, stepPlan } from '../core/connection-plan.js';
import type { ClientLimits } from '../limits.js';
import type { Link, Surroundings } from './ports.js';

export interface ConnectionOwner {
  /** The session stands, nothing was said yet: the place for a first message. */
  established(): void;
  /** The server has said Welcome. */
  ready(welcome: Welcome): void;
  message(channel: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void;
  /** A message whose CRC32 is wrong; it was not handed over. */
  damaged(channel: number, type: number): void;
  acknowledged(channel: number, seq: number): void;
  writable(channel: number): void;
  /** A server that was ready is gone. */
  lost(): void;
  state(state: ConnectionState): void;
  event(event: SessionEvent): void;
}

/** Before the first connection these end the attempts: the same credentials to the same server cannot do better. */
const HOPELESS: ReadonlySet<string> = new Set([
  'RELAIS_E_UNKNOWN_PARTNER',
  'RELAIS_E_PEER_UNKNOWN',
  'RELAIS_E_ADDRESS_REFUSED',
  'RELAIS_E_WRONG_REGION',
  'RELAIS_E_VERSION_UNSUPPORTED',
]);

export class Connection {
  private readonly around: Surroundings;
  private readonly limits: ClientLimits;
  private readonly owner: ConnectionOwner;
  private readonly regionNumber: number;
  private readonly plan = newPlan();
  private readonly planLimits: PlanLimits;
  private link: Link | null = null;
  private isReady = false;
  /** Counts attempts: whatever an earlier link still says is not heard. */
  private generation = 0;
  private cancelTimer: () => void = () => {};

  constructor(around: Surroundings, limits: ClientLimits, regionNumber: number, owner: ConnectionOwner, connectWithinMs: number) {
    this.around = around;
    this.limits = limits;
    this.regionNumber = regionNumber;
    this.owner = owner;
    this.planLimits = {
      endpoints: around.endpoints,
      connectUntilMs: around.nowMs() + connectWithinMs,
      reconnectFirstMs: limits.reconnectFirstMs,
      reconnectMaxMs: limits.reconnectMaxMs,
      stableAfterMs: limits.stableAfterMs,
    };
  }

  get state(): ConnectionState {
    return this.plan.state;
  }

  start(): void {
    this.step({ type: 'start' });
  }

  /** 0 if there is no server, or no room in the queue of the channel: `writable` or `ready` follows. */
  send(channel: number, type: number, bytes: Uint8Array, length: number): number {
    return this.link === null ? 0 : this.link.send(channel, type, bytes, 0, length);
  }

  /** Gives this link up with a code that the server sees, and dials anew at once. */
  renew(code: ErrorCode, detail: string): void {
    const link = this.link;
    if (link === null) return;
    this.generation += 1;
    void link.close(code, detail);
    this.ended({ code, detail, byPeer: false });
  }

  /** Ends it for good; what is queued still goes out. Resolves when it has. */
  close(): Promise<void> {
    const link = this.link;
    this.forgetLink();
    const gone = link?.close(null, '') ?? Promise.resolve();
    this.step({ type: 'close' });
    return gone;
  }

  private step(event: PlanEvent): void {
    for (const effect of stepPlan(this.plan, event, this.around.nowMs(), this.planLimits, this.around.random())) {
      if (effect.type === 'dial') this.dial(effect.endpoint);
      else if (effect.type === 'wait') this.setTimer(effect.ms, () => this.step({ type: 'pauseOver' }));
      else this.owner.state(effect.state);
    }
  }

  private dial(endpoint: number): void {
    this.generation += 1;
    const generation = this.generation;
    const heard = () => generation === this.generation;
    const handler: SessionHandler = {
      established: () => heard() && this.owner.established(),
      message: (channel, type, _seq, bytes, view, at, length) => {
        if (heard()) this.message(channel, type, bytes, view, at, length);
      },
      acknowledged: (channel, seq) => heard() && this.owner.acknowledged(channel, seq),
      writable: (channel) => heard() && this.owner.writable(channel),
      event: (event) => heard() && this.owner.event(event),
      closed: (reason) => heard() && this.ended(reason),
    };
    this.setTimer(this.limits.attemptWithinMs, () => {
      if (heard() && !this.isReady) this.renewSilently('RELAIS_E_NO_ANSWER', `endpoint ${endpoint}`);
    });
    this.link = this.around.dial(endpoint, handler);
  }

  private message(channel: number, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    if (!messageCrcIsGood(bytes, at, length)) {
      this.owner.damaged(channel, type);
      return;
    }
    try {
      if (channel === CHANNELS.control && type === MessageType.Welcome)
        this.welcome(decodeWelcome(view, bytes, at, length, emptyWelcome()));
      else this.owner.message(channel, type, bytes, view, at, length);
    } catch (error) {
      if (!(error instanceof RelaisError)) throw error;
      this.renew(error.code, error.detail);
    }
  }

  private welcome(welcome: Welcome): void {
    if (welcome.region !== this.regionNumber) {
      throw new RelaisError('RELAIS_E_WRONG_REGION', `it is ${welcome.regionName}, region ${welcome.region}`);
    }
    if (this.isReady) return;
    this.isReady = true;
    this.cancelTimer();
    this.owner.ready(welcome);
    // An owner that gives up on the Welcome has already stepped on.
    if (this.isReady) this.step({ type: 'ready' });
  }

  private renewSilently(code: ErrorCode, detail: string): void {
    this.generation += 1;
    this.link?.destroy();
    this.ended({ code, detail, byPeer: false });
  }

  private ended(reason: CloseReason): void {
    const wasReady = this.isReady;
    this.forgetLink();
    if (wasReady) this.owner.lost();
    const isFinal = !this.plan.hasBeenConnected && reason.code !== null && HOPELESS.has(reason.code);
    this.step({ type: 'lost', failure: { code: reason.code, detail: reason.detail }, isFinal });
  }

  private forgetLink(): void {
    this.generation += 1;
    this.link = null;
    this.isReady = false;
    this.cancelTimer();
  }

  private setTimer(ms: number, callback: () => void): void {
    this.cancelTimer();
    this.cancelTimer = this.around.setTimer(ms, callback);
  }
}
