/** Book of one made-up instrument: `depth` levels a side on a grid around a price that moves. */
import type { FeedLevel } from './feed-event.js';
import type { SeededRandom } from './seeded-random.js';

export interface GeneratedBookShape {
  /** Distance of two levels, scaled as prices. */
  readonly spacing: number;
  readonly depth: number;
  readonly lot: number;
  /** Quantity of a common level, scaled as quantities. */
  readonly usualQuantity: number;
}

export class GeneratedBook {
  readonly #shape: GeneratedBookShape;
  readonly #random: SeededRandom;
  /** Grid position → quantity. */
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();
  #bidAt = 0;
  #askAt = 0;

  constructor(shape: GeneratedBookShape, random: SeededRandom) {
    this.#shape = shape;
    this.#random = random;
  }

  get bid(): FeedLevel {
    return { price: this.#bidAt * this.#shape.spacing, quantity: this.#bids.get(this.#bidAt) as number };
  }

  get ask(): FeedLevel {
    return { price: this.#askAt * this.#shape.spacing, quantity: this.#asks.get(this.#askAt) as number };
  }

  /** Moves the book around `middle` with a spread of `spreadSteps` levels, changes a few quantities, and tells every changed level. */
  move(middle: number, spreadSteps: number): { bids: FeedLevel[]; asks: FeedLevel[] } {
    const { spacing, depth } = this.#shape;
    // all prices stay above zero
    this.#bidAt = Math.max(Math.round(middle / spacing - spreadSteps / 2), depth + 1);
    this.#askAt = this.#bidAt + spreadSteps;
    return { bids: this.#side(this.#bids, this.#bidAt, -1), asks: this.#side(this.#asks, this.#askAt, 1) };
  }

  #side(levels: Map<number, number>, best: number, direction: 1 | -1): FeedLevel[] {
    const { depth, spacing } = this.#shape;
    const worst = best + direction * (depth - 1);
    const changed: FeedLevel[] = [];
    for (const at of levels.keys()) {
      if (at * direction >= best * direction && at * direction <= worst * direction) continue;
      levels.delete(at);
      changed.push({ price: at * spacing, quantity: 0 });
    }
    // activity is densest at the top
    const busy = new Set([best, best + direction * Math.min(Math.floor(this.#random.exponential(3)), depth - 1)]);
    for (let step = 0; step < depth; step += 1) {
      const at = best + direction * step;
      if (levels.has(at) && !busy.has(at)) continue;
      const quantity = this.#quantity(step);
      if (levels.get(at) === quantity) continue;
      levels.set(at, quantity);
      changed.push({ price: at * spacing, quantity });
    }
    return changed;
  }

  /** Log-normal, more of it further from the top. */
  #quantity(step: number): number {
    const { lot, usualQuantity } = this.#shape;
    const wanted = usualQuantity * (1 + step / 5) * Math.exp(0.8 * this.#random.normal());
    return Math.max(Math.round(wanted / lot), 1) * lot;
  }
}
