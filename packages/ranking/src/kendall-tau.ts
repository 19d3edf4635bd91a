/**
 * Kendall's τ-b between two rankings, which accounts for ties on both sides. Where it is not defined (everything tied
 * on one side): 1 if both sides tie everything, else 0. NaN for fewer than two entries.
 */
export function kendallTau(first: ArrayLike<number>, second: ArrayLike<number>): number {
  if (first.length < 2) return Number.NaN;
  let balance = 0;
  let untiedFirst = 0;
  let untiedSecond = 0;
  for (let i = 0; i < first.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = Math.sign((first[i] ?? 0) - (first[j] ?? 0));
      const b = Math.sign((second[i] ?? 0) - (second[j] ?? 0));
      balance += a * b;
      untiedFirst += a * a;
      untiedSecond += b * b;
    }
  }
  if (untiedFirst === 0 && untiedSecond === 0) return 1;
  if (untiedFirst === 0 || untiedSecond === 0) return 0;
  return balance / Math.sqrt(untiedFirst * untiedSecond);
}
