/** Seeded random numbers for tests. */
export interface Random {
  /** An integer from 0 to `limit` − 1. */
  below(limit: number): number;
  chance(probability: number): boolean;
}

/** xorshift32 (Marsaglia, 2003): small, and the same on every machine. */
export function seededRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x1_0000_0000;
  };
  for (let turn = 0; turn < 8; turn += 1) next();
  return { below: (limit) => Math.floor(next() * limit), chance: (probability) => next() < probability };
}
