import type { Acquisition, Kernel } from "./acquisition.ts";
import type { Grid } from "./grid.ts";
import { Lattice } from "./lattice.ts";
import { randomStream } from "./random.ts";

/** Weight of each of the two neighbours along x and along y: blurring when positive, edge-enhancing when negative. */
const NEIGHBOUR_WEIGHT: Record<Kernel, number> = { soft: 0.2, standard: 0.1, sharp: -0.12 };

const TEXTURE_STEP_MM = 14;
const TEXTURE_AMPLITUDE_HU = 34;
const LOWEST_HU = -1024;
const HIGHEST_HU = 3071;

/** Deviation of the sum of four bytes: 4 (256² - 1) / 12, rooted. */
const BYTES_DEVIATION = Math.sqrt((4 * (256 * 256 - 1)) / 12);

/**
 * Makes a scan of a painted volume: tissue texture, quantum noise, and the reconstruction kernel, which filters image
 * and noise alike in the plane of each slice, so that the noise is correlated as the kernel's is. The noise's deviation
 * after the kernel is the acquisition's. Noise is weaker in air, as around a patient. Rounded to integers.
 */
export function expose(
  hu: Float32Array,
  grid: Grid,
  acquisition: Acquisition,
  seed: number,
  index: number,
): Int16Array {
  const [nx, ny, nz] = grid.shape;
  const side = NEIGHBOUR_WEIGHT[acquisition.kernel];
  const centre = 1 - 2 * side;
  // White noise through the separable filter keeps centre² + 2 side² of its deviation (variance once per axis).
  const noise = acquisition.noiseHu / (centre * centre + 2 * side * side) / BYTES_DEVIATION;
  const texture = new Lattice(randomStream(seed, index, "texture"), {
    stepMm: TEXTURE_STEP_MM,
    channels: 1,
    amplitude: TEXTURE_AMPLITUDE_HU,
    grid,
  });
  const random = randomStream(seed, index, "noise");
  const out = new Int16Array(hu.length);
  const slice = new Float32Array(nx * ny);
  const rows = new Float32Array(nx * ny);
  const textureRow = new Float64Array(nx);
  for (let k = 0; k < nz; k++) {
    const start = k * nx * ny;
    for (let j = 0; j < ny; j++) {
      textureRow.fill(0);
      texture.addRow(j, k, 0, nx, [textureRow]);
      for (let i = 0; i < nx; i++) {
        const value = hu[start + j * nx + i] as number;
        const bits = random.uint32();
        const bytes = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510;
        const soft = value > -250 && value < 400;
        slice[j * nx + i] = value + bytes * noise * (value < -900 ? 0.5 : 1) + (soft ? (textureRow[i] as number) : 0);
      }
    }
    for (let j = 0; j < ny; j++) {
      const row = j * nx;
      for (let i = 0; i < nx; i++) {
        const left = slice[row + (i > 0 ? i - 1 : i)] as number;
        const right = slice[row + (i + 1 < nx ? i + 1 : i)] as number;
        rows[row + i] = centre * (slice[row + i] as number) + side * (left + right);
      }
    }
    for (let j = 0; j < ny; j++) {
      const row = j * nx;
      const behind = (j > 0 ? j - 1 : j) * nx;
      const ahead = (j + 1 < ny ? j + 1 : j) * nx;
      for (let i = 0; i < nx; i++) {
        const value =
          centre * (rows[row + i] as number) + side * ((rows[behind + i] as number) + (rows[ahead + i] as number));
        const rounded = Math.round(value);
        out[start + row + i] = rounded < LOWEST_HU ? LOWEST_HU : Math.min(rounded, HIGHEST_HU);
      }
    }
  }
  return out;
}
