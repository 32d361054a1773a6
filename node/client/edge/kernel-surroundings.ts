/** The real world of a client: kernel TCP, the clock, timers, randomness. */
import { randomBytes } from 'node:crypto';
import { type ErrorCode, RelaisError, readSettings } from '../../../registry/index.js';
import { Session, type SessionHandler } from '../../session/index.js';
import { dialSession, KernelTransport, type SessionDriver } from '../../transport/index.js';
import { dayNumberOf, partnerPsk } from '../../wire/index.js';
import { type Credentials, type CredentialsRegion, keyBytes } from '../credentials.js';
import type { Link, Surroundings } from './ports.js';

export interface KernelOptions {
  readonly credentials: Credentials;
  readonly region: CredentialsRegion;
  readonly endpoints: readonly { readonly host: string; readonly port: number }[];
  /** Names and values of docs/configuration.md: session and transport. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export function kernelSurroundings({ credentials, region, endpoints, settings: given }: KernelOptions): Surroundings {
  const settings = readSettings(given);
  const transport = new KernelTransport(settings);
  const seed = keyBytes(credentials.seed);
  const staticPrivateKey = keyBytes(credentials.privateKey);
  const staticPublicKey = keyBytes(credentials.publicKey);
  const remoteStaticPublicKey = keyBytes(region.publicKey);
  const random = (length: number) => new Uint8Array(randomBytes(length));

  const newSession = (handler: SessionHandler, driver: SessionDriver<Session>, nowMs: number): Session => {
    const day = dayNumberOf(Date.now() * 1_000);
    return new Session({
      role: 'initiator',
      kind: 'partner',
      handler,
      limits: settings,
      staticPrivateKey,
      staticPublicKey,
      remoteStaticPublicKey,
      keyGeneration: day,
      psk: partnerPsk(seed, day),
      pskOf: (generation) => partnerPsk(seed, generation),
      expected: { name: region.name, number: region.number },
      random,
      nowMs,
      wake: driver.wake,
    });
  };

  const dial = (endpoint: number, handler: SessionHandler): Link => {
    const to = endpoints[endpoint] ?? region;
    const abort = new AbortController();
    let driver: SessionDriver<Session> | null = null;
    let noteGone: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      noteGone = resolve;
    });
    dialSession<Session>({
      transport,
      limits: settings,
      to: { host: to.host, port: to.port },
      timeoutMs: settings.dialTimeoutMs,
      signal: abort.signal,
      create: (made, nowMs) => newSession(handler, made, nowMs),
      onGone: noteGone,
    }).then(
      (made) => {
        driver = made;
        if (abort.signal.aborted) made.cut('RELAIS_E_CLIENT_CLOSED', '');
      },
      (error: unknown) => {
        noteGone();
        const code: ErrorCode = error instanceof RelaisError ? error.code : 'RELAIS_E_DIAL_FAILED';
        handler.closed({ code, detail: error instanceof RelaisError ? error.detail : String(error), byPeer: false });
      },
    );
    return {
      send: (channel, type, bytes, at, length) => driver?.session.send(channel, type, bytes, at, length) ?? 0,
      close: (code, detail) => {
        abort.abort();
        driver?.close(code, detail);
        return gone;
      },
      destroy: () => {
        abort.abort();
        driver?.cut('RELAIS_E_CLIENT_CLOSED', '');
      },
    };
  };

  return {
    endpoints: endpoints.length,
    dial,
    nowMs: () => performance.now(),
    setTimer: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    randomBytes: random,
  };
}
