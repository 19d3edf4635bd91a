/**
 * Counts surface elements by their squared distance (mm², exact float64 value) and their area class. Surfaces on a grid
 * have few distinct distances, so every sum, mean and percentile follows from these counts without sorting elements.
 */
export class DistanceHistogram {
  readonly classes: number;
  /** Squared distance of each slot; the slots are in order of first appearance, slot 0 is distance 0. */
  squaredMm: Float64Array;
  /** `classes` counts for each slot. */
  counts: Uint32Array;
  slots = 1;
  #table: Int32Array;
  readonly #float = new Float64Array(1);
  readonly #bits = new Int32Array(this.#float.buffer);

  constructor(classes: number) {
    this.classes = classes;
    this.squaredMm = new Float64Array(256);
    this.counts = new Uint32Array(256 * classes);
    this.#table = new Int32Array(1024);
  }

  /** The slot of a squared distance, made if it is new. */
  slotOf(squaredMm: number): number {
    if (squaredMm === 0) return 0;
    this.#float[0] = squaredMm;
    const mixed = Math.imul((this.#bits[0] ?? 0) ^ Math.imul(this.#bits[1] ?? 0, 0x9e3779b1 | 0), 0x85ebca6b | 0);
    const mask = this.#table.length - 1;
    let place = (mixed ^ (mixed >>> 15)) & mask;
    for (;;) {
      const slot = this.#table[place] ?? 0;
      if (slot === 0) break;
      if (this.squaredMm[slot] === squaredMm) return slot;
      place = (place + 1) & mask;
    }
    const slot = this.slots++;
    this.#table[place] = slot;
    if (slot === this.squaredMm.length) this.#growSlots();
    this.squaredMm[slot] = squaredMm;
    if (this.slots * 2 > this.#table.length) this.#rehash();
    return slot;
  }

  #growSlots(): void {
    const squared = new Float64Array(this.squaredMm.length * 2);
    squared.set(this.squaredMm);
    const counts = new Uint32Array(this.counts.length * 2);
    counts.set(this.counts);
    this.squaredMm = squared;
    this.counts = counts;
  }

  #rehash(): void {
    const old = this.squaredMm;
    const slots = this.slots;
    this.#table = new Int32Array(this.#table.length * 4);
    this.slots = 1;
    // Slots are found again in their order, so each keeps its number.
    for (let slot = 1; slot < slots; slot++) this.slotOf(old[slot] ?? 0);
  }
}
