import type { Command } from 'commander';
import { build, type Histogram } from 'hdr-histogram-js';
import { RelaisError } from '../../../registry/index.js';
import type { Relais } from '../../client/index.js';
import { addMeshOptions, type MeshOptions, TRADES_AND_LOOKS, withClientWhere } from '../mesh-client.js';
import { addOutput, formatOne, type OutputFormat } from '../output.js';

interface BenchOptions extends MeshOptions {
  readonly rate: string;
  readonly seconds: string;
  readonly output: OutputFormat;
}

/** Orders that may be under way at once; a region that falls behind by more is saturated, and the figures say so. */
const IN_FLIGHT_MAX = 2_000;
const WARM_UP_SECONDS = 1;

export function register(program: Command): void {
  const command = program
    .command('bench')
    .description('load a running mesh with orders and measure the way to their durable confirmation')
    .argument('<instrument>', 'symbol, or region/symbol')
    .option('--rate <orders>', 'orders a second, at fixed times', '500')
    .option('--seconds <s>', 'how long', '5')
    .addHelpText(
      'after',
      `
Each order is immediate-or-cancel at the lowest price of the band, so the book stays as it is. Latency counts from the time at which an
order was due, not from when it could be sent.

Examples:
  relais bench EURUSD
  relais bench EURUSD --rate 2000 --seconds 10 -o json`,
    );
  addOutput(addMeshOptions(command)).action(bench);
}

interface Figures {
  readonly orders: number;
  readonly failed: number;
  readonly skipped: number;
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly maxUs: number;
}

const COLUMNS = Object.fromEntries(
  (['orders', 'failed', 'skipped', 'perSecond', 'p50Us', 'p90Us', 'p99Us', 'p999Us', 'maxUs'] as const).map((name) => [
    name,
    (f: Figures) => f[name],
  ]),
);

async function bench(instrument: string, options: BenchOptions): Promise<void> {
  const rate = positive('--rate', options.rate, 100_000);
  const seconds = positive('--seconds', options.seconds, 3_600);
  await withClientWhere(instrument, options, TRADES_AND_LOOKS, async (relais) => {
    // Unmeasured: both programs compile what they run often.
    await load(relais, instrument, rate, WARM_UP_SECONDS);
    process.stdout.write(formatOne(await load(relais, instrument, rate, seconds), COLUMNS, options.output));
  });
}

function positive(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!(value > 0 && value <= max)) throw new RelaisError('RELAIS_E_USAGE', `${name} ${text}: above 0, at most ${max}`);
  return value;
}

async function load(relais: Relais, symbol: string, rate: number, seconds: number): Promise<Figures> {
  const { bandLow, lot } = relais.instrument(symbol);
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
  const total = Math.round(rate * seconds);
  const counts = { failed: 0, skipped: 0, inFlight: 0 };
  const begunMs = performance.now();
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - begunMs) * rate) / 1000) + 1);
    for (; sent < due; sent++) {
      if (counts.inFlight >= IN_FLIGHT_MAX) counts.skipped++;
      else enter(relais, symbol, bandLow, lot, begunMs + (sent * 1000) / rate, histogram, counts);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (counts.inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  const elapsedS = (performance.now() - begunMs) / 1000;
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile);
  return {
    orders: histogram.totalCount,
    failed: counts.failed,
    skipped: counts.skipped,
    perSecond: Math.round(histogram.totalCount / elapsedS),
    ...{ p50Us: at(50), p90Us: at(90), p99Us: at(99), p999Us: at(99.9), maxUs: histogram.maxValue },
  };
}

function enter(
  relais: Relais,
  instrument: string,
  price: number,
  quantity: number,
  dueMs: number,
  histogram: Histogram,
  counts: { failed: number; inFlight: number },
): void {
  counts.inFlight++;
  const done = (isGood: boolean): void => {
    counts.inFlight--;
    if (isGood) histogram.recordValue(Math.max(1, Math.round((performance.now() - dueMs) * 1000)));
    else counts.failed++;
  };
  try {
    const { confirmed } = relais.submit({ instrument, side: 'buy', price, quantity, timeInForce: 'ioc', acceptWithinMs: 10_000 });
    confirmed.then(
      () => done(true),
      () => done(false),
    );
  } catch {
    done(false);
  }
}
