/**
 * The definition of `surface-distance`, written as plainly as it can be, for small masks: no bits, no search, no histogram.
 * The area table is built another way than the package's: canonical blocks with their triangles, moved by all 48 symmetries
 * of the cube and complemented.
 */
type Vector = [number, number, number];
export interface Mask {
  readonly shape: readonly [number, number, number];
  readonly at: (x: number, y: number, z: number) => boolean;
}

export interface PlainScores {
  readonly dice: number;
  readonly nsd: (toleranceMm: number) => number;
  readonly robustHausdorffMm: (percent: number) => number;
  readonly assdMm: number;
}

const E = 1 / 8;
/** Corners x + 2y + 4z that are inside, and the triangles' normals (as long as their area) between them and the rest. */
const CANONICAL: readonly (readonly [number[], Vector[]])[] = [
  [[0], [[E, E, E]]],
  [
    [0, 1],
    [
      [0, 2 * E, 2 * E],
      [0, 2 * E, 2 * E],
    ],
  ],
  [
    [0, 3],
    [
      [E, E, E],
      [E, E, E],
    ],
  ],
  [
    [0, 7],
    [
      [E, E, E],
      [E, E, E],
    ],
  ],
  [
    [0, 1, 2],
    [
      [0, 0, 4 * E],
      [2 * E, 2 * E, 2 * E],
      [E, E, E],
    ],
  ],
  [
    [0, 1, 6],
    [
      [0, 2 * E, 2 * E],
      [0, 2 * E, 2 * E],
      [E, E, E],
    ],
  ],
  [
    [1, 2, 4],
    [
      [E, E, E],
      [E, E, E],
      [E, E, E],
    ],
  ],
  [
    [0, 1, 2, 3],
    [
      [0, 0, 4 * E],
      [0, 0, 4 * E],
    ],
  ],
  [
    [0, 1, 2, 4],
    [
      [E, E, E],
      [2 * E, 2 * E, 2 * E],
      [2 * E, 2 * E, 2 * E],
      [E, E, E],
    ],
  ],
  [
    [0, 3, 5, 6],
    [
      [E, E, E],
      [E, E, E],
      [E, E, E],
      [E, E, E],
    ],
  ],
  [
    [0, 1, 6, 7],
    [
      [0, 2 * E, 2 * E],
      [0, 2 * E, 2 * E],
      [0, 2 * E, 2 * E],
      [0, 2 * E, 2 * E],
    ],
  ],
  [
    [0, 1, 2, 7],
    [
      [0, 0, 4 * E],
      [2 * E, 2 * E, 2 * E],
      [E, E, E],
      [E, E, E],
    ],
  ],
  [
    [0, 1, 3, 7],
    [
      [3 * E, 3 * E, 3 * E],
      [2 * E, 2 * E, 0],
      [0, 2 * E, 2 * E],
      [E, E, E],
    ],
  ],
];
const PERMUTATIONS: Vector[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

function triangleTable(): (Vector[] | undefined)[] {
  const table: (Vector[] | undefined)[] = Array.from({ length: 256 });
  for (const [corners, normals] of CANONICAL) {
    for (const permutation of PERMUTATIONS) {
      for (let flip = 0; flip < 8; flip++) {
        let code = 0;
        for (const corner of corners) {
          const moved = permutation.reduce((sum, from, axis) => sum | (((corner >> from) & 1) << axis), 0) ^ flip;
          code |= 1 << moved;
        }
        const turned = normals.map((normal) => permutation.map((from) => normal[from] ?? 0) as Vector);
        table[code] ??= turned;
        table[255 - code] ??= turned;
      }
    }
  }
  table[0] = [];
  table[255] = [];
  return table;
}

export function plainAreas([sx, sy, sz]: Readonly<Vector>): number[] {
  return triangleTable().map((normals) => {
    if (normals === undefined) throw new Error("a neighbour code is no canonical block");
    return normals.reduce((sum, [x, y, z]) => sum + Math.hypot(x * sy * sz, y * sx * sz, z * sx * sy), 0);
  });
}

interface Surfel {
  readonly place: Vector;
  readonly area: number;
}

function surfelsOf(mask: Mask, areas: readonly number[]): Surfel[] {
  const [nx, ny, nz] = mask.shape;
  const inside = (x: number, y: number, z: number) =>
    x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && mask.at(x, y, z);
  const surfels: Surfel[] = [];
  for (let z = 0; z <= nz; z++) {
    for (let y = 0; y <= ny; y++) {
      for (let x = 0; x <= nx; x++) {
        let code = 0;
        for (let c = 0; c < 8; c++)
          if (inside(x - 1 + (c & 1), y - 1 + ((c >> 1) & 1), z - 1 + (c >> 2))) code |= 1 << c;
        if (code !== 0 && code !== 255) surfels.push({ place: [x, y, z], area: areas[code] ?? 0 });
      }
    }
  }
  return surfels;
}

export function plainScores(reference: Mask, prediction: Mask, spacing: Readonly<Vector>): PlainScores {
  const areas = plainAreas(spacing);
  const r = surfelsOf(reference, areas);
  const p = surfelsOf(prediction, areas);
  const nearest = (from: Surfel[], to: Surfel[]) =>
    from
      .map(({ place, area }) => {
        let best = Number.POSITIVE_INFINITY;
        for (const { place: other } of to) {
          const x = (place[0] - other[0]) * spacing[0];
          const y = (place[1] - other[1]) * spacing[1];
          const z = (place[2] - other[2]) * spacing[2];
          best = Math.min(best, x * x + y * y + z * z);
        }
        return { distance: Math.sqrt(best), area };
      })
      .sort((a, b) => a.distance - b.distance || a.area - b.area);
  const both = [nearest(r, p), nearest(p, r)] as const;
  const all = both.flat();
  const total = all.reduce((sum, { area }) => sum + area, 0);
  let [overlap, size] = [0, 0];
  const [nx, ny, nz] = reference.shape;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const [a, b] = [Number(reference.at(x, y, z)), Number(prediction.at(x, y, z))];
        overlap += a * b;
        size += a + b;
      }
    }
  }
  return {
    dice: (2 * overlap) / size,
    nsd: (mm) => all.filter(({ distance }) => distance <= mm).reduce((sum, { area }) => sum + area, 0) / total,
    robustHausdorffMm: (percent) => Math.max(...both.map((side) => robust(side, percent))),
    assdMm: all.reduce((sum, { distance, area }) => sum + distance * area, 0) / total,
  };
}

function robust(side: readonly { distance: number; area: number }[], percent: number): number {
  const total = side.reduce((sum, { area }) => sum + area, 0);
  let running = 0;
  for (const { distance, area } of side) {
    running += area;
    if (running / total >= percent / 100) return distance;
  }
  return side.at(-1)?.distance ?? 0;
}
