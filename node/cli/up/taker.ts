import { build, type Histogram } from 'hdr-histogram-js';
import type { Relais } from '../../client/index.js';
import { pause } from './market-maker.js';

/** The other side of the demonstration: takes liquidity now and then, and measures how long an order takes to be confirmed. */
export interface TakerOptions {
  readonly relais: Relais;
  readonly symbol: string;
  readonly everyMs: number;
  /** 0 ≤ value < 1: passed in so that a run can be repeated. */
  readonly random: () => number;
}

export interface TakerFigures {
  readonly orders: number;
  readonly filled: number;
  readonly failed: number;
  /** Order → durable confirmation, µs: p50, p99, max. */
  readonly confirmUs: readonly [number, number, number];
  /** Echo through the session, µs: p50, p99, max. */
  readonly echoUs: readonly [number, number, number];
}

export class Taker {
  readonly #options: TakerOptions;
  readonly #confirm = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
  readonly #echo = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
  #orders = 0;
  #filled = 0;
  #failed = 0;

  constructor(options: TakerOptions) {
    this.#options = options;
  }

  get figures(): TakerFigures {
    return {
      orders: this.#orders,
      filled: this.#filled,
      failed: this.#failed,
      confirmUs: percentiles(this.#confirm),
      echoUs: percentiles(this.#echo),
    };
  }

  async run(signal: AbortSignal): Promise<void> {
    const { relais, symbol, everyMs, random } = this.#options;
    const { lot } = relais.instrument(symbol);
    while (!signal.aborted) {
      await this.#echoOnce();
      await this.#takeOnce(random() < 0.5 ? 'buy' : 'sell', lot * (1 + Math.floor(random() * 3)));
      await pause(everyMs * (0.5 + random()), signal);
    }
  }

  async #takeOnce(side: 'buy' | 'sell', quantity: number): Promise<void> {
    const begunMs = performance.now();
    this.#orders++;
    try {
      const order = this.#options.relais.submit({ instrument: this.#options.symbol, side, type: 'market', quantity });
      await order.confirmed;
      this.#confirm.recordValue(Math.max(1, Math.round((performance.now() - begunMs) * 1000)));
      const last = await order.done;
      if (last.status === 'filled') this.#filled++;
    } catch {
      this.#failed++;
    }
  }

  async #echoOnce(): Promise<void> {
    try {
      this.#echo.recordValue(Math.max(1, Math.round((await this.#options.relais.echo()) * 1000)));
    } catch {
      // A region that is away answers no echo; the state of the link is shown elsewhere.
    }
  }
}

const percentiles = (histogram: Histogram): readonly [number, number, number] => [
  histogram.getValueAtPercentile(50),
  histogram.getValueAtPercentile(99),
  histogram.maxValue,
];
