import { type Knot, knot, sampleCurve } from "../curve.ts";
import type { Random } from "../random.ts";
import { jitter, type Scene } from "../scene.ts";
import { LABEL } from "../structures.ts";
import { GAS } from "../tissue.ts";
import { clamp } from "../vector.ts";

/** The small bowel: loops to and fro in two layers, from the duodenum's end down to the cecum. */
export function paintIntestine(scene: Scene): void {
  const { canvas, tissues } = scene;
  const random = scene.random("intestine");
  const contrast = random.next() < 0.25;
  const gasLevel = random.between(52, 80);
  const path: Knot[] = [knot(-34, 6, -34, 11)];
  let direction = 1;
  for (let z = -50; z >= -166; z -= 23) {
    const squeeze = z < -150 ? 0.6 : z < -120 ? 0.75 : 1;
    for (const layer of [58, 26]) {
      for (let step = -1; step <= 1; step += 0.5) {
        const x = direction * step * 72 * squeeze;
        const sway = Math.abs(step) === 0.5 ? 8 : -6;
        path.push({
          at: jitter(random, [x, layer + sway - 0.0016 * x * x, z + (Math.abs(step) === 0.5 ? 5 : -4)], 4),
          radiusMm: random.between(10, 13.5),
        });
      }
      direction = -direction;
    }
  }
  path.push(knot(74, 14, -126, 10));
  canvas.paintTubes([path], {
    hu: (depth, _x, y) => (depth < 3 ? tissues.bowelWall : y > gasLevel ? GAS : contrast ? 180 : 22),
    label: LABEL.intestine,
  });
}

/** Bulges of the colon: the radius swells and narrows about every 30 mm along the curve. */
function withHaustra(knots: readonly Knot[], random: Random): Knot[] {
  const phase = random.next();
  return sampleCurve(knots, 7.5).map(({ at, radiusMm }, index) => {
    const t = (index / 4 + phase) % 1;
    const bulge = 16 * t * t * (1 - t) * (1 - t);
    return { at, radiusMm: radiusMm * (0.84 + 0.22 * bulge) };
  });
}

/** The frame of the colon from the cecum to the sigmoid, and the rectum that it ends in. */
export function paintColonAndRectum(scene: Scene): void {
  const { canvas, tissues } = scene;
  const random = scene.random("colon");
  const wide = random.between(0.8, 1.15);
  const c = (x: number, y: number, z: number, radiusMm: number, sdMm = 5): Knot => ({
    at: jitter(random, [x, y, z], sdMm),
    radiusMm: radiusMm * wide,
  });
  const sag = random.between(-18, 14);
  const rectumStart = knot(0, -56, -156, 14);
  const path = [
    c(94, 14, -130, 25),
    c(102, 4, -92, 24),
    c(106, -10, -52, 22),
    c(100, 4, -26, 21),
    c(74, 46, -36, 20),
    c(26, 66, -48 + sag, 19),
    c(-34, 66, -44 + sag, 19),
    c(-82, 40, -12, 19),
    c(-112, 2, 8, 18, 3),
    c(-118, -24, -30, 17, 3),
    c(-116, -26, -84, 16, 3),
    c(-98, -6, -126, 15),
    c(-62, 22, -150, 15),
    c(-24, 26, -134, 15),
    c(14, 6, -142, 15),
    c(14, -30, -146, 14),
    rectumStart,
  ];
  const gasLevel = random.between(18, 60);
  const stool = random.between(10, 60);
  canvas.paintTubes([withHaustra(path, random)], {
    hu: (depth, x, y, z) => {
      if (depth < 2.5) return tissues.colonWall;
      return y > gasLevel ? GAS : stool + mottle(x, y, z);
    },
    label: LABEL.colon,
  });

  const rectum = scene.random("rectum");
  const fill = rectum.between(0.8, 1.2);
  canvas.paintTubes(
    [
      [
        rectumStart,
        { at: jitter(rectum, [0, -66, -180], 2.5), radiusMm: 19 * fill },
        { at: jitter(rectum, [0, -62, -206], 2.5), radiusMm: 20 * fill },
        knot(0, -48, -232, 14),
        knot(0, -46, -254, 10),
      ],
    ],
    {
      hu: (depth, x, y, z) => (depth < 4 ? tissues.colonWall : stool + mottle(x, y, z)),
      label: LABEL.rectum,
    },
  );
}

/** Stool holds specks of gas. */
function mottle(x: number, y: number, z: number): number {
  const cell = (v: number, size: number): number => Math.floor(v / size);
  const hash = Math.imul(cell(x, 7) * 73 + cell(y, 6) * 179 + cell(z, 8) * 283, 0x9e3779b1) >>> 0;
  return clamp((hash / 2 ** 32 - 0.72) * -600, -170, 0);
}
