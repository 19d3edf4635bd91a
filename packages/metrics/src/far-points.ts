/**
 * Surface points whose nearest partner is too far for the near search, as bits in the surface's own layout: whatever their
 * number, they take no more memory than a surface. All bits are 0 between two measurements.
 */
export interface FarPoints {
  bits: Int32Array;
  count: number;
  /** First and last word with a bit. */
  first: number;
  last: number;
}

export function createFarPoints(): FarPoints {
  return { bits: new Int32Array(0), count: 0, first: 0, last: -1 };
}

export function openFarPoints(far: FarPoints, words: number): void {
  if (far.bits.length < words) far.bits = new Int32Array(words);
  far.count = 0;
  far.first = words;
  far.last = -1;
}
