import { encodeNifti } from "../../packages/nifti/src/index.ts";

/** A synthetic pair of label maps: abdomen-like structures, and the same, deformed and spoiled, as a prediction. */
export interface Workload {
  readonly name: string;
  readonly shape: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
  readonly labels: number;
  readonly reference: Uint8Array;
  readonly prediction: Uint8Array;
}

/** Seeded uniform numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Shape = readonly [number, number, number];

/**
 * Structures in fractions of the volume: a third large bodies, a third tubes along a wandering path, a third tiny ones.
 * The prediction looks every voxel up at a smoothly displaced place (up to some two voxels), loses one end of some tubes
 * and has a far-off false positive for every fifth structure.
 */
export function abdomen(shape: Shape, labels: number, seed: number, spacingMm: Shape = [0.8, 0.8, 1.5]): Workload {
  const random = seededRandom(seed);
  const [nx, ny, nz] = shape;
  const reference = new Uint8Array(nx * ny * nz);
  for (let label = 1; label <= labels; label++) {
    const kind = label % 3;
    const place = [0.2 + 0.6 * random(), 0.25 + 0.5 * random(), 0.1 + 0.8 * random()] as const;
    if (kind === 0)
      ball(reference, shape, label, place, [0.1 + 0.1 * random(), 0.1 + 0.1 * random(), 0.12 + 0.14 * random()]);
    else if (kind === 1) tube(reference, shape, label, place, 0.01 + 0.026 * random(), random);
    else
      ball(reference, shape, label, place, [0.012 + 0.02 * random(), 0.012 + 0.02 * random(), 0.02 + 0.02 * random()]);
  }
  const prediction = displace(reference, shape, random);
  for (let label = 5; label <= labels; label += 5) {
    const at = [0.05 + 0.9 * random(), 0.05 + 0.9 * random(), 0.05 + 0.9 * random()] as const;
    ball(prediction, shape, label, at, [3 / nx, 3 / ny, 1.5 / nz]);
  }
  return { name: `${shape.join("×")}, ${labels} structures`, shape, spacingMm, labels, reference, prediction };
}

/** Every voxel of the halves a random label: reference in the lower half of x, prediction in the upper. */
export function disjointNoise(shape: Shape, labels: number, seed: number): Workload {
  const random = seededRandom(seed);
  const [nx, ny, nz] = shape;
  const reference = new Uint8Array(nx * ny * nz);
  const prediction = new Uint8Array(nx * ny * nz);
  for (let i = 0; i < reference.length; i++) {
    const target = i % nx < nx / 2 ? reference : prediction;
    target[i] = Math.floor(random() * (labels + 1));
  }
  return { name: "disjoint noise", shape, spacingMm: [0.8, 0.8, 1.5], labels, reference, prediction };
}

/** Both volumes random labels throughout, never the same at one voxel. */
export function crossedNoise(shape: Shape, labels: number, seed: number): Workload {
  const random = seededRandom(seed);
  const voxels = shape[0] * shape[1] * shape[2];
  const reference = new Uint8Array(voxels);
  const prediction = new Uint8Array(voxels);
  for (let i = 0; i < voxels; i++) {
    const label = 1 + Math.floor(random() * labels);
    reference[i] = label;
    prediction[i] = 1 + ((label + Math.floor(random() * (labels - 1))) % labels);
  }
  return { name: "crossed noise", shape, spacingMm: [0.8, 0.8, 1.5], labels, reference, prediction };
}

/** @param level of gzip; noise does not get smaller by more than 1, only later */
export function encode(workload: Workload, side: "reference" | "prediction", level: number): Uint8Array {
  const [sx, sy, sz] = workload.spacingMm;
  const affine = [-sx, 0, 0, 0, 0, -sy, 0, 0, 0, 0, sz, 0, 0, 0, 0, 1];
  return encodeNifti({ shape: workload.shape, affine, data: workload[side] }, { gzip: true, level });
}

function ball(data: Uint8Array, [nx, ny, nz]: Shape, label: number, at: Shape, radii: Shape): void {
  const [cx, cy, cz] = [at[0] * nx, at[1] * ny, at[2] * nz];
  const [rx, ry, rz] = [radii[0] * nx, radii[1] * ny, radii[2] * nz];
  for (let z = Math.max(0, Math.floor(cz - 1.3 * rz)); z < Math.min(nz, cz + 1.3 * rz); z++) {
    for (let y = Math.max(0, Math.floor(cy - 1.3 * ry)); y < Math.min(ny, cy + 1.3 * ry); y++) {
      for (let x = Math.max(0, Math.floor(cx - 1.3 * rx)); x < Math.min(nx, cx + 1.3 * rx); x++) {
        const [dx, dy, dz] = [(x - cx) / rx, (y - cy) / ry, (z - cz) / rz];
        const bumps = 1 + 0.12 * Math.sin(5 * dx + label) * Math.cos(4 * dy) + 0.1 * Math.sin(6 * dz + dx);
        if (dx * dx + dy * dy + dz * dz < bumps) data[x + nx * (y + ny * z)] = label;
      }
    }
  }
}

function tube(data: Uint8Array, shape: Shape, label: number, at: Shape, radius: number, random: () => number): void {
  let [x, y, z] = at;
  let [vx, vy, vz] = [random() - 0.5, random() - 0.5, random() - 0.5];
  for (let step = 0; step < 220; step++) {
    ball(data, shape, label, [x, y, z], [radius, radius, (radius * shape[0]) / shape[2] / 1.8]);
    [vx, vy, vz] = [vx + (random() - 0.5) * 0.5, vy + (random() - 0.5) * 0.5, vz + (random() - 0.5) * 0.5];
    const speed = Math.hypot(vx, vy, vz) / 0.004;
    x = Math.min(0.95, Math.max(0.05, x + vx / speed));
    y = Math.min(0.95, Math.max(0.05, y + vy / speed));
    z = Math.min(0.95, Math.max(0.05, z + (vz / speed) * 1.6));
  }
}

function displace(reference: Uint8Array, [nx, ny, nz]: Shape, random: () => number): Uint8Array {
  const prediction = new Uint8Array(reference.length);
  const waves = Array.from({ length: 3 }, () => [
    0.02 + 0.1 * random(),
    0.02 + 0.1 * random(),
    0.04 + 0.2 * random(),
    6 * random(),
  ]);
  const rough = new Int8Array(8192).map(() => Math.floor(random() * 3) - 1);
  const wave = (axis: number, x: number, y: number, z: number) => {
    const [a = 0, b = 0, c = 0, phase = 0] = waves[axis] ?? [];
    return Math.sin(a * x + phase) * Math.cos(b * y + phase) * Math.sin(c * z + 2 * phase);
  };
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const i = x + nx * (y + ny * z);
        const jitter = rough[((x >> 1) * 7 + (y >> 1) * 131 + (z >> 1) * 1031) & 8191] ?? 0;
        const sx = Math.round(x + 1.8 * wave(0, x, y, z)) + jitter;
        const sy = Math.round(y + 1.8 * wave(1, x, y, z));
        const sz = Math.round(z + 1.1 * wave(2, x, y, z));
        if (sx < 0 || sy < 0 || sz < 0 || sx >= nx || sy >= ny || sz >= nz) continue;
        const label = reference[sx + nx * (sy + ny * sz)] ?? 0;
        // Some tubes end early.
        if (label % 6 === 1 && z > nz * 0.75) continue;
        prediction[i] = label;
      }
    }
  }
  return prediction;
}
