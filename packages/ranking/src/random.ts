/** Whole numbers from 0 to below `limit`, all equally likely. */
export type RandomIndex = (limit: number) => number;

/**
 * A seeded generator, the same on every machine: xoshiro128** (Blackman and Vigna 2021, ACM TOMS 47:36) with its state
 * filled by SplitMix32. Draws beyond the largest multiple of the limit are thrown away, so no index is favoured.
 */
export function seedRandom(seed: number): RandomIndex {
  let mix = seed | 0;
  const fill = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let word = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  const next = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  return (limit) => {
    const fair = 2 ** 32 - (2 ** 32 % limit);
    let word = next();
    while (word >= fair) word = next();
    return word % limit;
  };
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
