/** The scripted region behind real sessions on a real socket: what connect() meets. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readSettings } from '../../../registry/index.js';
import { Session, type SessionHandler } from '../../session/index.js';
import { KernelTransport, type SessionDriver, SessionListener } from '../../transport/index.js';
import { partnerPsk } from '../../wire/index.js';
import type { Credentials } from '../credentials.js';
import { type PeerSession, ScriptedRegion } from './scripted-region.js';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

function keyPair(): { privateKey: Uint8Array; publicKey: Uint8Array } {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  // The raw key is the end of both encodings (RFC 8410).
  return {
    privateKey: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)),
    publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  };
}

export interface TcpRegion {
  readonly region: ScriptedRegion;
  readonly credentials: Credentials;
  /** Connections that stand. */
  connections(): number;
  /** Breaks every connection. */
  cut(): void;
  close(): Promise<void>;
}

export async function openTcpRegion(): Promise<TcpRegion> {
  const settings = readSettings({ closeTimeoutMs: 500 });
  const region = new ScriptedRegion(() => Date.now() * 1_000);
  const [own, partner, seed] = [keyPair(), keyPair(), random(32)];

  const newSession = (driver: SessionDriver<Session>, nowMs: number): Session => {
    const peer: PeerSession = {
      send: (channel, type, bytes, at, length) => driver.session.send(channel, type, bytes, at, length),
    };
    const handler: SessionHandler = {
      established: () => region.arrived(peer),
      message: (_channel, type, _seq, bytes, view, at, length) => region.message(peer, type, bytes, view, at, length),
      acknowledged: () => {},
      writable: () => {},
      closed: () => region.left(peer),
      event: () => {},
    };
    return new Session({
      role: 'responder',
      handler,
      limits: settings,
      staticPrivateKey: own.privateKey,
      staticPublicKey: own.publicKey,
      random,
      nowMs,
      wake: driver.wake,
      pskOf: (generation) => partnerPsk(seed, generation),
      admit: (preamble, key) =>
        Buffer.compare(key, partner.publicKey) === 0
          ? { admitted: true, name: 'desk', number: 7, psk: partnerPsk(seed, preamble.keyGeneration) }
          : { admitted: false, code: 'RELAIS_E_UNKNOWN_PARTNER', detail: '' },
    });
  };

  const listener = await SessionListener.open<Session>({
    transport: new KernelTransport(settings),
    at: { host: '127.0.0.1', port: 0 },
    limits: settings,
    create: newSession,
  });
  const port = 'port' in listener.at ? listener.at.port : 0;
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const cut = (): void => {
    for (const driver of [...listener.drivers]) driver.cut('RELAIS_E_CONNECTION_LOST', 'cut by the test');
  };
  return {
    region,
    credentials: {
      partner: 'desk',
      number: 7,
      privateKey: base64(partner.privateKey),
      publicKey: base64(partner.publicKey),
      seed: base64(seed),
      regions: [{ name: 'paris', number: 1, host: '127.0.0.1', port, publicKey: base64(own.publicKey) }],
    },
    connections: () => listener.drivers.size,
    cut,
    close: async () => {
      cut();
      await listener.close();
    },
  };
}
