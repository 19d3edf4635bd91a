import type { Mask } from "./plain-surface-distance.ts";

/** Boundary voxels and their distances, plainly: the mask minus its 6-connected erosion. */
export function boundaryDistances(a: Mask, b: Mask, spacing: readonly number[]): { there: number[]; back: number[] } {
  const points = (m: Mask) => {
    const [nx, ny, nz] = m.shape;
    const inside = (x: number, y: number, z: number) =>
      x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && m.at(x, y, z);
    const found: [number, number, number][] = [];
    for (let z = 0; z < nz; z++) {
      for (let y = 0; y < ny; y++) {
        for (let x = 0; x < nx; x++) {
          const steps = [
            [1, 0, 0],
            [-1, 0, 0],
            [0, 1, 0],
            [0, -1, 0],
            [0, 0, 1],
            [0, 0, -1],
          ] as const;
          if (inside(x, y, z) && !steps.every(([i, j, k]) => inside(x + i, y + j, z + k))) found.push([x, y, z]);
        }
      }
    }
    return found;
  };
  const [sx = 1, sy = 1, sz = 1] = spacing;
  const nearest = (from: [number, number, number][], to: [number, number, number][]) =>
    from
      .map(([x, y, z]) => {
        let best = Number.POSITIVE_INFINITY;
        for (const [i, j, k] of to) {
          best = Math.min(best, ((x - i) * sx) ** 2 + ((y - j) * sy) ** 2 + ((z - k) * sz) ** 2);
        }
        return Math.sqrt(best);
      })
      .sort((p, q) => p - q);
  return { there: nearest(points(a), points(b)), back: nearest(points(b), points(a)) };
}

/** numpy.percentile's default: linear between neighbours. */
export function interpolated(sorted: readonly number[], percent: number): number {
  const at = ((sorted.length - 1) * percent) / 100;
  const low = sorted[Math.floor(at)] ?? 0;
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
}
