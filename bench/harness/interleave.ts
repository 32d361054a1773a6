/** Something short that is measured many times in a row. */
export interface Contestant {
  readonly name: string;
  /** Does the work `times` times, in a loop of its own so that the call is not what is measured. Gives something that depends on it. */
  readonly repeat: (times: number) => number;
}

export interface InterleaveOptions {
  /** How often everybody's turn comes; the result is the median. */
  readonly rounds: number;
  /** About how long a turn is. */
  readonly turnMs: number;
}

/**
 * Nanoseconds that one repetition takes, by name of contestant. They take turns, so that what disturbs the machine for a while disturbs
 * all of them, and a turn is as many repetitions as fit `turnMs` (found while warming up).
 */
export function measureInterleaved(contestants: readonly Contestant[], options: InterleaveOptions): Map<string, number> {
  const times = new Map(contestants.map((contestant) => [contestant, repetitionsOf(contestant, options.turnMs)]));
  const turns = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const contestant of contestants) turns.get(contestant)?.push(nanosecondsEach(contestant, times.get(contestant) ?? 1));
  }
  return new Map([...turns].map(([{ name }, values]) => [name, median(values)]));
}

/** Warms up while it looks for the number of repetitions that takes about `turnMs`. */
function repetitionsOf(contestant: Contestant, turnMs: number): number {
  let times = 16;
  for (;;) {
    const tookMs = (nanosecondsEach(contestant, times) * times) / 1e6;
    if (tookMs >= turnMs / 2) return Math.max(1, Math.round((times * turnMs) / tookMs));
    times *= 2;
  }
}

/** Results go here, so that no compiler may decide that the work was for nothing. */
export const sink = { value: 0 };

function nanosecondsEach(contestant: Contestant, times: number): number {
  const begun = process.hrtime.bigint();
  sink.value += contestant.repeat(times);
  return Number(process.hrtime.bigint() - begun) / times;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
