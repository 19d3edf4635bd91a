import { type BitGrid, closeBitGrid, createBitGrid, shapeBitGrid } from "./bit-grid.ts";
import type { DistanceHistogram } from "./distance-histogram.ts";
import type { Box } from "./label-runs.ts";
import { CLASSES_AT, GROUP_BYTES, MOST_AT, PAGE_BYTES, SHELL_BYTES, startKernel } from "./shell-kernel.ts";
import { MAX_GROUPS, MAX_SHELLS, type ShellList } from "./shell-lists.ts";

const GROUPS_AT = 512;
const SHELLS_AT = GROUPS_AT + MAX_GROUPS * GROUP_BYTES;
const COUNTS_AT = SHELLS_AT + MAX_SHELLS * SHELL_BYTES;
/** Empty bytes before and after each array, so that a look beside a row needs no test. */
const GUARD = 64;
/** Rows are whole vectors of 128 bits. */
const VECTOR_WORDS = 4;
/** Words of a mask that are cleared in less time than its rows are looked at. */
const SMALL_GRID_WORDS = 2 ** 16;

/** A row of the surface that is measured, in rows of the corner grid. */
export interface KernelRow {
  y: number;
  z: number;
  /** The row of the other surface's box that is nearest, and the rows of the box beyond it on either side. */
  nearY: number;
  nearZ: number;
  upY: number;
  downY: number;
  upZ: number;
  downZ: number;
}

/** The kernel's memory: a bit grid, and tables for one list of shells at a time. */
export class ShellKernel {
  readonly grid: BitGrid = createBitGrid();
  #buffer = new ArrayBuffer(0);
  #kernel: ReturnType<typeof startKernel> | undefined;
  #words = new Int32Array(0);
  #bytes = new Uint8Array(0);
  #classes = 0;
  #within = 0;
  #left = 0;
  #zero = 0;
  #unions = 0;
  #tablesEnd = 0;
  #list: ShellList | undefined;
  #stamp = 0;

  /** Sets the grid up for a box; `classes` is the most area classes that will be told apart. */
  open(box: Box, classes: number): void {
    const { grid } = this;
    const { maskRows, cornerRows } = shapeBitGrid(grid, box, VECTOR_WORDS);
    const rowBytes = grid.width * 4;
    let end = COUNTS_AT + MAX_SHELLS * classes * 4;
    const take = (bytes: number) => {
      const at = Math.ceil((end + GUARD) / 16) * 16;
      end = at + bytes + GUARD;
      return at;
    };
    this.#classes = classes;
    this.#within = take(rowBytes);
    this.#left = take(rowBytes);
    this.#zero = take(rowBytes);
    this.#unions = take(MAX_GROUPS * (rowBytes + GUARD));
    const tablesEnd = end;
    const arrays = [maskRows, maskRows, cornerRows, cornerRows].map((rows) => take(rows * rowBytes));
    if (end > this.#buffer.byteLength) {
      const pages = Math.ceil((end - this.#buffer.byteLength) / PAGE_BYTES);
      if (this.#kernel === undefined) this.#kernel = startKernel(pages);
      else this.#kernel.memory.grow(pages);
      this.#buffer = this.#kernel.memory.buffer;
      this.#words = new Int32Array(this.#buffer);
      this.#bytes = new Uint8Array(this.#buffer);
    }
    // Tables of other rows may have lain where this grid's arrays are, and the other way round.
    this.#bytes.fill(0, 0, Math.max(tablesEnd, this.#tablesEnd));
    this.#tablesEnd = tablesEnd;
    this.#list = undefined;
    this.#stamp = 0;
    const [a = 0, b = 0, c = 0, d = 0] = arrays;
    const view = (at: number, rows: number) => new Int32Array(this.#buffer, at, rows * grid.width);
    grid.referenceMask = view(a, maskRows);
    grid.predictionMask = view(b, maskRows);
    grid.referenceSurface = view(c, cornerRows);
    grid.predictionSurface = view(d, cornerRows);
  }

  /** Clears the grid: all of it, as is quicker for a small one, too, or the rows that were used. */
  close(all: boolean): void {
    const { grid } = this;
    if (!all && grid.referenceMask.length > SMALL_GRID_WORDS) {
      closeBitGrid(grid);
      return;
    }
    for (const array of [grid.referenceMask, grid.predictionMask, grid.referenceSurface, grid.predictionSurface]) {
      array.fill(0);
    }
    grid.maskRowUsed.fill(0);
    grid.cornerRowUsed.fill(0);
  }

  /** Begins a measurement. @param within bits of the places along x that are looked at. */
  begin(classOfCode: Uint8Array, within: Int32Array): void {
    this.#bytes.set(classOfCode, CLASSES_AT);
    this.#words.set(within, this.#within >> 2);
    this.#list = undefined;
  }

  /** Takes the shells of a list, after the counts of the last one were told to the histogram. */
  use(list: ShellList, histogram: DistanceHistogram, loneClass: number): void {
    if (list === this.#list) return;
    this.end(histogram, loneClass);
    this.#list = list;
    const words = this.#words;
    const rowBytes = this.grid.width * 4;
    for (const [i, { jy, jz }] of list.groups.entries()) {
      const at = (GROUPS_AT + i * GROUP_BYTES) >> 2;
      words[at] = jy;
      words[at + 1] = jz;
      words[at + 2] = 0;
      words[at + 3] = this.#unions + i * (rowBytes + GUARD);
    }
    for (let i = 0; i < list.dx.length; i++) {
      const at = (SHELLS_AT + i * SHELL_BYTES) >> 2;
      words[at] = list.dx[i] ?? 0;
      words[at + 1] = GROUPS_AT + (list.group[i] ?? 0) * GROUP_BYTES;
      words[at + 2] = COUNTS_AT + i * this.#classes * 4;
    }
    words[MOST_AT >> 2] = 0;
  }

  /** Tells the histogram what was counted. */
  end(histogram: DistanceHistogram, loneClass: number): void {
    const list = this.#list;
    const words = this.#words;
    const most = words[MOST_AT >> 2] ?? 0;
    this.#list = undefined;
    if (list === undefined || most === 0) return;
    const { classes } = histogram;
    for (let i = 0; SHELLS_AT + i * SHELL_BYTES <= most; i++) {
      const lone = ((SHELLS_AT + i * SHELL_BYTES) >> 2) + 4;
      const at = (COUNTS_AT >> 2) + i * this.#classes;
      let any = words[lone] ?? 0;
      for (let lane = 1; lane < 4; lane++) any += words[lone + lane] ?? 0;
      const singles = any;
      for (let j = 0; j < classes; j++) any += words[at + j] ?? 0;
      if (any === 0) continue;
      const cell = histogram.slotOf(list.squaredMm[i] ?? 0) * classes;
      const { counts } = histogram;
      counts[cell + loneClass] = (counts[cell + loneClass] ?? 0) + singles;
      for (let j = 0; j < classes; j++) counts[cell + j] = (counts[cell + j] ?? 0) + (words[at + j] ?? 0);
      words.fill(0, lone, lone + 4);
      words.fill(0, at, at + classes);
    }
    words[MOST_AT >> 2] = 0;
  }

  /** Measures the points of a row with the shells in use. @returns the words of those that met nothing, or null. */
  measureRow(
    own: Int32Array,
    other: Int32Array,
    mask: Int32Array,
    surfels: boolean,
    row: KernelRow,
  ): Int32Array | null {
    const { width, cornersY, maskRowsY } = this.grid;
    const rowBytes = width * 4;
    const any = this.#kernel?.run(
      own.byteOffset + (row.z * cornersY + row.y) * rowBytes,
      rowBytes,
      other.byteOffset + (row.nearZ * cornersY + row.nearY) * rowBytes,
      rowBytes,
      cornersY * rowBytes,
      row.upY,
      row.downY,
      row.upZ,
      row.downZ,
      mask.byteOffset + (row.z * maskRowsY + row.y) * rowBytes,
      maskRowsY * rowBytes,
      surfels ? 1 : 0,
      ++this.#stamp,
      SHELLS_AT,
      SHELLS_AT + (this.#list?.dx.length ?? 0) * SHELL_BYTES,
      this.#within,
      this.#left,
      this.#zero,
    );
    return any ? this.#words.subarray(this.#left >> 2, (this.#left >> 2) + width) : null;
  }
}
