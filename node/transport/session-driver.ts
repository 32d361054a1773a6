import type { ErrorCode, Settings } from '../../registry/index.js';
import type { CaptureFile } from './capture-file.js';
import type { DrivenSession } from './driven-session.js';
import { type Flushable, FlushTurn } from './flush-turn.js';
import { TickClock, type Ticking } from './tick-clock.js';
import type { Connection, ConnectionHandler } from './transport.js';

export type DriverLimits = Pick<Settings, 'flushLimitBytes' | 'closeTimeoutMs'>;

/** What a listener wants to know about a connection whose handshake is not done. */
export interface HandshakeGuard {
  /** False: more bytes than a handshake has. */
  mayReceive(bytes: number): boolean;
  /** False: there are too many sessions. */
  becameEstablished(): boolean;
}

export interface DriverOptions<S extends DrivenSession> {
  readonly connection: Connection;
  /** Makes the session. Give it `wake: driver.wake` and `nowMs`. */
  readonly create: (driver: SessionDriver<S>, nowMs: number) => S;
  readonly limits: DriverLimits;
  /** Records both directions when given. */
  readonly capture?: CaptureFile | null;
  readonly guard?: HandshakeGuard | null;
  /** The connection is gone; the session's own `closed` has been called. */
  readonly onGone?: (driver: SessionDriver<S>) => void;
}

const flushTurn = new FlushTurn();
const tickClock = new TickClock();

/**
 * Binds one connection to one session: bytes in as they come, one flush and one write at the end of each turn of the event loop, ticks
 * from the one timer of the process. When the socket is full it stops asking the session for records; the session's queues are bounded, so
 * `send` says so to whoever produces too much. Holds no protocol knowledge.
 */
export class SessionDriver<S extends DrivenSession> implements ConnectionHandler, Flushable, Ticking {
  readonly connection: Connection;
  readonly session: S;
  /** The clock's. */
  atMs = 0;
  heapIndex = -1;
  private readonly limits: DriverLimits;
  private readonly capture: CaptureFile | null;
  private readonly onGone: ((driver: SessionDriver<S>) => void) | undefined;
  private guard: HandshakeGuard | null;
  private isRequested = false;
  private isFull = false;
  private isEnding = false;
  private isGone = false;
  private turnBytes = 0;
  private cutAtMs = Number.POSITIVE_INFINITY;

  constructor({ connection, create, limits, capture = null, guard = null, onGone }: DriverOptions<S>) {
    this.connection = connection;
    this.limits = limits;
    this.capture = capture;
    this.guard = guard;
    this.onGone = onGone;
    const nowMs = performance.now();
    this.session = create(this, nowMs);
    connection.attach(this);
    this.wake();
    this.schedule();
  }

  /** The session has something to write: it goes out at the end of this turn of the loop. */
  readonly wake = (): void => {
    if (this.isRequested || this.isFull || this.isGone) return;
    this.isRequested = true;
    flushTurn.request(this);
  };

  /** Orderly: what is queued for sending the reason goes out, then the connection ends; cut after closeTimeoutMs. */
  close(code: ErrorCode | null, detail: string): void {
    if (this.isGone) return;
    this.session.close(code, detail);
    this.look(performance.now());
    this.wake();
  }

  /** Cuts the connection now. The session hears `code` as the reason. */
  cut(code: ErrorCode, detail: string): void {
    if (this.isGone) return;
    this.session.disconnected(code, detail);
    this.connection.destroy();
  }

  data(chunk: Uint8Array): void {
    const nowMs = performance.now();
    this.capture?.add('received', chunk);
    this.session.receive(chunk, nowMs);
    if (this.guard !== null && !this.passes(this.guard, chunk.length)) return;
    this.look(nowMs);
  }

  drained(): void {
    if (!this.isFull) return;
    this.isFull = false;
    this.wake();
  }

  closed(error: ErrorCode | null, detail: string): void {
    this.isGone = true;
    tickClock.remove(this);
    if (this.session.state !== 'closed') this.session.disconnected(error ?? 'RELAIS_E_CONNECTION_ENDED', detail);
    void this.capture?.close();
    this.onGone?.(this);
  }

  flush(nowMs: number): void {
    this.isRequested = false;
    if (this.isGone) return;
    this.turnBytes = 0;
    this.session.flush(nowMs, this.takeRecord);
    const wasCutShort = this.turnBytes >= this.limits.flushLimitBytes;
    this.isFull = !this.connection.push();
    if (wasCutShort) this.wake();
    this.look(nowMs);
  }

  tick(nowMs: number): void {
    if (this.isGone) return;
    if (nowMs >= this.cutAtMs) this.connection.destroy();
    else if (nowMs >= this.session.nextTickMs) this.session.tick(nowMs);
    this.look(nowMs);
  }

  private readonly takeRecord = (record: Uint8Array): boolean => {
    this.capture?.add('sent', record);
    this.connection.write(record);
    this.turnBytes += record.length;
    return this.turnBytes < this.limits.flushLimitBytes;
  };

  private passes(guard: HandshakeGuard, bytes: number): boolean {
    if (this.session.state === 'handshake') {
      if (guard.mayReceive(bytes)) return true;
      this.cut('RELAIS_E_HANDSHAKE_TOO_LARGE', `more than a handshake's bytes from ${this.connection.remoteName}`);
      return false;
    }
    this.guard = null;
    if (this.session.state === 'established' && !guard.becameEstablished()) this.close('RELAIS_E_TOO_MANY_CONNECTIONS', '');
    return true;
  }

  /** After every step: when is the next one, and is it over? */
  private look(nowMs: number): void {
    const { state } = this.session;
    if (state === 'closed' || state === 'closing') {
      if (this.cutAtMs === Number.POSITIVE_INFINITY) this.cutAtMs = nowMs + this.limits.closeTimeoutMs;
      if (state === 'closed' && !this.isRequested && !this.isEnding) {
        this.isEnding = true;
        this.connection.end();
      }
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.isGone) return;
    const atMs = Math.min(this.session.nextTickMs, this.cutAtMs);
    if (this.heapIndex < 0 || atMs < this.atMs) tickClock.schedule(this, atMs);
  }
}
