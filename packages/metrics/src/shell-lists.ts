/** Rows of the other surface that lie (jy, jz) rows further than its nearest row, to both sides where they can. */
interface RowGroup {
  readonly jy: number;
  readonly jz: number;
}

/**
 * The nearest places to look at from a row that is `gapY` and `gapZ` rows away from the box of the other surface, in order
 * of their distance: shell i is all places at ±`dx` in the rows of group `group[i]`. Complete up to its end: a point that
 * no shell reaches is farther than all of them.
 */
export interface ShellList {
  readonly dx: Uint8Array;
  readonly group: Uint16Array;
  readonly squaredMm: Float64Array;
  readonly groups: readonly RowGroup[];
}

/** About so many shells from a row inside the box: eight voxels around a point where voxels are cubes. */
const SHELLS = 300;
/** A word and its neighbours hold what lies up to 31 places to either side. */
const MAX_DX = 31;
/** Most groups of a list: flat voxels would have many rows in reach, each with few places. */
export const MAX_GROUPS = 512;
/** Most shells of a list. */
export const MAX_SHELLS = 1024;
/** Lists kept at a time. */
const MAX_LISTS = 2048;

/** Makes the lists of one voxel size as they are asked for. */
export class ShellLists {
  readonly #spacingMm: readonly [number, number, number];
  readonly #reach2: number;
  readonly #lists = new Map<number, ShellList>();

  constructor(spacingMm: readonly [number, number, number]) {
    this.#spacingMm = spacingMm;
    const [sx, sy, sz] = spacingMm;
    // An eighth of a ball that holds SHELLS voxels.
    const reach = Math.cbrt((SHELLS * 6 * sx * sy * sz) / Math.PI);
    // Half of those in a quarter disc, since rows at its rim are counted whole.
    const rows = Math.sqrt((MAX_GROUPS * 2 * sy * sz) / Math.PI);
    const narrow = (MAX_GROUPS / 4) * Math.min(sy, sz);
    this.#reach2 = Math.min(reach, (MAX_DX + 1) * sx, rows, narrow) ** 2;
  }

  of(gapY: number, gapZ: number): ShellList {
    const key = gapY * 65536 + gapZ;
    let list = this.#lists.get(key);
    if (list === undefined) {
      if (this.#lists.size >= MAX_LISTS) this.#lists.clear();
      list = this.#make(gapY, gapZ);
      this.#lists.set(key, list);
    }
    return list;
  }

  #make(gapY: number, gapZ: number): ShellList {
    const [sx, sy, sz] = this.#spacingMm;
    const base = (gapY * sy) ** 2 + (gapZ * sz) ** 2;
    const limit = base + this.#reach2;
    const groups: RowGroup[] = [];
    const found: { dx: number; group: number; squared: number }[] = [];
    for (let jz = 0; ; jz++) {
      const z = (gapZ + jz) * sz;
      if ((gapY * sy) ** 2 + z * z >= limit) break;
      for (let jy = 0; ; jy++) {
        const y = (gapY + jy) * sy;
        if (y * y + z * z >= limit) break;
        const group = groups.push({ jy, jz }) - 1;
        for (let dx = 0; dx <= MAX_DX; dx++) {
          const x = dx * sx;
          const squared = x * x + y * y + z * z;
          if (squared >= limit) break;
          found.push({ dx, group, squared });
        }
      }
    }
    found.sort((a, b) => a.squared - b.squared);
    found.length = Math.min(found.length, MAX_SHELLS);
    return {
      dx: Uint8Array.from(found, ({ dx }) => dx),
      group: Uint16Array.from(found, ({ group }) => group),
      squaredMm: Float64Array.from(found, ({ squared }) => squared),
      groups,
    };
  }
}
