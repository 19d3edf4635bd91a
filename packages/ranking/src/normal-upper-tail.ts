const INVERSE_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
/** Below it the series keeps 14 digits; above it 60 levels of the continued fraction do. */
const SWITCH = 2;
const FRACTION_LEVELS = 60;

/**
 * P(Z > z) of the standard normal distribution, to about 14 significant digits.
 * Series and continued fraction: Abramowitz and Stegun, 26.2.11 and 26.2.14.
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  const density = INVERSE_ROOT_TWO_PI * Math.exp((-z * z) / 2);
  if (z < SWITCH) {
    let term = z;
    let sum = z;
    for (let odd = 3; term > 1e-17 * sum; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let level = FRACTION_LEVELS; level > 0; level--) fraction = z + level / fraction;
  return density / fraction;
}
