import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { QuoteCacheFigures } from '../market/index.js';

/** Everything that a regional server counts. Names follow Prometheus: base units, `_total` for counters. */
export function createMetrics(labels: { region: string }) {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  let cacheFigures: (() => QuoteCacheFigures) | null = null;
  const cacheGauge = (name: string, help: string, field: keyof QuoteCacheFigures) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        if (cacheFigures !== null) this.set(cacheFigures()[field]);
      },
    });
  cacheGauge('relais_quote_cache_entries', 'Quotes of other regions that are kept here.', 'entries');
  cacheGauge('relais_quote_cache_hot', 'Of these, kept up to date by subscription.', 'hot');
  cacheGauge('relais_quote_cache_memory_bytes', 'Memory of the quote cache, estimated.', 'memoryBytes');
  cacheGauge('relais_quote_cache_hits', "Reads of other regions' quotes that were answered here.", 'hits');
  cacheGauge('relais_quote_cache_misses', 'Reads that had to ask the other region.', 'misses');
  cacheGauge('relais_quote_cache_served_age_ms_sum', 'Sum of the ages of quotes that were served from the cache.', 'servedAgeMs');
  cacheGauge('relais_quote_cache_cross_region_calls', 'Fetches and subscriptions to other regions.', 'crossRegionCalls');
  cacheGauge('relais_quote_cache_cross_region_bytes', 'Bytes of quotes from other regions for the cache.', 'crossRegionBytes');
  return {
    registry,
    /** Where the figures of the quote cache come from when somebody asks. */
    followCache: (figures: () => QuoteCacheFigures) => {
      cacheFigures = figures;
    },
    sessions: new Gauge({ name: 'relais_sessions', help: 'Established sessions.', labelNames: ['kind'], registers }),
    handshakesRefused: new Counter({
      name: 'relais_handshakes_refused_total',
      help: 'Connections refused before a session, by coded error.',
      labelNames: ['code'],
      registers,
    }),
    sessionEvents: new Counter({
      name: 'relais_session_events_total',
      help: 'Damage, retransmissions, rekeys and other events of sessions.',
      labelNames: ['event'],
      registers,
    }),
    ordersAccepted: new Counter({
      name: 'relais_commands_accepted_total',
      help: 'Commands appended to the log.',
      labelNames: ['command'],
      registers,
    }),
    ordersRefused: new Counter({
      name: 'relais_commands_refused_total',
      help: 'Commands refused before the log, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    duplicates: new Counter({
      name: 'relais_commands_duplicate_total',
      help: 'Repeated client order ids answered with their first result.',
      registers,
    }),
    executions: new Counter({ name: 'relais_execution_reports_total', help: 'Execution reports released.', registers }),
    commitSeconds: new Histogram({
      name: 'relais_commit_seconds',
      help: 'From append to durable.',
      buckets: [0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5],
      registers,
    }),
    appendedSeq: new Gauge({ name: 'relais_log_appended_seq', help: 'Last appended sequence.', registers }),
    durableSeq: new Gauge({ name: 'relais_log_durable_seq', help: 'Last durable sequence.', registers }),
    denials: new Counter({ name: 'relais_denials_total', help: 'Requests that no role allows.', labelNames: ['message'], registers }),
    marketMessages: new Counter({
      name: 'relais_market_messages_total',
      help: 'Market data messages published, by source.',
      labelNames: ['source'],
      registers,
    }),
    slowReaders: new Counter({
      name: 'relais_slow_readers_total',
      help: 'Subscribers that fell behind and were restarted from a snapshot.',
      labelNames: ['partner'],
      registers,
    }),
    linkUp: new Gauge({
      name: 'relais_link_up',
      help: '1 while the link to the peer region is established.',
      labelNames: ['peer'],
      registers,
    }),
    linkBytes: new Counter({
      name: 'relais_cross_region_bytes_total',
      help: 'Bytes received from another region.',
      labelNames: ['peer'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** What the hot path counts in plain numbers; the counters take them over when somebody asks. */
export function countElsewhere(
  metrics: Pick<Metrics, 'duplicates' | 'marketMessages'>,
  counted: { duplicates(): number; ownMessages(): number; remoteMessages(): number },
): void {
  const { duplicates, marketMessages } = metrics;
  Object.assign(duplicates, {
    collect: () => {
      duplicates.reset();
      duplicates.inc(counted.duplicates());
    },
  });
  Object.assign(marketMessages, {
    collect: () => {
      marketMessages.reset();
      marketMessages.inc({ source: 'own' }, counted.ownMessages());
      marketMessages.inc({ source: 'remote' }, counted.remoteMessages());
    },
  });
}
