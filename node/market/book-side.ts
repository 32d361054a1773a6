/** One side of a price-level book: levels best first in two typed arrays, at most BOOK_LEVELS_MAX. */

/** Levels a side that a book message can carry (2,048 for both), and so the most that any visible book has. */
export const BOOK_LEVELS_MAX = 1024;

const FIRST_CAPACITY = 32;

export class BookSide {
  /** Levels in use; the first `count` of both arrays hold. */
  count = 0;
  prices = new Float64Array(FIRST_CAPACITY);
  quantities = new Float64Array(FIRST_CAPACITY);
  /** 1 where the lowest price is best (offers), −1 where the highest is (bids). */
  readonly #direction: 1 | -1;
  readonly #levelsMax: number;

  constructor(side: 'bids' | 'asks', levelsMax: number = BOOK_LEVELS_MAX) {
    this.#direction = side === 'asks' ? 1 : -1;
    this.#levelsMax = levelsMax;
  }

  clear(): void {
    this.count = 0;
  }

  /**
   * Sets the quantity of a level; 0 deletes it. When the side is full, the worst level leaves for a better one and a worse one is not
   * taken: the same rule everywhere, so that books built from the same messages stay equal.
   */
  set(price: number, quantity: number): void {
    const index = this.#indexOf(price);
    const exists = index < this.count && this.prices[index] === price;
    if (quantity === 0) {
      if (exists) this.#remove(index);
    } else if (exists) {
      this.quantities[index] = quantity;
    } else if (index < this.#levelsMax) {
      this.#insert(index, price, quantity);
    }
  }

  price(index: number): number {
    return this.prices[index] as number;
  }

  quantity(index: number): number {
    return this.quantities[index] as number;
  }

  /** Quantity at a price, 0 where there is no such level. */
  quantityAt(price: number): number {
    const index = this.#indexOf(price);
    return index < this.count && this.prices[index] === price ? this.quantity(index) : 0;
  }

  /** Where the price stands or would stand: books change mostly near the top, so a short walk comes before the binary search. */
  #indexOf(price: number): number {
    const prices = this.prices;
    const wanted = price * this.#direction;
    let low = 0;
    const near = Math.min(this.count, 4);
    while (low < near && (prices[low] as number) * this.#direction < wanted) low += 1;
    if (low < near) return low;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((prices[middle] as number) * this.#direction < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #remove(index: number): void {
    this.prices.copyWithin(index, index + 1, this.count);
    this.quantities.copyWithin(index, index + 1, this.count);
    this.count -= 1;
  }

  #insert(index: number, price: number, quantity: number): void {
    if (this.count === this.#levelsMax) this.count -= 1;
    if (this.count === this.prices.length) this.#grow();
    this.prices.copyWithin(index + 1, index, this.count);
    this.quantities.copyWithin(index + 1, index, this.count);
    this.prices[index] = price;
    this.quantities[index] = quantity;
    this.count += 1;
  }

  #grow(): void {
    const capacity = Math.min(this.prices.length * 2, this.#levelsMax);
    const prices = new Float64Array(capacity);
    const quantities = new Float64Array(capacity);
    prices.set(this.prices);
    quantities.set(this.quantities);
    this.prices = prices;
    this.quantities = quantities;
  }
}
