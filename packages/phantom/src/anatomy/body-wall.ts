import { knot } from "../curve.ts";
import type { Scene } from "../scene.ts";
import { type Field, type Shape, within } from "../shapes.ts";
import { FAT } from "../tissue.ts";
import { cavity, muscleWall, skin, spineY, TRUNK_BOTTOM_MM, TRUNK_TOP_MM } from "./trunk.ts";

const ends: Field = (_x, _y, z) => Math.max(z - TRUNK_TOP_MM, TRUNK_BOTTOM_MM - z);

function trunk(field: Field): Shape {
  return within({ field, low: [-190, -150, TRUNK_BOTTOM_MM], high: [190, 150, TRUNK_TOP_MM] }, ends);
}

/** Skin, subcutaneous fat, the muscle wall, the fat of the cavity, and the muscles along the spine. */
export function paintBodyWall({ canvas, patient, tissues }: Scene): void {
  const skinHu = 15;
  canvas.paint(trunk(skin(patient.fatMm)), { hu: (depth) => (depth < 2.5 ? skinHu : FAT) });
  canvas.paint(trunk(muscleWall), { hu: tissues.muscle });
  canvas.paint(trunk(cavity), { hu: FAT });
  const along = (x: (z: number) => number, y: (z: number) => number, radiusMm: number, from: number, to: number) => {
    const knots = [];
    for (let z = from; z <= to; z += 25) knots.push(knot(x(z), y(z), z, radiusMm));
    return knots;
  };
  for (const side of [1, -1]) {
    canvas.paintTubes(
      [
        along(
          () => side * 24,
          (z) => Math.max(spineY(z) - 18, -82 + Math.max(0, z - 200) * 0.25),
          18,
          -130,
          270,
        ),
        along(
          () => side * 50,
          (z) => Math.max(spineY(z) - 12, -80),
          16,
          -120,
          60,
        ),
      ],
      { hu: tissues.muscle },
    );
    // Psoas: from the lumbar vertebrae down and outwards over the brim of the pelvis.
    canvas.paintTubes(
      [
        [
          knot(side * 28, spineY(20) + 4, 20, 8),
          knot(side * 38, spineY(-40) + 4, -40, 17),
          knot(side * 50, spineY(-90) + 20, -90, 21),
          knot(side * 72, -24, -150, 20),
          knot(side * 88, 30, -200, 18),
          knot(side * 92, 34, -250, 16),
        ],
      ],
      { hu: tissues.muscle },
    );
  }
}
