import type { NodeConfiguration } from '../../operator/desired/index.js';
import type { ClientSession } from './client-session.js';
import type { FeedStatus } from './feed-runner.js';
import type { MarketSide } from './market-side.js';

/** What /status answers: one node as people and `relais status` see it. Plain JSON, no secrets. */
export interface NodeStatus {
  readonly region: string;
  readonly number: number;
  readonly pid: number;
  readonly uptimeS: number;
  /** null when orders are accepted. */
  readonly notReadyBecause: string | null;
  readonly epoch: number;
  readonly appendedSeq: number;
  readonly committedSeq: number;
  readonly sessions: { readonly partners: readonly string[] };
  /** Connections whose handshake is not done. */
  readonly halfOpenConnections: number;
  readonly links: readonly { readonly region: string; readonly isUp: boolean }[];
  readonly commands: { readonly accepted: number; readonly refused: number; readonly duplicates: number };
  readonly executions: number;
  /** Where the reference quotes of this region come from. */
  readonly feeds: readonly FeedStatus[];
  readonly marketMessages: number;
  /** Messages of other regions' instruments that reached this region. */
  readonly remoteMessages: number;
  readonly cache: { readonly entries: number; readonly hits: number; readonly misses: number };
  /** Generation of the transport key that links use, and version of the key set that is held: what rotation waits for. */
  readonly transportKeys: { readonly active: number; readonly version: number };
  readonly memoryBytes: number;
  /** Last few things that a person should know, newest last. */
  readonly notices: readonly string[];
}

/** The part of the status that is read off configuration, sessions and market data. */
export function aboutProcess({ region, peers }: NodeConfiguration, sessions: ReadonlySet<ClientSession>, market: MarketSide) {
  return {
    region: region.name,
    number: region.number,
    pid: process.pid,
    uptimeS: Math.round(process.uptime()),
    sessions: { partners: [...sessions].filter(({ peer }) => peer.kind === 'partner').map(({ peer }) => peer.name) },
    links: peers.map((peer) => ({ region: peer.region, isUp: market.link(peer.number) !== undefined })),
    marketMessages: market.published,
    remoteMessages: market.remote,
    memoryBytes: process.memoryUsage.rss(),
  };
}
