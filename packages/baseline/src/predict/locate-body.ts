import type { Triple } from "../model/variant.ts";

/** First and last voxel of the body's soft tissue along each axis. */
export interface Body {
  readonly low: Triple;
  readonly high: Triple;
}

/** Above fat, below muscle: the muscle wall is the frame that organs keep their place in, however fat a patient is. */
const SOFT_TISSUE_HU = -40;
const BLOCK = 2;

/**
 * Finds the body in a scan (x fastest, Hounsfield units): the largest connected part of soft tissue, after averaging
 * over blocks of 2×2×2 voxels against noise and one erosion that removes the couch's thin shells.
 */
export function locateBody(data: ArrayLike<number>, shape: Triple): Body {
  const blocks: Triple = [
    Math.max(1, Math.floor(shape[0] / BLOCK)),
    Math.max(1, Math.floor(shape[1] / BLOCK)),
    Math.max(1, Math.floor(shape[2] / BLOCK)),
  ];
  const body = largestPart(erode(softBlocks(data, shape, blocks), blocks), blocks);
  if (!body) return { low: [0, 0, 0], high: [shape[0] - 1, shape[1] - 1, shape[2] - 1] };
  // One block back for the erosion, then from blocks to voxels.
  const low = (axis: 0 | 1 | 2): number => Math.max(0, (body.low[axis] - 1) * BLOCK);
  const high = (axis: 0 | 1 | 2): number => Math.min(shape[axis] - 1, (body.high[axis] + 2) * BLOCK - 1);
  return { low: [low(0), low(1), low(2)], high: [high(0), high(1), high(2)] };
}

function softBlocks(data: ArrayLike<number>, shape: Triple, blocks: Triple): Uint8Array {
  const mask = new Uint8Array(blocks[0] * blocks[1] * blocks[2]);
  const slice = shape[0] * shape[1];
  let at = 0;
  for (let z = 0; z < blocks[2]; z++) {
    for (let y = 0; y < blocks[1]; y++) {
      for (let x = 0; x < blocks[0]; x++) {
        let sum = 0;
        for (let corner = 0; corner < BLOCK ** 3; corner++) {
          const i = x * BLOCK + (corner & 1);
          const j = y * BLOCK + ((corner >> 1) & 1);
          const k = z * BLOCK + (corner >> 2);
          sum += data[k * slice + j * shape[0] + i] ?? -1000;
        }
        mask[at++] = sum > SOFT_TISSUE_HU * BLOCK ** 3 ? 1 : 0;
      }
    }
  }
  return mask;
}

/** Keeps a block whose neighbours in the slice (x and y) are soft tissue too. */
function erode(mask: Uint8Array, [nx, ny, nz]: Triple): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let z = 0; z < nz; z++) {
    for (let y = 1; y < ny - 1; y++) {
      for (let x = 1; x < nx - 1; x++) {
        const at = (z * ny + y) * nx + x;
        if (mask[at] && mask[at - 1] && mask[at + 1] && mask[at - nx] && mask[at + nx]) out[at] = 1;
      }
    }
  }
  return out;
}

/** Box around the largest 6-connected part; undefined where there is none. */
function largestPart(mask: Uint8Array, [nx, ny, nz]: Triple): Body | undefined {
  const seen = new Uint8Array(mask.length);
  const queue = new Int32Array(mask.length);
  let best: { size: number; body: Body } | undefined;
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || seen[start]) continue;
    let head = 0;
    let tail = 0;
    queue[tail++] = start;
    seen[start] = 1;
    const low: [number, number, number] = [nx, ny, nz];
    const high: [number, number, number] = [0, 0, 0];
    while (head < tail) {
      const at = queue[head++] as number;
      const place: Triple = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      for (const axis of [0, 1, 2] as const) {
        low[axis] = Math.min(low[axis], place[axis]);
        high[axis] = Math.max(high[axis], place[axis]);
      }
      const visit = (next: number, inside: boolean): void => {
        if (!inside || !mask[next] || seen[next]) return;
        seen[next] = 1;
        queue[tail++] = next;
      };
      visit(at - 1, place[0] > 0);
      visit(at + 1, place[0] < nx - 1);
      visit(at - nx, place[1] > 0);
      visit(at + nx, place[1] < ny - 1);
      visit(at - nx * ny, place[2] > 0);
      visit(at + nx * ny, place[2] < nz - 1);
    }
    if (!best || tail > best.size) best = { size: tail, body: { low, high } };
  }
  return best?.body;
}

/** Place of voxel `index` along an axis, -1 at the body's low edge, 1 at its high edge. */
export function placeInBody(body: Body, axis: 0 | 1 | 2, index: number): number {
  const half = (body.high[axis] - body.low[axis] + 1) / 2;
  return (index - (body.high[axis] + body.low[axis]) / 2) / half;
}
