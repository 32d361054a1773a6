/** A partner that speaks the protocol by hand: for what the SDK never does. Real session, real socket. */
import { randomBytes } from 'node:crypto';
import type { Credentials } from '../../node/client/index.js';
import { type CloseReason, Session, type SessionEvent, type SessionHandler } from '../../node/session/index.js';
import { dialSession, KernelTransport, type SessionDriver } from '../../node/transport/index.js';
import { dayNumberOf, partnerPsk } from '../../node/wire/index.js';
import { readSettings, type Settings } from '../../registry/index.js';
import { HOST } from './mesh-plan.js';
import { waitUntil } from './wait-until.js';

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

export interface RawPartnerOptions {
  readonly credentials: Credentials;
  readonly region: string;
  readonly port?: number;
  /** UTC day whose key is used; today's if left out. */
  readonly dayNumber?: number;
  readonly settings?: Partial<Settings>;
}

export interface RawMessage {
  readonly channel: number;
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

type Encode<T> = (value: T, bytes: Uint8Array, view: DataView, at: number) => number;

export class RawPartner implements SessionHandler {
  driver: SessionDriver<Session> | null = null;
  isEstablished = false;
  reason: CloseReason | null = null;
  readonly messages: RawMessage[] = [];
  readonly #bytes = new Uint8Array(4_096);
  readonly #view = new DataView(this.#bytes.buffer);

  /** Dials and starts the handshake; `established` or `ended` tells how it went. */
  static async dial({ credentials, region: name, port, dayNumber, settings: given = {} }: RawPartnerOptions): Promise<RawPartner> {
    const region = credentials.regions.find((one) => one.name === name);
    if (region === undefined) throw new Error(`no region ${name}`);
    const settings = readSettings(given);
    const day = dayNumber ?? dayNumberOf(Date.now() * 1_000);
    const partner = new RawPartner();
    partner.driver = await dialSession<Session>({
      transport: new KernelTransport(),
      to: { host: HOST, port: port ?? region.port },
      timeoutMs: 10_000,
      limits: settings,
      create: (driver, nowMs) =>
        new Session({
          role: 'initiator',
          kind: 'partner',
          handler: partner,
          limits: settings,
          staticPrivateKey: bytesOf(credentials.privateKey),
          staticPublicKey: bytesOf(credentials.publicKey),
          remoteStaticPublicKey: bytesOf(region.publicKey),
          keyGeneration: day,
          psk: partnerPsk(bytesOf(credentials.seed), day),
          expected: { name, number: region.number },
          random: (length) => new Uint8Array(randomBytes(length)),
          nowMs,
          wake: driver.wake,
        }),
    });
    return partner;
  }

  established(): void {
    this.isEstablished = true;
  }
  message(channel: number, type: number, _seq: number, bytes: Uint8Array, _view: DataView, at: number, length: number): void {
    const kept = bytes.slice(at, at + length);
    this.messages.push({ channel, type, bytes: kept, view: new DataView(kept.buffer) });
  }
  acknowledged(): void {}
  writable(): void {}
  event(_event: SessionEvent): void {}
  closed(reason: CloseReason): void {
    this.reason = reason;
  }

  /** False when there is no room. */
  send<T>(channel: number, type: number, encode: Encode<T>, value: T): boolean {
    const length = encode(value, this.#bytes, this.#view, 0);
    return (this.driver?.session.send(channel, type, this.#bytes, 0, length) ?? 0) !== 0;
  }

  ofType(type: number): RawMessage[] {
    return this.messages.filter((message) => message.type === type);
  }

  whenEstablished(): Promise<void> {
    return waitUntil('the session is established', () => this.isEstablished);
  }

  async whenMessage(type: number, count = 1): Promise<RawMessage> {
    await waitUntil(`message of type ${type}`, () => this.ofType(type).length >= count);
    return this.ofType(type)[count - 1] as RawMessage;
  }

  async whenEnded(): Promise<CloseReason> {
    await waitUntil('the session has ended', () => this.reason !== null);
    return this.reason as CloseReason;
  }

  /** The socket goes without a word. */
  vanish(): void {
    this.driver?.connection.destroy();
  }

  leave(): void {
    this.driver?.close(null, '');
  }
}
