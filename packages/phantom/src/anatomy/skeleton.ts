import type { Tissue } from "../canvas.ts";
import { type Knot, knot } from "../curve.ts";
import { jitter, LEFT, RIGHT, type Scene } from "../scene.ts";
import { ellipsoid, union } from "../shapes.ts";
import { LABEL } from "../structures.ts";
import { CORTICAL_BONE, MARROW } from "../tissue.ts";
import { cavityDepth, cavityWidth, spineY } from "./trunk.ts";

/** Dense outside, marrow inside; age thins both. */
function bone(ageYears: number, cortexMm: number): Tissue {
  const age = 1.15 - ageYears / 300;
  return (depth) => (depth < cortexMm ? CORTICAL_BONE * age : MARROW * age);
}

const VERTEBRA_PITCH_MM = 33;

/** Spine, ribs, sternum, pelvis and the upper ends of the femurs (the only bones that are scored). */
export function paintSkeleton(scene: Scene): void {
  const { canvas, patient } = scene;
  const cortical = bone(patient.ageYears, 3);
  canvas.paintTubes([[-215, -190, -160, -135].map((z) => knot(0, spineY(z) - 2, z, z < -180 ? 12 : 20))], {
    hu: cortical,
  });
  for (let z = -112; z < 290; z += VERTEBRA_PITCH_MM) {
    const size = z < 40 ? 1 : 0.84;
    canvas.paint(ellipsoid([0, spineY(z), z], [24 * size, 17 * size, 19]), { hu: cortical });
    canvas.paint(
      ellipsoid([0, spineY(z + VERTEBRA_PITCH_MM / 2), z + VERTEBRA_PITCH_MM / 2], [22 * size, 15 * size, 5]),
      {
        hu: 75,
      },
    );
    canvas.paintTubes([[knot(0, spineY(z) - 16, z - 3, 5), knot(0, spineY(z) - 26, z - 12, 3.5)]], {
      hu: cortical,
    });
    canvas.paintTubes([[knot(-30 * size, spineY(z) - 14, z, 4), knot(30 * size, spineY(z) - 14, z, 4)]], {
      hu: cortical,
    });
    canvas.paintTubes([[knot(0, spineY(z) - 19, z + 18, 7), knot(0, spineY(z) - 19, z - 18, 7)]], { hu: 25 });
  }
  canvas.paintTubes(ribs(), { hu: bone(patient.ageYears, 2) });
  canvas.paintTubes(
    [[knot(0, cavityDepth(110) + 4, 105, 6), knot(0, cavityDepth(160) + 3, 160, 9), knot(0, 74, 235, 9)]],
    {
      hu: cortical,
    },
  );
  paintPelvis(scene);
  paintFemurs(scene);
}

/** Twelve pairs, sloping forwards and down; the lower ones end in the flank. */
function ribs(): Knot[][] {
  const all: Knot[][] = [];
  for (const side of [RIGHT, LEFT]) {
    for (let n = 0; n < 10; n++) {
      const z = 262 - n * 25;
      const free = n > 7;
      const wide = (level: number): number => cavityWidth(level) + 5;
      const path = [
        knot(side * 24, spineY(z) - 14, z, 5),
        knot(side * wide(z - 12) * 0.62, -cavityDepth(z) * 0.83, z - 12, 5),
        knot(side * wide(z - 26) * 0.95, -cavityDepth(z) * 0.3, z - 26, 5),
        knot(side * wide(z - 42) * 0.95, cavityDepth(z) * 0.32, z - 42, 5),
      ];
      if (!free) path.push(knot(side * wide(z - 58) * 0.6, cavityDepth(z - 50) * 0.85, z - 58, 5));
      all.push(path);
    }
  }
  return all;
}

function paintPelvis({ canvas, patient }: Scene): void {
  const hu = bone(patient.ageYears, 2.5);
  for (const side of [RIGHT, LEFT]) {
    const wing = union(
      8,
      ellipsoid([side * 98, -34, -112], [8, 52, 40], [side * 0.35, 0.1, 1]),
      ellipsoid([side * 66, -68, -140], [10, 26, 36], [side * 0.5, 0.3, 1]),
      ellipsoid([side * 86, -12, -172], [11, 24, 40], [side * 0.1, 0, 1]),
    );
    canvas.paint(wing, { hu });
    canvas.paint(ellipsoid([side * 84, -4, -204], [31, 33, 33]), { hu });
    canvas.paintTubes(
      [
        [knot(side * 66, 20, -208, 9), knot(side * 34, 42, -222, 8), knot(side * 7, 46, -232, 9)],
        [knot(side * 74, -28, -222, 12), knot(side * 62, -46, -256, 12)],
        [knot(side * 60, -40, -262, 8), knot(side * 36, -4, -258, 6), knot(side * 12, 40, -240, 7)],
      ],
      { hu },
    );
  }
}

function paintFemurs(scene: Scene): void {
  const { canvas, patient, tissues } = scene;
  for (const side of [RIGHT, LEFT]) {
    const random = scene.random(`femur ${side}`);
    const [x, y, z] = jitter(random, [side * 92, -3, -206], 2.5);
    const radius = random.normal(24, 1.2);
    const label = side === RIGHT ? LABEL.femurRight : LABEL.femurLeft;
    canvas.paint(ellipsoid([x, y, z], [radius + 3, radius + 3, radius + 3]), { hu: tissues.muscle });
    const head: Knot = { at: [x, y, z], radiusMm: radius };
    const trochanter = knot(x + side * 38, y - 10, z - 20, 19);
    canvas.paintTubes(
      [
        [head, { at: [x, y, z], radiusMm: radius }],
        [knot(x, y, z, 17), trochanter],
        [trochanter, knot(x + side * 30, y - 8, z - 48, 17), knot(x + side * 26, y - 4, -238, 15)],
      ],
      { hu: bone(patient.ageYears, 4), label },
    );
  }
}
