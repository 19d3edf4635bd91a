/** 2^20 rows are added before the counts are read. */
const PLANES = 20;
const MOST_ROWS = 2 ** PLANES - 1;

/**
 * Counts, for every place along x, in how many of the rows that were added it was set: bit-sliced, so that a word of 32 places
 * is added in some six operations.
 */
export class ColumnCounts {
  readonly #planes: Int32Array;
  readonly #width: number;
  #rows = 0;

  constructor(width: number) {
    this.#width = width;
    this.#planes = new Int32Array(width * PLANES);
  }

  /** Whether another row can be added before the counts are read. */
  get full(): boolean {
    return this.#rows === MOST_ROWS;
  }

  /** Adds the words `first` to `last` of a row; what lies outside the places `from` to `to` is left out. */
  add(row: Int32Array, but: Int32Array, from: number, to: number): void {
    const planes = this.#planes;
    const last = to >> 5;
    this.#rows++;
    for (let k = from >> 5; k <= last; k++) {
      let carry = (row[k] ?? 0) & (but[k] ?? 0) & bitsBetween(k, from, to);
      for (let at = k * PLANES; carry !== 0; at++) {
        const plane = planes[at] ?? 0;
        planes[at] = plane ^ carry;
        carry &= plane;
      }
    }
  }

  /** Tells every place that was ever set with its count, and starts again. */
  read(tell: (x: number, count: number) => void): void {
    const planes = this.#planes;
    for (let k = 0; k < this.#width; k++) {
      const start = k * PLANES;
      let any = 0;
      for (let plane = 0; plane < PLANES; plane++) any |= planes[start + plane] ?? 0;
      for (; any !== 0; any &= any - 1) {
        const bit = 31 - Math.clz32(any & -any);
        let count = 0;
        for (let plane = 0; plane < PLANES; plane++) count |= (((planes[start + plane] ?? 0) >>> bit) & 1) << plane;
        tell(k * 32 + bit, count);
      }
    }
    planes.fill(0);
    this.#rows = 0;
  }
}

/** The bits of word k that lie between two places, both included. */
export function bitsBetween(k: number, from: number, to: number): number {
  let bits = -1;
  if (from > k * 32) bits &= from >= k * 32 + 32 ? 0 : -1 << (from & 31);
  if (to < k * 32 + 31) bits &= to < k * 32 ? 0 : -1 >>> (31 - (to & 31));
  return bits;
}
