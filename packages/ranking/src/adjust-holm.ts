/**
 * Holm's step-down adjustment of a family of p-values, in the order given: the k-th smallest of m is multiplied by
 * m − k + 1, made monotone and capped at 1. (Holm 1979, Scandinavian Journal of Statistics 6:65.)
 */
export function adjustHolm(pValues: ArrayLike<number>): Float64Array {
  const order = Int32Array.from(pValues, (_, index) => index).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const adjusted = new Float64Array(order.length);
  let largest = 0;
  for (const [k, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - k) * (pValues[index] ?? 1)));
    adjusted[index] = largest;
  }
  return adjusted;
}
