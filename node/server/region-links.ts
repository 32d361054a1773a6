/**
 * The links that this region dials. A link that ends is dialled again at once; only while the other region does not answer, pauses grow up to
 * a second. The side with the lower region number dials, so two regions hold one connection.
 */
import type { PeerConfiguration } from '../../operator/desired/index.js';
import { RelaisError } from '../../registry/index.js';
import type { Logger } from './logger.js';

const PAUSE_MS_MIN = 20;
const PAUSE_MS_MAX = 1_000;

export interface LinkDialer {
  /** Connects and starts a session; resolves with a promise of its end. Errors: RELAIS_E_DIAL_FAILED. */
  dial(peer: PeerConfiguration, signal: AbortSignal): Promise<{ readonly ended: Promise<{ readonly wasEstablished: boolean }> }>;
}

export class RegionLinks {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>[];

  constructor(peers: readonly PeerConfiguration[], dialer: LinkDialer, log: Logger, random: () => number) {
    this.#running = peers.filter(({ dials }) => dials).map((peer) => keepLinked(peer, dialer, log, random, this.#stop.signal));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }
}

async function keepLinked(
  peer: PeerConfiguration,
  dialer: LinkDialer,
  log: Logger,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = 0;
  while (!signal.aborted) {
    try {
      const { ended } = await dialer.dial(peer, signal);
      const { wasEstablished } = await ended;
      if (wasEstablished) pauseMs = 0;
    } catch (error) {
      if (!(error instanceof RelaisError)) throw error;
      if (pauseMs === 0) log.info({ peer: peer.region, code: error.code }, 'a linked region does not answer; dialling goes on');
    }
    if (signal.aborted) return;
    await pause(pauseMs * (0.5 + random() / 2), signal);
    pauseMs = Math.min(Math.max(pauseMs * 2, PAUSE_MS_MIN), PAUSE_MS_MAX);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
