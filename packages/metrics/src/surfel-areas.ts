/**
 * A neighbour code says which of the eight voxels around a corner of the voxel grid belong to a structure: voxel
 * (x, y, z) of that 2×2×2 block is bit x + 2y + 4z. Codes 0 and 255 are no surface.
 */
export const NEIGHBOUR_CODES = 256;

type Vector = readonly [number, number, number];

/** Normal vectors, as long as their triangles are large, of the surface inside one unit cube; signs do not matter. */
function trianglesOf(code: number): Vector[] {
  const inside = [0, 1, 2, 3, 4, 5, 6, 7].filter((corner) => (code >> corner) & 1);
  // The surface of a block and of its complement is the same one.
  if (inside.length > 4) return trianglesOf(255 - code);
  const parts = connectedParts(inside).sort((a, b) => a.length - b.length);
  return parts.flatMap(trianglesOfPart);
}

/** Groups corners that share an edge of the cube. Marching cubes treats corners that touch only diagonally apart. */
function connectedParts(corners: readonly number[]): number[][] {
  const parts: number[][] = [];
  const left = new Set(corners);
  for (const start of corners) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const corner of part) for (const step of [1, 2, 4]) if (left.delete(corner ^ step)) part.push(corner ^ step);
    parts.push(part);
  }
  return parts;
}

/**
 * The marching-cubes surface (Lorensen and Cline 1987) that separates one connected part of at most four corners from
 * the rest, through the midpoints of the cut edges. Where the polygon is not flat its triangulation matters:
 * three corners in an L make a triangle in the plane of the L and a flat trapezoid; four on a twisted path make the
 * four triangles below.
 */
function trianglesOfPart(part: readonly number[]): Vector[] {
  const all = part.reduce((a, b) => a & b);
  const any = part.reduce((a, b) => a | b);
  // Axes along which all corners of the part have the same coordinate.
  const flat = [0, 1, 2].filter((axis) => ((all >> axis) & 1) === ((any >> axis) & 1));
  const across = flat[0] ?? 0;
  const unit = (axis: number, length: number) => [0, 1, 2].map((a) => (a === axis ? length : 0)) as unknown as Vector;
  const without = (axis: number, length: number) =>
    [0, 1, 2].map((a) => (a === axis ? 0 : length)) as unknown as Vector;
  const diagonal = (length: number): Vector => [length, length, length];

  if (part.length === 1) return [diagonal(1 / 8)];
  if (part.length === 2) {
    const along = [0, 1, 2].find((axis) => !flat.includes(axis)) ?? 0;
    return [without(along, 1 / 4), without(along, 1 / 4)];
  }
  if (part.length === 3) return [unit(across, 1 / 2), diagonal(1 / 4), diagonal(1 / 8)];
  if (flat.length === 1) return [unit(across, 1 / 2), unit(across, 1 / 2)];
  const neighbours = part.map((corner) => [1, 2, 4].filter((step) => part.includes(corner ^ step)));
  if (neighbours.some((steps) => steps.length === 3))
    return [diagonal(1 / 8), diagonal(1 / 4), diagonal(1 / 4), diagonal(1 / 8)];
  // A path of three steps along three axes; its middle step joins the two corners that have two neighbours each.
  const [one = [], two = []] = neighbours.filter((steps) => steps.length === 2);
  const middle = [0, 1, 2].find((axis) => one.includes(1 << axis) && two.includes(1 << axis)) ?? 0;
  const pairs = [0, 1, 2].filter((axis) => axis !== middle).map((axis) => without(axis, 1 / 4));
  return [diagonal(3 / 8), ...pairs, diagonal(1 / 8)];
}

const TRIANGLES: readonly Vector[][] = Array.from({ length: NEIGHBOUR_CODES }, (_, code) => trianglesOf(code));

/**
 * Area in mm² of the surface element (surfel) of every neighbour code at a voxel spacing: the marching-cubes table that
 * Nikolov et al. weigh surfaces by (J Med Internet Res 2021;23(7):e26151), derived here from the cube's geometry.
 * Equal under the cube's 48 symmetries (with the spacing permuted) and under complement.
 * @param spacingMm voxel size along x, y, z.
 */
export function surfelAreas(spacingMm: Vector): Float64Array {
  const [sx, sy, sz] = spacingMm;
  return Float64Array.from(TRIANGLES, (triangles) => {
    let area = 0;
    for (const [x, y, z] of triangles) {
      const a = x * sy * sz;
      const b = y * sx * sz;
      const c = z * sx * sy;
      area += Math.sqrt(a * a + b * b + c * c);
    }
    return area;
  });
}
