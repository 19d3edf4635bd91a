import { knot } from "../curve.ts";
import { jitter, LEFT, RIGHT, type Scene } from "../scene.ts";
import { ellipsoid, type Field, halfSpace, outside, type Shape, union, within } from "../shapes.ts";
import { LABEL } from "../structures.ts";
import { AIR, FAT, LUNG } from "../tissue.ts";
import type { Vec3 } from "../vector.ts";
import { cavity } from "./trunk.ts";

/** Tops of the two halves of the diaphragm, in nominal millimetres; breathing moves them. */
export interface Diaphragm {
  readonly right: Field;
  readonly left: Field;
  /** Under either half, or under the tendon between them. */
  readonly under: Shape;
}

export function drawDiaphragm(scene: Scene): Diaphragm {
  const breath = scene.random("breath").normal(0, 5);
  const right = ellipsoid([76, 0, 16 + breath], [76, 88, 82]);
  const left = ellipsoid([-74, -2, 12 + breath], [74, 90, 76]);
  const tendon = ellipsoid([6, 22, 30 + breath], [74, 62, 57]);
  return { right: right.field, left: left.field, under: union(6, right, left, tendon) };
}

/** Lungs with the recess around the diaphragm, heart, windpipe and esophagus. */
export function paintChest(scene: Scene, diaphragm: Diaphragm): void {
  const { canvas, tissues } = scene;
  const wall: Field = (x, y, z) => cavity(x, y, z) + 3;
  canvas.paint(
    within(diaphragm.under, (x, y, z) => cavity(x, y, z) + 1, halfSpace([0, 0, 10], [0, 0, -1])),
    {
      hu: (depth, _x, _y, z) => (depth < 4 && z > 24 ? tissues.muscle : FAT),
    },
  );
  const floor = halfSpace([0, 0, 34], [0, 0, -1]);
  for (const side of [RIGHT, LEFT]) {
    const random = scene.random(`lung ${side}`);
    const centre = jitter(random, [side * 74, -6, 112], 3);
    const radii: Vec3 = [random.normal(66, 2), 92, random.normal(150, 4)];
    const dome = outside(side === RIGHT ? diaphragm.right : diaphragm.left);
    const medial = halfSpace([side * 13, 0, 0], [-side, 0, 0.05]);
    canvas.paint(within(ellipsoid(centre, radii), wall, dome, medial, floor), {
      hu: (depth, x, y, z) => LUNG + vesselTexture(x, y, z) + (depth < 1.5 ? 60 : 0) - (y > 0 ? 25 : 0),
      label: side === RIGHT ? LABEL.lungRight : LABEL.lungLeft,
    });
  }
  const random = scene.random("heart");
  const heart = jitter(random, [-20, 26, 128], 4);
  canvas.paint(ellipsoid(heart, [56, 42, 54], [0.5, -0.25, 1]), { hu: tissues.myocardium });
  canvas.paint(ellipsoid([heart[0] - 14, heart[1] + 4, heart[2] - 8], [20, 18, 30], [0.5, -0.3, 1]), {
    hu: tissues.heart,
  });
  canvas.paint(ellipsoid([heart[0] + 26, heart[1], heart[2] + 12], [18, 22, 30], [-0.2, -0.2, 1]), {
    hu: tissues.heart,
  });
  canvas.paintTubes([[knot(2, -20, 262, 9), knot(0, -30, 215, 9)]], { hu: AIR });
  canvas.paintTubes(
    [
      [knot(0, -30, 215, 8), knot(34, -26, 180, 6)],
      [knot(0, -30, 215, 8), knot(-34, -26, 178, 6)],
    ],
    { hu: AIR },
  );
  const [ex, ey] = [random.normal(0, 2), random.normal(0, 2)];
  canvas.paintTubes(
    [
      [
        knot(ex - 2, ey - 38, 254, 8),
        knot(ex - 4, ey - 46, 210, 8),
        knot(ex - 5, ey - 42, 140, 8.5),
        knot(ex - 14, ey - 30, 104, 9),
        knot(-38, -18, 84, 9),
        knot(-52, -16, 74, 9),
      ],
    ],
    { hu: (depth) => (depth > 6.5 ? -60 : tissues.esophagus), label: LABEL.esophagus },
  );
}

/** Vessels of the lung as a lattice of soft bumps (triangle waves, no trigonometry). */
function vesselTexture(x: number, y: number, z: number): number {
  const wave = (v: number): number => {
    const t = v - Math.floor(v);
    return t < 0.5 ? 4 * t - 1 : 3 - 4 * t;
  };
  const bump = wave((x + 0.4 * z) / 27) + wave((y - 0.5 * x) / 23) + wave((z + 0.3 * y) / 31);
  return bump > 1.6 ? 190 * (bump - 1.6) : 0;
}
