/**
 * Opens the door: listens for sessions, admits whom the directory and the keys know, dials the links. What a session then says is the host's.
 */
import { randomBytes } from 'node:crypto';
import type { NodeConfiguration, PeerConfiguration } from '../../operator/desired/index.js';
import { type ErrorCode, RelaisError, type Settings } from '../../registry/index.js';
import type { AccessDirectory, Peer } from '../access/index.js';
import { type PeerIdentity, Session } from '../session/index.js';
import { dialSession, KernelTransport, openKeyLog, type SessionDriver, SessionListener } from '../transport/index.js';
import { dayNumberOf, type Preamble } from '../wire/index.js';
import type { ClientSession } from './client-session.js';
import { nowUs } from './clock.js';
import type { LinkDialer } from './region-links.js';
import { SessionBinding, type SessionHost } from './session-binding.js';
import type { SessionKeys } from './session-keys.js';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export interface SessionPorterOptions {
  readonly configuration: NodeConfiguration;
  readonly settings: Settings;
  readonly keys: SessionKeys;
  readonly directory: AccessDirectory;
  readonly host: SessionHost;
  readonly refused: (code: ErrorCode, address: string) => void;
  readonly makeClient: (peer: Peer, identity: PeerIdentity, outlet: ClientSession['outlet'], number: number) => ClientSession;
}

export class SessionPorter implements LinkDialer {
  readonly #options: SessionPorterOptions;
  readonly #transport: KernelTransport;
  readonly #linkDrivers = new Set<SessionDriver<Session>>();
  readonly #bindings = new WeakMap<SessionDriver<Session>, SessionBinding>();
  /** Setting keyLogFile; undefined while it is off. */
  readonly keyLog: ((line: string) => void) | undefined;
  #listener: SessionListener<Session> | null = null;
  #day = dayNumberOf(nowUs());

  private constructor(options: SessionPorterOptions) {
    this.#options = options;
    this.#transport = new KernelTransport(options.settings);
    this.keyLog = openKeyLog(options.settings.keyLogFile);
  }

  /** Errors: RELAIS_E_LISTEN_FAILED. */
  static async open(options: SessionPorterOptions): Promise<SessionPorter> {
    const porter = new SessionPorter(options);
    const { configuration, settings, directory, refused } = options;
    porter.#listener = await SessionListener.open<Session>({
      transport: porter.#transport,
      at: configuration.listen,
      limits: settings,
      captureFolder: settings.captureFolder,
      allow: (address) => directory.refuseAddress(address) === null,
      onRefused: refused,
      create: (driver, nowMs) => porter.#respond(driver, nowMs),
    });
    return porter;
  }

  get port(): number {
    const at = this.#listener?.at;
    return at !== undefined && 'port' in at ? at.port : 0;
  }

  get halfOpenCount(): number {
    return this.#listener?.halfOpenCount ?? 0;
  }

  /** The session of a binding whose handshake is done. */
  client(binding: SessionBinding, identity: PeerIdentity, number: number): ClientSession {
    const { driver, peer } = binding;
    if (driver === null || peer === null) throw new RelaisError('RELAIS_E_INTERNAL', 'a session was established before it was admitted');
    const outlet = {
      send: (channel: number, type: number, bytes: Uint8Array, at: number, length: number) =>
        driver.session.send(channel, type, bytes, at, length),
      queuedBytes: (channel: number) => driver.session.queuedBytes(channel),
      close: (code: ErrorCode | null, detail: string) => driver.close(code, detail),
    };
    return this.#options.makeClient(peer, identity, outlet, number);
  }

  /** Mixes a transport key into every link, in band. */
  rotateTransportKey(generation: number, psk: Uint8Array): void {
    for (const driver of this.#drivers()) {
      const { session } = driver;
      if (session.state === 'established' && this.#bindings.get(driver)?.peer?.kind === 'node') session.rotateTransportKey(generation, psk);
    }
  }

  /** Partners' keys are of a UTC day: sessions that live on into the next one mix its key in, in band. Called now and then. */
  rotatePartnerKeys(day: number): void {
    if (day === this.#day) return;
    this.#day = day;
    for (const driver of this.#drivers()) {
      const { peer, client } = this.#bindings.get(driver) ?? {};
      if (peer?.kind !== 'partner' || client == null || client.identity.keyGeneration >= day || driver.session.state !== 'established')
        continue;
      const psk = this.#options.keys.partnerPsk(peer.number, day);
      if (psk !== null) driver.session.rotateTransportKey(day, psk);
    }
  }

  async dial(peer: PeerConfiguration, signal: AbortSignal): Promise<{ readonly ended: Promise<{ readonly wasEstablished: boolean }> }> {
    const { directory, keys, settings } = this.#options;
    const remoteStaticPublicKey = Uint8Array.from(Buffer.from(peer.publicKey, 'base64'));
    const psk = keys.transportPsk(keys.active);
    if (psk === null) throw new RelaisError('RELAIS_E_KEY_GENERATION_UNKNOWN', `no transport key for the link to ${peer.region}`);
    const binding = new SessionBinding(this.#options.host);
    binding.peer = directory.find('node', remoteStaticPublicKey);
    binding.address = peer.host;
    let noteEnd: (end: { wasEstablished: boolean }) => void = () => {};
    const ended = new Promise<{ wasEstablished: boolean }>((resolve) => {
      noteEnd = resolve;
    });
    const driver = await dialSession<Session>({
      transport: this.#transport,
      limits: settings,
      to: { host: peer.host, port: peer.port },
      timeoutMs: settings.dialTimeoutMs,
      signal,
      captureFolder: settings.captureFolder,
      create: (made, nowMs) => {
        binding.driver = made;
        this.#bindings.set(made, binding);
        return new Session({
          role: 'initiator',
          kind: 'node',
          handler: binding,
          limits: settings,
          staticPrivateKey: keys.privateKey,
          staticPublicKey: keys.publicKey,
          remoteStaticPublicKey,
          keyGeneration: keys.active,
          psk,
          pskOf: (generation) => keys.transportPsk(generation),
          expected: { name: peer.region, number: peer.number },
          random,
          nowMs,
          wake: made.wake,
          ...this.#keyLog(),
        });
      },
      onGone: (gone) => {
        this.#linkDrivers.delete(gone);
        noteEnd({ wasEstablished: binding.client !== null });
      },
    });
    this.#linkDrivers.add(driver);
    if (signal.aborted) driver.close('RELAIS_E_SHUTTING_DOWN', '');
    return { ended };
  }

  /** Takes nobody new, says goodbye to everybody, waits until they are gone (closeTimeoutMs at most each). */
  async close(code: ErrorCode, stopLinks: () => Promise<void>): Promise<void> {
    const listening = this.#listener?.close();
    for (const driver of this.#drivers()) driver.close(code, '');
    await stopLinks();
    while (this.#listener !== null && this.#listener.drivers.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await listening;
  }

  #drivers(): SessionDriver<Session>[] {
    return [...(this.#listener?.drivers ?? []), ...this.#linkDrivers];
  }

  #respond(driver: SessionDriver<Session>, nowMs: number): Session {
    const { directory, host, keys, settings } = this.#options;
    const binding = new SessionBinding(host);
    binding.driver = driver;
    this.#bindings.set(driver, binding);
    binding.address = driver.connection.remoteAddress;
    const refuse = (code: ErrorCode): ErrorCode => {
      binding.refusal = code;
      return code;
    };
    return new Session({
      role: 'responder',
      handler: binding,
      limits: settings,
      staticPrivateKey: keys.privateKey,
      staticPublicKey: keys.publicKey,
      random,
      nowMs,
      wake: driver.wake,
      ...this.#keyLog(),
      pskOf: (generation) => this.#laterPsk(binding, generation),
      precheck: (preamble) => {
        const code = keys.refuseGeneration(preamble, nowUs());
        return code === null ? null : refuse(code);
      },
      admit: (preamble: Preamble, publicKey: Uint8Array) => {
        binding.claimedKey = publicKey;
        const admission = directory.admit(preamble.kind ?? 'partner', publicKey, binding.address);
        if ('refused' in admission) return { admitted: false, code: refuse(admission.refused), detail: '' };
        const { peer } = admission;
        const psk = peer.kind === 'node' ? keys.transportPsk(preamble.keyGeneration) : keys.partnerPsk(peer.number, preamble.keyGeneration);
        if (psk === null) return { admitted: false, code: refuse('RELAIS_E_UNKNOWN_PARTNER'), detail: '' };
        binding.peer = peer;
        return { admitted: true, name: peer.name, number: peer.number, psk };
      },
    });
  }

  #laterPsk({ peer }: SessionBinding, generation: number): Uint8Array | null {
    if (peer === null) return null;
    const { keys } = this.#options;
    return peer.kind === 'node' ? keys.transportPsk(generation) : keys.partnerPsk(peer.number, generation);
  }

  #keyLog(): { keyLog?: (line: string) => void } {
    const { keyLog } = this;
    return keyLog === undefined ? {} : { keyLog };
  }
}
