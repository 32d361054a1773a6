import type { Instrument, Order, Quote, Relais } from '../../client/index.js';

/**
 * A small market maker for the demonstration: keeps a ladder of bids and offers around the reference quote of an instrument.
 * One order a level; a level whose price has moved is replaced, one that was filled is entered anew.
 */
export interface MarketMakerOptions {
  readonly relais: Relais;
  readonly symbol: string;
  readonly referenceSymbol: string;
  readonly levels: number;
  readonly lotsALevel: number;
  /** Gap between levels and from the middle to the first level. */
  readonly stepTicks: number;
  /** At most this often, so that a fast reference does not become a flood of replaces. */
  readonly requoteEveryMs: number;
}

interface Level {
  readonly side: 'buy' | 'sell';
  readonly distanceTicks: number;
  order: Order | null;
  price: number;
  isBusy: boolean;
}

export class MarketMaker {
  readonly #options: MarketMakerOptions;
  readonly #instrument: Instrument;
  readonly #levels: Level[] = [];
  /** Orders entered and replaced. */
  quoted = 0;
  refused = 0;

  constructor(options: MarketMakerOptions) {
    this.#options = options;
    this.#instrument = options.relais.instrument(options.symbol);
    for (let level = 1; level <= options.levels; level++) {
      for (const side of ['buy', 'sell'] as const) {
        this.#levels.push({ side, distanceTicks: level * options.stepTicks, order: null, price: 0, isBusy: false });
      }
    }
  }

  /** Quotes until `signal` or the end of the reference. */
  async run(signal: AbortSignal): Promise<void> {
    for await (const quote of this.#options.relais.quotes([this.#options.referenceSymbol])) {
      if (signal.aborted) return;
      this.#quoteAround(quote);
      await pause(this.#options.requoteEveryMs, signal);
    }
  }

  #quoteAround(reference: Quote): void {
    if (reference.bid <= 0 || reference.ask <= 0) return;
    const { tick, lot, priceScale } = this.#instrument;
    const middle = Math.round(((reference.bid + reference.ask) / 2) * 10 ** (priceScale - reference.instrument.priceScale));
    for (const level of this.#levels) {
      const raw = level.side === 'buy' ? middle - level.distanceTicks * tick : middle + level.distanceTicks * tick;
      const price = Math.round(raw / tick) * tick;
      if (level.isBusy || (level.order !== null && level.price === price)) continue;
      try {
        this.#move(level, price, lot * this.#options.lotsALevel);
      } catch {
        // Refused before it was sent (the region is away, the order just ended): the next quote tries again.
        level.isBusy = false;
        level.order = null;
        this.refused++;
      }
    }
  }

  #move(level: Level, price: number, quantity: number): void {
    level.isBusy = true;
    level.price = price;
    this.quoted++;
    const { relais, symbol } = this.#options;
    if (level.order !== null) {
      const order = level.order;
      const filled = order.last?.cumQuantity ?? 0;
      this.#settle(level, order.replace({ price, quantity: quantity + filled }).confirmed);
      return;
    }
    const order = relais.submit({
      instrument: symbol,
      side: level.side,
      price,
      quantity,
      timeInForce: 'gtc',
      cancelOnDisconnect: true,
      selfTrade: 'cancelResting',
    });
    level.order = order;
    order.done.then(
      () => this.#over(level, order),
      () => this.#over(level, order),
    );
    this.#settle(level, order.confirmed);
  }

  #settle(level: Level, confirmed: Promise<unknown>): void {
    confirmed.then(
      () => {
        level.isBusy = false;
      },
      () => {
        this.refused++;
        level.isBusy = false;
      },
    );
  }

  #over(level: Level, order: Order): void {
    if (level.order === order) level.order = null;
  }
}

/** Waits, or returns at once when `signal` says so. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
