import { randomBytes } from 'node:crypto';
import { type CloseReason, Session, type SessionEvent, type SessionHandler } from '../../node/session/index.js';
import { dialSession, KernelTransport, type SessionDriver, SessionListener } from '../../node/transport/index.js';
import { keyPairOf } from '../../node/wire/handshake/index.js';
import { readSettings } from '../../registry/index.js';

const HOST = '127.0.0.1';
/** Credit and window as for a fast link: what is under way may be as much as the sockets and servers of the others hold. */
const limits = readSettings({ sessionCreditBytes: 8 * 1024 * 1024, sessionWindowBytes: 8 * 1024 * 1024 });
const PSK = new Uint8Array(32).fill(7);
const SERVER_KEY = new Uint8Array(32).fill(11);
const CLIENT_KEY = new Uint8Array(32).fill(13);
const SERVER_PUBLIC_KEY = keyPairOf(SERVER_KEY).publicKey;
const CLIENT_PUBLIC_KEY = keyPairOf(CLIENT_KEY).publicKey;

export type Driver = SessionDriver<Session>;
type OnMessage = SessionHandler['message'];

/** What a benchmark does not need of a handler; a session that ends or meets damage in a benchmark is a failed run. */
function handlerOf(established: () => void, message: OnMessage, writable: () => void): SessionHandler {
  return {
    established,
    message,
    writable,
    acknowledged: () => {},
    closed: ({ code, detail, byPeer }: CloseReason) => {
      if (code !== null && code !== 'RELAIS_E_CONNECTION_ENDED')
        console.error(`session closed: ${code} ${detail} ${byPeer ? 'by peer' : ''}`);
    },
    event: (event: SessionEvent) => {
      if (event.type !== 'queueFull' && event.type !== 'rekey' && event.type !== 'retired') console.error(JSON.stringify(event));
    },
  };
}

export interface SessionParts {
  readonly busyPollUs: number;
  /** Called for each session with its driver; what it returns gets the messages. */
  readonly open: (driver: Driver) => OnMessage;
  readonly established?: (driver: Driver) => void;
}

/** Listens with a fixed key; gives the port. */
export async function listenSealed({ busyPollUs, open, established }: SessionParts): Promise<number> {
  const listener = await SessionListener.open<Session>({
    transport: new KernelTransport({ busyPollUs }),
    at: { host: HOST, port: 0 },
    limits,
    create: (driver, nowMs) =>
      new Session({
        role: 'responder',
        handler: handlerOf(
          () => established?.(driver),
          open(driver),
          () => {},
        ),
        limits,
        staticPrivateKey: SERVER_KEY,
        staticPublicKey: SERVER_PUBLIC_KEY,
        random: randomBytes,
        nowMs,
        wake: driver.wake,
        admit: () => ({ admitted: true, name: 'bench', number: 1, psk: PSK }),
      }),
  });
  return 'port' in listener.at ? listener.at.port : 0;
}

/** Connects; resolves when the session is established. */
export async function dialSealed(port: number, { busyPollUs, open }: SessionParts): Promise<Driver> {
  let established = (): void => {};
  const ready = new Promise<void>((resolve) => {
    established = resolve;
  });
  const driver = await dialSession<Session>({
    transport: new KernelTransport({ busyPollUs }),
    to: { host: HOST, port },
    timeoutMs: 5000,
    limits,
    create: (dialled, nowMs) =>
      new Session({
        role: 'initiator',
        kind: 'node',
        handler: handlerOf(established, open(dialled), () => {}),
        limits,
        staticPrivateKey: CLIENT_KEY,
        staticPublicKey: CLIENT_PUBLIC_KEY,
        remoteStaticPublicKey: SERVER_PUBLIC_KEY,
        keyGeneration: 1,
        psk: PSK,
        expected: { name: 'bench', number: 1 },
        random: randomBytes,
        nowMs,
        wake: dialled.wake,
      }),
  });
  await ready;
  return driver;
}
