import { cross, unit, type Vec3 } from "./vector.ts";

/** An implicit shape: about the signed distance in millimetres to its surface, negative inside. */
export type Field = (x: number, y: number, z: number) => number;

/** A shape with the box, in nominal millimetres, that holds it. */
export interface Shape {
  readonly field: Field;
  readonly low: Vec3;
  readonly high: Vec3;
}

/**
 * An ellipsoid; `axis` is the direction of its third radius. The distance is Quilez' first-order estimate
 * (k0 (k0 - 1) / k1), exact at the surface.
 */
export function ellipsoid(centre: Vec3, radii: Vec3, axis: Vec3 = [0, 0, 1]): Shape {
  const [cx, cy, cz] = centre;
  const w = unit(axis);
  const v = unit(cross(w, [1, 0, 0]));
  const u = cross(v, w);
  const [a, b, c] = radii;
  const field: Field = (x, y, z) => {
    const dx = x - cx;
    const dy = y - cy;
    const dz = z - cz;
    const p = (dx * u[0] + dy * u[1] + dz * u[2]) / a;
    const q = (dx * v[0] + dy * v[1] + dz * v[2]) / b;
    const r = (dx * w[0] + dy * w[1] + dz * w[2]) / c;
    const k0 = Math.sqrt(p * p + q * q + r * r);
    const k1 = Math.sqrt((p * p) / (a * a) + (q * q) / (b * b) + (r * r) / (c * c));
    return k1 === 0 ? -Math.min(a, b, c) : (k0 * (k0 - 1)) / k1;
  };
  const half = (i: 0 | 1 | 2): number => Math.sqrt(a * a * u[i] * u[i] + b * b * v[i] * v[i] + c * c * w[i] * w[i]);
  const reach: Vec3 = [half(0), half(1), half(2)];
  return {
    field,
    low: [cx - reach[0], cy - reach[1], cz - reach[2]],
    high: [cx + reach[0], cy + reach[1], cz + reach[2]],
  };
}

/** Smooth minimum (polynomial, width `k`): a union whose seam is rounded. */
export function smoothMin(a: number, b: number, k: number): number {
  const h = k - Math.abs(a - b);
  return Math.min(a, b) - (h > 0 ? (h * h) / (4 * k) : 0);
}

export function union(k: number, first: Shape, ...rest: readonly Shape[]): Shape {
  return rest.reduce<Shape>(
    (whole, part) => ({
      field: (x, y, z) => smoothMin(whole.field(x, y, z), part.field(x, y, z), k),
      low: [
        Math.min(whole.low[0], part.low[0]),
        Math.min(whole.low[1], part.low[1]),
        Math.min(whole.low[2], part.low[2]),
      ],
      high: [
        Math.max(whole.high[0], part.high[0]),
        Math.max(whole.high[1], part.high[1]),
        Math.max(whole.high[2], part.high[2]),
      ],
    }),
    first,
  );
}

/** What of a shape lies within every one of the fields. */
export function within(shape: Shape, ...limits: readonly Field[]): Shape {
  return {
    ...shape,
    field: (x, y, z) => {
      let f = shape.field(x, y, z);
      for (const limit of limits) {
        const g = limit(x, y, z);
        if (g > f) f = g;
      }
      return f;
    },
  };
}

/** The outside of a field, `gapMm` away from it. */
export function outside(field: Field, gapMm = 0): Field {
  return (x, y, z) => gapMm - field(x, y, z);
}

/** The half space on the far side of `normal` from a point: negative where (p - point)·normal < 0. */
export function halfSpace(point: Vec3, normal: Vec3): Field {
  const n = unit(normal);
  const offset = point[0] * n[0] + point[1] * n[1] + point[2] * n[2];
  return (x, y, z) => x * n[0] + y * n[1] + z * n[2] - offset;
}
