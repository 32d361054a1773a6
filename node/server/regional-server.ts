/**
 * A region's server: everything put together. Reads like the list of what it is made of; the parts are in the files named after them.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { NodeConfiguration } from '../../operator/desired/index.js';
import type { NodeSecrets } from '../../operator/keys/index.js';
import { type ErrorCode, readSettings, type Settings } from '../../registry/index.js';
import { AccessDirectory } from '../access/index.js';
import { AuditOutbox } from '../audit/index.js';
import { BEHAVIOUR_VERSION, MatchingEngine } from '../engine/index.js';
import { BOOK_LEVELS_MAX } from '../market/index.js';
import type { CloseReason, PeerIdentity, SessionEvent } from '../session/index.js';
import { emptyEpochOpened, encodeEpochOpened, MessageType } from '../wire/index.js';
import { AuditTrail } from './audit-trail.js';
import { ClientSession } from './client-session.js';
import { nowUs } from './clock.js';
import { CommitGate } from './commit-gate.js';
import { CommitProbe } from './commit-probe.js';
import { DisconnectWatch } from './disconnect-watch.js';
import { type DurableState, openDurableState } from './durable-state.js';
import { FeedRunner } from './feed-runner.js';
import { Housekeeping } from './housekeeping.js';
import { startHttpEndpoint } from './http-endpoint.js';
import { InstrumentDirectory } from './instrument-directory.js';
import type { Logger } from './logger.js';
import { MarketSide } from './market-side.js';
import { countElsewhere, createMetrics, type Metrics } from './metrics.js';
import { aboutProcess, type NodeStatus } from './node-status.js';
import { OrderPath } from './order-path.js';
import { OutputRelease } from './output-release.js';
import { QuoteReads } from './quote-reads.js';
import { RegionLinks } from './region-links.js';
import type { SessionBinding, SessionHost } from './session-binding.js';
import { SessionDesk } from './session-desk.js';
import { SessionKeys } from './session-keys.js';
import { SessionPorter } from './session-porter.js';
import { TradingHours } from './trading-hours.js';

export interface RegionalServerOptions {
  readonly configuration: NodeConfiguration;
  readonly secrets: NodeSecrets;
  readonly dataFolder: string;
  readonly log: Logger;
  /** Something after which the node cannot go on: the owner ends the process. */
  readonly failed: (error: unknown) => void;
}

/** Market data that has not got through the gate yet stands behind executions whose journal is full: try again this soon. */
const RELEASE_AGAIN_MS = 5;

export class RegionalServer implements SessionHost {
  readonly #options: RegionalServerOptions;
  readonly #settings: Settings;
  readonly #metrics: Metrics;
  readonly #engine: MatchingEngine;
  readonly #gate: CommitGate;
  readonly #watch: DisconnectWatch;
  readonly #instruments: InstrumentDirectory;
  readonly #market: MarketSide;
  readonly #reads: QuoteReads;
  readonly #keys: SessionKeys;
  readonly #sessions = new Set<ClientSession>();
  readonly #probe = new CommitProbe();
  #accepted = 0;
  #durable!: DurableState;
  #outputs!: OutputRelease;
  #orders!: OrderPath;
  #audit!: AuditTrail;
  #outbox!: AuditOutbox;
  #hours!: TradingHours;
  #porter!: SessionPorter;
  #desk!: SessionDesk;
  #links!: RegionLinks;
  #feeds!: FeedRunner;
  #http!: { port: number; close(): Promise<void> };
  #releaseTimer: NodeJS.Timeout | undefined;
  #nextSession = 1;
  /** Where the log ended when this process opened it. */
  #recoveredSeq = 0;
  #housekeeping!: Housekeeping;
  #isServing = false;
  #isClosing = false;

  private constructor(options: RegionalServerOptions) {
    const { configuration, secrets, log } = options;
    this.#options = options;
    this.#settings = readSettings(configuration.settings);
    const settings = this.#settings;
    this.#metrics = createMetrics({ region: configuration.region.name });
    this.#keys = new SessionKeys(secrets);
    this.#engine = new MatchingEngine({
      region: configuration.region.number,
      hashKey: { low: randomInt(2 ** 32), high: randomInt(2 ** 32) },
      recordsMax: settings.engineRecordsMax,
      instrumentsMax: settings.engineInstrumentsMax,
      stopsPerInstrumentMax: settings.engineStopsPerInstrumentMax,
    });
    this.#gate = new CommitGate((...held) => this.#outputs.release(...held), settings.heldOutputBytesMax);
    this.#watch = new DisconnectWatch(settings.cancelOnDisconnectAfterMs);
    this.#instruments = new InstrumentDirectory(configuration);
    this.#market = new MarketSide({
      region: configuration.region.number,
      peers: configuration.peers.map(({ number }) => number),
      limits: { subscriptionsMax: settings.marketSubscriptionsMax },
      instruments: this.#instruments,
      log,
      metrics: this.#metrics,
      holdSnapshot: (instrument) => this.#holdSnapshot(instrument),
    });
    this.#reads = new QuoteReads({ region: configuration.region.number, market: this.#market, settings, metrics: this.#metrics });
  }

  /** Opens the data, rebuilds the engine, opens a new epoch and serves. Errors: those of the parts, all coded. */
  static async start(options: RegionalServerOptions): Promise<RegionalServer> {
    const server = new RegionalServer(options);
    await server.#openData();
    await server.#openDoors();
    return server;
  }

  get port(): number {
    return this.#porter.port;
  }

  get httpPort(): number {
    return this.#http.port;
  }

  async #openData(): Promise<void> {
    const { configuration, dataFolder, log } = this.#options;
    const { region } = configuration;
    const diskId = new Uint8Array(randomBytes(16));
    const begunMs = performance.now();
    this.#durable = await openDurableState({
      folder: dataFolder,
      region: region.number,
      diskId,
      engine: this.#engine,
      settings: this.#settings,
    });
    const { log: entries, lastTimeUs, checkpointSeq, replayedEntries } = this.#durable;
    log.info(
      { epoch: entries.epoch, seq: entries.durableSeq, checkpointSeq, replayedEntries, ms: Math.round(performance.now() - begunMs) },
      'state rebuilt',
    );
    this.#recoveredSeq = entries.durableSeq;
    this.#outbox = await AuditOutbox.open({
      directory: join(dataFolder, 'audit'),
      region: region.number,
      diskId,
      outboxBytes: this.#settings.auditOutboxBytes,
      segmentBytes: this.#settings.auditSegmentBytes,
      refused: (event, code) => log.error({ event: event.type, code }, 'an audit record was refused'),
    });
    this.#audit = new AuditTrail(this.#outbox, nowUs);
    this.#outputs = new OutputRelease(this.#durable.journal, this.#sessions, this.#market, this.#metrics);
    this.#orders = new OrderPath({
      log: entries,
      engine: this.#engine,
      gate: this.#gate,
      nowUs,
      lastTimeUs,
      appended: (seq) => this.#appended(seq),
    });
    countElsewhere(this.#metrics, {
      duplicates: () => this.#orders.duplicates,
      ownMessages: () => this.#market.published,
      remoteMessages: () => this.#market.remote,
    });
    entries.onDurable(() => this.#releaseDurable());
    entries.onFailure((error) => this.#options.failed(error));
    const epoch = entries.epoch + 1;
    const opened = { ...emptyEpochOpened(), epoch, previousEpoch: entries.epoch, behaviourVersion: BEHAVIOUR_VERSION };
    this.#orders.openEpoch(epoch, (bytes, view, at) => encodeEpochOpened(opened, bytes, view, at));
    for (const instance of this.#engine.sessionsWithOrders()) this.#watch.expect(instance, performance.now());
    for (const { instrument, tradable } of this.#instruments.own()) if (tradable === 1) this.#holdSnapshot(instrument);
    this.#hours = new TradingHours(configuration, this.#engine, this.#orders);
    this.#hours.tick(nowUs());
    await entries.whenDurable(entries.appendedSeq);
  }

  async #openDoors(): Promise<void> {
    const { configuration, log } = this.#options;
    const desk = this.#openDesk();
    this.#desk = desk;
    this.#porter = await SessionPorter.open({
      configuration,
      settings: this.#settings,
      keys: this.#keys,
      directory: new AccessDirectory(configuration),
      host: this,
      refused: (code, address) => this.#strangerRefused(code, address),
      makeClient: (peer, identity, outlet, number) =>
        new ClientSession(peer, identity, outlet, number, this.#market.hub.attach(peer.name, outlet), desk),
    });
    this.#feeds = FeedRunner.start({ configuration, settings: this.#settings, market: this.#market, log });
    this.#links = new RegionLinks(configuration.peers, this.#porter, log, Math.random);
    this.#http = await startHttpEndpoint({
      ...configuration.http,
      registry: this.#metrics.registry,
      notReadyBecause: () => this.#notReadyBecause(),
      status: () => this.status(),
    });
    this.#housekeeping = this.#startHousekeeping();
    this.#isServing = true;
    log.info({ listen: configuration.listen.port, http: this.#http.port, epoch: this.#durable.log.epoch }, 'serving');
  }

  /** Orderly end: says goodbye to sessions, writes a checkpoint, closes the files. */
  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#isServing = false;
    clearTimeout(this.#releaseTimer);
    this.#feeds.close();
    await this.#porter.close('RELAIS_E_SHUTTING_DOWN', () => this.#links.close());
    const { log, journal } = this.#durable;
    await log.whenDurable(log.appendedSeq);
    this.#releaseDurable();
    await this.#housekeeping.close();
    await journal.close();
    await log.close();
    await this.#outbox.close();
    await this.#http.close();
  }

  /** Takes a later version of the secrets; links mix a new transport key in at once, without a reconnect. */
  replaceSecrets(secrets: NodeSecrets): void {
    const isRotated = this.#keys.replace(secrets);
    this.#options.log.info({ version: this.#keys.version, generation: this.#keys.active }, 'new secrets are in force');
    const psk = this.#keys.transportPsk(this.#keys.active);
    if (isRotated && psk !== null) this.#porter.rotateTransportKey(this.#keys.active, psk);
  }

  established(binding: SessionBinding, identity: PeerIdentity): ClientSession {
    const client = this.#porter.client(binding, identity, this.#nextSession++);
    const { peer } = client;
    this.#sessions.add(client);
    this.#metrics.sessions.inc({ kind: peer.kind });
    this.#audit.authentication({
      partner: peer.kind === 'partner' ? peer.number : 0,
      session: client.number,
      code: null,
      publicKey: peer.publicKey,
      address: binding.address,
    });
    this.#options.log.info({ peer: peer.name, kind: peer.kind, session: client.number }, 'session established');
    client.welcome();
    if (peer.kind === 'node') this.#market.linkUp(client);
    else this.#watch.opened(client.instance);
    return client;
  }

  ended(binding: SessionBinding, reason: CloseReason): void {
    const { client } = binding;
    if (client === null) return this.#handshakeEnded(binding, reason);
    this.#sessions.delete(client);
    this.#audit.quoteReads(client);
    this.#metrics.sessions.dec({ kind: client.peer.kind });
    client.end();
    this.#market.hub.detach(client.market);
    if (client.peer.kind === 'node') this.#linkDown(client);
    else this.#watch.ended(client.instance, reason.code === null && reason.byPeer, performance.now());
    const level = reason.code === null ? 'info' : 'warn';
    this.#options.log[level](
      { peer: client.peer.name, session: client.number, code: reason.code, detail: reason.detail, byPeer: reason.byPeer },
      'session ended',
    );
  }

  #linkDown(client: ClientSession): void {
    this.#market.linkDown(client);
    if (this.#market.link(client.peer.number) === undefined) this.#reads.regionDown(client.peer.number);
  }

  event(binding: SessionBinding, event: SessionEvent): void {
    this.#metrics.sessionEvents.inc({ event: event.type });
    if (event.type === 'forgery') {
      if (binding.client !== null) this.#audit.denial(binding.client, 'record', 'RELAIS_E_RECORD_FORGED');
      this.#options.log.error({ peer: binding.peer?.name, event }, 'a record was forged');
    } else if (event.type !== 'duplicate') this.#options.log.debug({ peer: binding.peer?.name, event }, 'session event');
  }

  failed(error: unknown): void {
    this.#options.failed(error);
  }

  #handshakeEnded(binding: SessionBinding, reason: CloseReason): void {
    const code = binding.refusal ?? reason.code;
    if (code === null) return;
    this.#metrics.handshakesRefused.inc({ code });
    this.#audit.authentication({ partner: 0, session: 0, code, publicKey: binding.claimedKey, address: binding.address });
    this.#options.log.info({ code, detail: reason.detail, address: binding.address }, 'no session');
  }

  #strangerRefused(code: ErrorCode, address: string): void {
    this.#metrics.handshakesRefused.inc({ code });
    this.#audit.authentication({ partner: 0, session: 0, code, publicKey: null, address });
  }

  #openDesk(): SessionDesk {
    return new SessionDesk({
      region: this.#options.configuration.region,
      orders: this.#orders,
      durable: this.#durable,
      market: this.#market,
      reads: this.#reads,
      watch: this.#watch,
      audit: this.#audit,
      metrics: this.#metrics,
      log: this.#options.log,
      orderObstacle: () => this.#orderObstacle(),
    });
  }

  #appended(seq: number): void {
    this.#accepted++;
    this.#probe.appended(seq, performance.now());
    this.#metrics.ordersAccepted.inc({ command: 'all' });
    this.#metrics.appendedSeq.set(seq);
  }

  #releaseDurable(): void {
    clearTimeout(this.#releaseTimer);
    this.#releaseTimer = undefined;
    const { durableSeq } = this.#durable.log;
    this.#metrics.durableSeq.set(durableSeq);
    const tookS = this.#probe.durable(durableSeq, performance.now());
    if (tookS !== null) this.#metrics.commitSeconds.observe(tookS);
    this.#gate.releaseUpTo(durableSeq);
    if (this.#gate.waitsBehind(durableSeq)) this.#releaseTimer = setTimeout(() => this.#releaseDurable(), RELEASE_AGAIN_MS);
  }

  /** The book as it is now goes to the hub when everything that it rests on is durable. */
  #holdSnapshot(instrument: number): void {
    const snapshot = this.#engine.bookSnapshot(instrument, BOOK_LEVELS_MAX);
    if (snapshot !== null)
      this.#gate.hold(this.#durable.log.appendedSeq, MessageType.BookSnapshot, instrument, snapshot.bytes, snapshot.at, snapshot.length);
  }

  #startHousekeeping(): Housekeeping {
    return new Housekeeping(
      {
        region: this.#options.configuration.region.number,
        durable: this.#durable,
        engine: this.#engine,
        orders: this.#orders,
        hours: this.#hours,
        watch: this.#watch,
        reads: this.#reads,
        outbox: this.#outbox,
        sessions: this.#sessions,
        porter: this.#porter,
        audit: this.#audit,
        log: this.#options.log,
        settings: this.#settings,
        orderObstacle: () => this.#orderObstacle(),
        failed: this.#options.failed,
      },
      this.#recoveredSeq,
    );
  }

  /** Why a command cannot be taken now, apart from the log's own reasons. */
  #orderObstacle(): ErrorCode | null {
    if (this.#audit.isFull) return 'RELAIS_E_AUDIT_FULL';
    return this.#durable.journal.refusal();
  }

  #notReadyBecause(): string | null {
    if (!this.#isServing) return this.#isClosing ? 'stopping' : 'starting';
    return (
      this.#durable.log.failure?.code ??
      (this.#durable.log.refusal(256) === 'RELAIS_E_DISK_FULL' ? 'RELAIS_E_DISK_FULL' : null) ??
      this.#orderObstacle()
    );
  }

  status(): NodeStatus {
    const { log } = this.#durable;
    return {
      ...aboutProcess(this.#options.configuration, this.#sessions, this.#market),
      notReadyBecause: this.#notReadyBecause(),
      epoch: log.epoch,
      appendedSeq: log.appendedSeq,
      committedSeq: log.durableSeq,
      halfOpenConnections: this.#porter.halfOpenCount,
      commands: { accepted: this.#accepted, refused: this.#desk.commandsRefused, duplicates: this.#orders.duplicates },
      executions: this.#outputs.executions,
      feeds: this.#feeds.states,
      cache: this.#reads.figures,
      transportKeys: { active: this.#keys.active, version: this.#keys.version },
      notices: this.#housekeeping.notices,
    };
  }
}
