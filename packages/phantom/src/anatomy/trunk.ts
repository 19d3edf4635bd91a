import type { Field } from "../shapes.ts";
import { lerp } from "../vector.ts";

/** The nominal anatomy ends here, upwards and downwards. */
export const TRUNK_TOP_MM = 272;
export const TRUNK_BOTTOM_MM = -272;

/** z, then half width and half depth of the muscle wall's outside and of the cavity within it, nominal millimetres. */
const PROFILE = [
  [-285, 160, 104, 40, 70],
  [-250, 162, 106, 50, 74],
  [-200, 166, 109, 72, 78],
  [-160, 166, 109, 104, 82],
  [-110, 158, 106, 126, 86],
  [-50, 148, 103, 130, 87],
  [0, 147, 103, 131, 87],
  [60, 152, 105, 138, 90],
  [150, 156, 104, 142, 90],
  [215, 146, 94, 126, 80],
  [285, 116, 76, 88, 62],
] as const;

/** z and y of the vertebral bodies' centres: lordosis in the lumbar spine, kyphosis in the chest, then the sacrum. */
const SPINE = [
  [-260, -78],
  [-200, -88],
  [-160, -89],
  [-110, -80],
  [-40, -68],
  [40, -76],
  [150, -86],
  [220, -78],
  [285, -62],
] as const;

const LOW_MM = -330;
const HIGH_MM = 330;

/** A piecewise-linear function of z as a table of 1 mm steps, so that looking it up per voxel is cheap. */
function tabulate(points: readonly (readonly [number, number])[]): (z: number) => number {
  const table = new Float64Array(HIGH_MM - LOW_MM + 2);
  for (let i = 0; i < table.length; i++) {
    const z = LOW_MM + i;
    const next = points.findIndex((point) => point[0] > z);
    const above = points[next === -1 ? points.length - 1 : next];
    const below = points[next === -1 ? points.length - 1 : Math.max(0, next - 1)];
    if (!above || !below) continue;
    const span = above[0] - below[0];
    table[i] = span === 0 ? above[1] : lerp(below[1], above[1], Math.min(1, Math.max(0, (z - below[0]) / span)));
  }
  return (z) => {
    const position = z <= LOW_MM ? 0 : z >= HIGH_MM ? HIGH_MM - LOW_MM : z - LOW_MM;
    const cell = Math.floor(position);
    return lerp(table[cell] as number, table[cell + 1] as number, position - cell);
  };
}

const column = (i: 1 | 2 | 3 | 4): ((z: number) => number) => tabulate(PROFILE.map((row) => [row[0], row[i]]));

export const muscleWidth = column(1);
export const muscleDepth = column(2);
export const cavityWidth = column(3);
export const cavityDepth = column(4);
export const spineY = tabulate(SPINE);

/**
 * Distance along the ray from the axis to a trunk-shaped outline: halfway between an ellipse and a superellipse of
 * exponent 4.
 */
function outline(x: number, y: number, halfWidth: number, halfDepth: number): number {
  const p = (x / halfWidth) * (x / halfWidth);
  const q = (y / halfDepth) * (y / halfDepth);
  const k = 0.5 * (Math.sqrt(p + q) + Math.sqrt(Math.sqrt(p * p + q * q)));
  return k < 0.05 ? -halfDepth : Math.sqrt(x * x + y * y) * (1 - 1 / k);
}

/** The inside of the muscle wall: chest, belly and pelvis, tapering between the hips. */
export const cavity: Field = (x, y, z) => outline(x, y, cavityWidth(z), cavityDepth(z));

/** The outside of the muscle wall. */
export const muscleWall: Field = (x, y, z) => outline(x, y + 3, muscleWidth(z), muscleDepth(z));

/** The skin, over fat of the given thickness. */
export function skin(fat: { lateral: number; anterior: number; posterior: number }): Field {
  const depth = (fat.anterior + fat.posterior) / 2;
  const shift = (fat.anterior - fat.posterior) / 2;
  return (x, y, z) => {
    const width = Math.min(muscleWidth(z) + fat.lateral, Math.max(178, muscleWidth(z) + 4));
    return outline(x, y + 3 - shift, width, muscleDepth(z) + depth);
  };
}
