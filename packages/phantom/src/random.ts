/**
 * Seeded random numbers from integer arithmetic alone, so that one seed gives the same bytes on every machine. Nothing
 * in this package calls sin, exp or pow either: their last digit is the platform's, and a label can hang on it.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Close to normal (the sum of twelve uniforms, so within six deviations). */
  normal(mean: number, sd: number): number;
  /** One of the items, with equal or the given weights. */
  pick<T>(items: readonly [T, ...T[]], weights?: readonly number[]): T;
  uint32(): number;
}

/** A stream of its own for each (seed, words): a new structure never changes the numbers another one draws. */
export function randomStream(seed: number, ...words: readonly (string | number)[]): Random {
  let state = scramble(seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0);
  for (const word of words) {
    for (const letter of `${word};`) state = scramble(state, letter.codePointAt(0) ?? 0);
  }
  // Splitmix32: a Weyl sequence through a mixing function with full avalanche.
  const uint32 = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mixBits(state);
  };
  const next = (): number => uint32() / 2 ** 32;
  return {
    uint32,
    next,
    between: (low, high) => low + (high - low) * next(),
    normal: (mean, sd) => {
      let sum = -6;
      for (let draw = 0; draw < 12; draw++) sum += next();
      return mean + sd * sum;
    },
    pick: (items, weights) => {
      const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? items.length;
      let left = next() * total;
      for (const [index, item] of items.entries()) {
        left -= weights?.[index] ?? 1;
        if (left < 0) return item;
      }
      return items[0];
    },
  };
}

/**
 * One of the items for a place in a series, so that a short series holds them in proportion to their weights: the
 * fraction of `start + index * step`, for a step whose multiples spread evenly (an additive recurrence).
 */
export function pickEvenly<T>(
  items: readonly [T, ...T[]],
  place: { seed: number; index: number; word: string; step: number },
  weights?: readonly number[],
): T {
  const position = randomStream(place.seed, place.word).next() + place.index * place.step;
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? items.length;
  let left = (position - Math.floor(position)) * total;
  for (const [index, item] of items.entries()) {
    left -= weights?.[index] ?? 1;
    if (left < 0) return item;
  }
  return items[0];
}

function scramble(state: number, word: number): number {
  return mixBits(Math.imul(state, 31) + word + 0x7f4a7c15);
}

/** The finaliser of MurmurHash3 with the constants of Ellis' "lowbias32". */
function mixBits(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
