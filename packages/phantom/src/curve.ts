import { lerp, type Vec3 } from "./vector.ts";

/** A point that a swept tube passes, with its radius there, in millimetres. */
export interface Knot {
  readonly at: Vec3;
  readonly radiusMm: number;
}

export function knot(x: number, y: number, z: number, radiusMm: number): Knot {
  return { at: [x, y, z], radiusMm };
}

/** A uniform Catmull-Rom spline through the knots, sampled about every `stepMm`. */
export function sampleCurve(knots: readonly Knot[], stepMm: number): Knot[] {
  const samples: Knot[] = [];
  for (let i = 0; i + 1 < knots.length; i++) {
    const b = knots[i];
    const c = knots[i + 1];
    if (!b || !c) continue;
    const a = knots[i - 1] ?? b;
    const d = knots[i + 2] ?? c;
    const dx = c.at[0] - b.at[0];
    const dy = c.at[1] - b.at[1];
    const dz = c.at[2] - b.at[2];
    const pieces = Math.max(1, Math.ceil(Math.sqrt(dx * dx + dy * dy + dz * dz) / stepMm));
    for (let piece = 0; piece < pieces; piece++) {
      const t = piece / pieces;
      const coordinate = (axis: 0 | 1 | 2): number => spline(a.at[axis], b.at[axis], c.at[axis], d.at[axis], t);
      samples.push({
        at: [coordinate(0), coordinate(1), coordinate(2)],
        radiusMm: lerp(b.radiusMm, c.radiusMm, t),
      });
    }
  }
  const last = knots.at(-1);
  if (last) samples.push(last);
  return samples;
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
