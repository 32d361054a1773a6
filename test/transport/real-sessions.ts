import { randomBytes } from 'node:crypto';
import { type CloseReason, Session, type SessionEvent, type SessionHandler, type SessionLimits } from '../../node/session/index.js';
import {
  type AdmissionLimits,
  type DriverLimits,
  dialSession,
  KernelTransport,
  type SessionDriver,
  SessionListener,
} from '../../node/transport/index.js';
import { CHANNELS, keyPairOf, MessageType } from '../../node/wire/index.js';
import { readSettings, type Settings } from '../../registry/index.js';

const PSK = new Uint8Array(32).fill(7);
const SERVER_KEY = new Uint8Array(32).fill(11);
const CLIENT_KEY = new Uint8Array(32).fill(13);
const SERVER_PUBLIC_KEY = keyPairOf(SERVER_KEY).publicKey;
const CLIENT_PUBLIC_KEY = keyPairOf(CLIENT_KEY).publicKey;
const HOST = '127.0.0.1';

export type Driver = SessionDriver<Session>;

/** What one session was told; messages are u32 numbers at the beginning of 64 bytes. */
export class Witness implements SessionHandler {
  driver: Driver | null = null;
  isEstablished = false;
  readonly numbers: number[] = [];
  readonly events: SessionEvent[] = [];
  reason: CloseReason | null = null;
  onNumber: (number: number) => void = () => {};
  private waiting: (() => void)[] = [];

  established(): void {
    this.isEstablished = true;
    this.wake();
  }
  message(_channel: number, _type: number, _seq: number, _bytes: Uint8Array, view: DataView, at: number): void {
    const number = view.getUint32(at, true);
    this.numbers.push(number);
    this.onNumber(number);
    this.wake();
  }
  acknowledged(): void {}
  writable(): void {
    this.wake();
  }
  closed(reason: CloseReason): void {
    this.reason = reason;
    this.wake();
  }
  event(event: SessionEvent): void {
    this.events.push(event);
  }
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
  /** Sends a number; false if there is no room. */
  send(number: number, channel: number = CHANNELS.orders): boolean {
    const bytes = new Uint8Array(64);
    new DataView(bytes.buffer).setUint32(0, number, true);
    return (this.driver?.session.send(channel, MessageType.NewOrder, bytes, 0, bytes.length) ?? 0) > 0;
  }
  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

export type Limits = SessionLimits & AdmissionLimits & DriverLimits;
export const limitsWith = (given: Partial<Settings> = {}): Limits => readSettings(given);

export interface ServerOptions {
  readonly limits?: Limits;
  readonly allow?: (address: string) => boolean;
  readonly onRefused?: (code: string, address: string) => void;
  readonly captureFolder?: string;
  readonly keyLog?: (line: string) => void;
}

/** A listener that sends every number back on the channel of executions. */
export async function aServer({ limits = limitsWith(), keyLog, ...options }: ServerOptions = {}) {
  const witnesses: Witness[] = [];
  const listener = await SessionListener.open<Session>({
    ...options,
    transport: new KernelTransport(),
    at: { host: HOST, port: 0 },
    limits,
    create: (driver, nowMs) => {
      const handler = new Witness();
      handler.driver = driver;
      handler.onNumber = (number) => handler.send(number, CHANNELS.executions);
      witnesses.push(handler);
      return new Session({
        role: 'responder',
        handler,
        limits,
        staticPrivateKey: SERVER_KEY,
        staticPublicKey: SERVER_PUBLIC_KEY,
        random: randomBytes,
        nowMs,
        wake: driver.wake,
        admit: () => ({ admitted: true, name: 'tester', number: 9, psk: PSK }),
        ...(keyLog === undefined ? {} : { keyLog }),
      });
    },
  });
  const port = 'port' in listener.at ? listener.at.port : 0;
  const stop = async (): Promise<void> => {
    await listener.close();
    for (const driver of listener.drivers) driver.connection.destroy();
  };
  return { listener, port, witnesses, stop };
}

/** A client whose handshake is under way; its witness tells when it is done. */
export async function aClient(port: number, limits: Limits = limitsWith()): Promise<Witness> {
  const handler = new Witness();
  handler.driver = await dialSession<Session>({
    transport: new KernelTransport(),
    to: { host: HOST, port },
    timeoutMs: 10_000,
    limits,
    create: (driver, nowMs) =>
      new Session({
        role: 'initiator',
        kind: 'node',
        handler,
        limits,
        staticPrivateKey: CLIENT_KEY,
        staticPublicKey: CLIENT_PUBLIC_KEY,
        remoteStaticPublicKey: SERVER_PUBLIC_KEY,
        keyGeneration: 1,
        psk: PSK,
        expected: { name: 'tester', number: 8 },
        random: randomBytes,
        nowMs,
        wake: driver.wake,
      }),
  });
  return handler;
}

/** A client that sends numbers in order, as fast as there is room, and waits until all have come back. */
export async function echoAll(client: Witness, count: number): Promise<void> {
  await client.until(() => client.isEstablished || client.reason !== null);
  for (let number = 0; number < count; ) {
    if (client.reason !== null) return;
    if (client.send(number)) number++;
    else await client.until(() => client.reason !== null || (client.driver?.session.queuedBytes(CHANNELS.orders) ?? 0) < 65_536);
  }
  await client.until(() => client.numbers.length >= count || client.reason !== null);
}
