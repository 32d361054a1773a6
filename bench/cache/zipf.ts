import { SeededRandom } from '../../node/market/feeds/index.js';

/** `count` ranks below `ranks`, rank r drawn in proportion to 1 / (r + 1)^exponent, by inversion of the cumulated weights. */
export function zipfRanks(ranks: number, exponent: number, count: number, seed: number): Uint32Array {
  const cumulated = new Float64Array(ranks);
  let total = 0;
  for (let rank = 0; rank < ranks; rank += 1) {
    total += 1 / (rank + 1) ** exponent;
    cumulated[rank] = total;
  }
  const random = new SeededRandom(seed);
  return Uint32Array.from({ length: count }, () => {
    const wanted = random.uniform() * total;
    let low = 0;
    let high = ranks - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulated[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}
