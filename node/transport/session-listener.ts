import { join } from 'node:path';
import type { ErrorCode } from '../../registry/index.js';
import { Admission, type AdmissionLimits } from './admission.js';
import { CaptureFile } from './capture-file.js';
import type { CaptureRole } from './capture-format.js';
import type { DrivenSession } from './driven-session.js';
import { type DriverLimits, SessionDriver } from './session-driver.js';
import type { Connection, DialOptions, Endpoint, Listener, Transport } from './transport.js';

export interface SessionListenerOptions<S extends DrivenSession> {
  readonly transport: Transport;
  readonly at: Endpoint;
  readonly limits: AdmissionLimits & DriverLimits;
  /** Makes the session of a connection. Give it `wake: driver.wake` and `nowMs`. */
  readonly create: (driver: SessionDriver<S>, nowMs: number) => S;
  /** Asked before a byte is read: may this address connect at all? */
  readonly allow?: (remoteAddress: string) => boolean;
  /** A stranger was turned away: for metrics and audit. */
  readonly onRefused?: (code: ErrorCode, remoteAddress: string) => void;
  /** Setting captureFolder; empty for none. */
  readonly captureFolder?: string;
}

/** Listens for sessions, with bounds on what strangers may cost (admission.ts). */
export class SessionListener<S extends DrivenSession> {
  /** Every connection that is open now, half-open ones included. */
  readonly drivers = new Set<SessionDriver<S>>();
  private readonly options: SessionListenerOptions<S>;
  private readonly admission: Admission<SessionDriver<S>>;
  private listener: Listener | null = null;

  private constructor(options: SessionListenerOptions<S>) {
    this.options = options;
    this.admission = new Admission(options.limits);
  }

  /** Errors: RELAIS_E_LISTEN_FAILED. */
  static async open<S extends DrivenSession>(options: SessionListenerOptions<S>): Promise<SessionListener<S>> {
    const sessions = new SessionListener<S>(options);
    sessions.listener = await options.transport.listen({
      at: options.at,
      allow: (remoteAddress) => sessions.isAllowed(remoteAddress),
      accept: (connection) => sessions.accept(connection),
    });
    return sessions;
  }

  /** Where it really listens. */
  get at(): Endpoint {
    return this.listener?.at ?? this.options.at;
  }
  get halfOpenCount(): number {
    return this.admission.halfOpenCount;
  }
  get establishedCount(): number {
    return this.admission.establishedCount;
  }

  /** Takes nobody new; sessions that exist go on. */
  async close(): Promise<void> {
    await this.listener?.close();
  }

  private isAllowed(remoteAddress: string): boolean {
    const allowed = this.options.allow?.(remoteAddress) ?? true;
    if (!allowed) this.options.onRefused?.('RELAIS_E_ADDRESS_REFUSED', remoteAddress);
    return allowed;
  }

  private accept(connection: Connection): void {
    const { create, limits, captureFolder = '', onRefused } = this.options;
    const driver: SessionDriver<S> = new SessionDriver<S>({
      connection,
      create,
      limits,
      capture: openCapture(captureFolder, 'responder', connection),
      guard: {
        mayReceive: (bytes) => this.admission.mayReceive(driver, bytes),
        becameEstablished: () => {
          const isWelcome = this.admission.becameEstablished(driver);
          if (!isWelcome) onRefused?.('RELAIS_E_TOO_MANY_CONNECTIONS', connection.remoteAddress);
          return isWelcome;
        },
      },
      onGone: () => {
        this.drivers.delete(driver);
        this.admission.left(driver);
      },
    });
    this.drivers.add(driver);
    const dropped = this.admission.arrived(driver, connection.remoteAddress);
    if (dropped === null) return;
    onRefused?.('RELAIS_E_HANDSHAKE_DROPPED', dropped.connection.remoteAddress);
    dropped.cut('RELAIS_E_HANDSHAKE_DROPPED', dropped.connection.remoteName);
  }
}

export interface DialSessionOptions<S extends DrivenSession> extends DialOptions {
  readonly transport: Transport;
  readonly limits: DriverLimits;
  readonly create: (driver: SessionDriver<S>, nowMs: number) => S;
  readonly onGone?: (driver: SessionDriver<S>) => void;
  readonly captureFolder?: string;
}

/** Connects and starts the session's handshake. Errors: RELAIS_E_DIAL_FAILED; what comes later is told to the session's handler. */
export async function dialSession<S extends DrivenSession>(options: DialSessionOptions<S>): Promise<SessionDriver<S>> {
  const { transport, limits, create, onGone, captureFolder = '' } = options;
  const connection = await transport.dial(options);
  const capture = openCapture(captureFolder, 'initiator', connection);
  return new SessionDriver<S>({ connection, create, limits, capture, ...(onGone === undefined ? {} : { onGone }) });
}

let captures = 0;

function openCapture(folder: string, role: CaptureRole, connection: Connection): CaptureFile | null {
  if (folder === '') return null;
  const peer = connection.remoteName.replaceAll(/[^0-9A-Za-z.]+/g, '_');
  return new CaptureFile(join(folder, `${process.pid}-${++captures}-${role}-${peer}.capture`), role);
}
