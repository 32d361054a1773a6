/**
 * Market data of a region: the hub's effects on sessions and links, and what is learned from linked regions. Feeds and the engine publish,
 * sessions subscribe, links carry what somebody here reads of another region.
 */
import { type ErrorCode, RelaisError } from '../../registry/index.js';
import { type HubLimits, type HubPort, type Kind, MarketDataHub, type MarketReader, regionOf } from '../market/index.js';
import {
  CHANNELS,
  decodeInstrumentDefinition,
  emptyInstrumentDefinition,
  encodeInstrumentDefinition,
  encodeInstrumentsRequest,
  encodeSubscribe,
  encodeUnsubscribe,
  MessageType,
} from '../wire/index.js';
import type { ClientSession } from './client-session.js';
import type { InstrumentDirectory } from './instrument-directory.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { sendMessage } from './scratch.js';

export interface MarketSideOptions {
  readonly region: number;
  /** Numbers of the linked regions. */
  readonly peers: readonly number[];
  readonly limits: HubLimits;
  readonly instruments: InstrumentDirectory;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** A book of the engine as it is now, to be published once it is durable. */
  readonly holdSnapshot: (instrument: number) => void;
}

export class MarketSide implements HubPort {
  readonly hub: MarketDataHub;
  readonly #options: MarketSideOptions;
  /** Region number → session of the link. */
  readonly #links = new Map<number, ClientSession>();
  /** Region → its request for instruments that is open. */
  readonly #listRequests = new Map<number, number>();
  /** Regions whose instruments have all been named since this process started. */
  readonly #listed = new Set<number>();
  #nextRequestId = 1;
  /** Messages published here, of this region and of others. */
  published = 0;
  remote = 0;

  constructor(options: MarketSideOptions) {
    this.#options = options;
    this.hub = new MarketDataHub(options.region, this, options.limits);
    for (const { instrument } of options.instruments.own()) this.hub.declare(instrument);
  }

  /** A message of this region's engine or feeds. */
  publish(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    this.published++;
    this.hub.publish(type, bytes, view, at, length);
  }

  subscribe(reader: MarketReader, instrument: number, kinds: number): ErrorCode | null {
    const region = regionOf(instrument);
    // After a restart clients are back before the links are: what they ask of a region that has not told its instruments yet is taken on trust.
    if (!this.hub.knows(instrument) && this.#options.peers.includes(region) && !this.#listed.has(region)) this.hub.declare(instrument);
    try {
      this.hub.subscribe(reader, instrument, kinds);
      return null;
    } catch (error) {
      if (error instanceof RelaisError) return error.code;
      throw error;
    }
  }

  unsubscribe(reader: MarketReader, instrument: number, kinds: number): void {
    if (this.hub.knows(instrument) && (kinds & 7) === kinds && kinds !== 0) this.hub.unsubscribe(reader, instrument, kinds);
  }

  /** The link to a region is up: learn its instruments, then ask again for what is read here. */
  linkUp(session: ClientSession): void {
    const region = session.peer.number;
    this.#links.set(region, session);
    this.#options.metrics.linkUp.set({ peer: session.peer.name }, 1);
    const requestId = this.#nextRequestId++;
    this.#listRequests.set(region, requestId);
    session.answer(MessageType.InstrumentsRequest, encodeInstrumentsRequest, { requestId });
    this.hub.regionConnected(region);
  }

  /** A linked region has answered a request. */
  answered(session: ClientSession, requestId: number): void {
    if (this.#listRequests.get(session.peer.number) === requestId) this.#listed.add(session.peer.number);
  }

  linkDown(session: ClientSession): void {
    if (this.#links.get(session.peer.number) !== session) return;
    this.#links.delete(session.peer.number);
    this.#options.metrics.linkUp.set({ peer: session.peer.name }, 0);
    this.hub.regionDisconnected(session.peer.number);
  }

  link(region: number): ClientSession | undefined {
    return this.#links.get(region);
  }

  get linksUp(): readonly ClientSession[] {
    return [...this.#links.values()];
  }

  /** A message of a linked region that is market data or a definition. */
  fromRegion(session: ClientSession, type: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    this.#options.metrics.linkBytes.inc({ peer: session.peer.name }, length);
    if (type === MessageType.InstrumentDefinition) {
      const definition = decodeInstrumentDefinition(view, bytes, at, length, emptyInstrumentDefinition());
      if (regionOf(definition.instrument) !== session.peer.number)
        throw new RelaisError('RELAIS_E_MARKET_INSTRUMENT_UNKNOWN', `${definition.instrument}`);
      this.#options.instruments.learn(definition);
      this.hub.declare(definition.instrument);
      return;
    }
    this.remote++;
    this.hub.fromRegion(session.peer.number, type, bytes, view, at, length);
  }

  /** Definitions that this peer may see: a region hears only of ours, a partner of all. Waits for room in the queue, bounded by what there is. */
  sendInstruments(session: ClientSession, requestId: number): void {
    const { instruments } = this.#options;
    const left = (session.peer.kind === 'node' ? instruments.own() : instruments.all()).map((definition) => ({ ...definition, requestId }));
    const proceed = (): void => {
      for (let next = left[0]; next !== undefined; next = left[0]) {
        if (!sendMessage(session.outlet, CHANNELS.control, MessageType.InstrumentDefinition, encodeInstrumentDefinition, next)) return;
        left.shift();
      }
      session.waiting.delete(proceed);
      session.result(requestId, null);
    };
    session.waiting.add(proceed);
    proceed();
  }

  upstream(instrument: number, kinds: number, isWanted: boolean): void {
    const session = this.#links.get(regionOf(instrument));
    if (session === undefined) return;
    const requestId = this.#nextRequestId++;
    if (isWanted) session.answer(MessageType.Subscribe, encodeSubscribe, { requestId, instrument, kinds });
    else session.answer(MessageType.Unsubscribe, encodeUnsubscribe, { requestId, instrument, kinds });
  }

  needSnapshot(instrument: number): void {
    this.#options.log.warn({ instrument }, 'a book did not follow its increments and starts anew');
    this.#options.holdSnapshot(instrument);
  }

  gap(instrument: number, kind: Kind, missing: number): void {
    this.#options.log.warn({ instrument, kind, missing }, 'market data of another region is missing');
  }

  readerBehind(reader: string, channel: number): void {
    this.#options.log.warn({ reader, channel }, 'slow reader: its queue is full');
  }

  readerRestarted(reader: string, instrument: number, dropped: number): void {
    this.#options.metrics.slowReaders.inc({ partner: reader });
    this.#options.log.warn({ reader, instrument, dropped, code: 'RELAIS_E_SLOW_READER' }, 'slow reader: restarted from a snapshot');
  }
}
