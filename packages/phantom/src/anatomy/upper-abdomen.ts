import { knot } from "../curve.ts";
import { jitter, LEFT, RIGHT, type Scene } from "../scene.ts";
import { ellipsoid, type Field, halfSpace, outside, union, within } from "../shapes.ts";
import { LABEL } from "../structures.ts";
import { FAT, GAS } from "../tissue.ts";
import type { Vec3 } from "../vector.ts";
import type { Diaphragm } from "./chest.ts";
import { cavity } from "./trunk.ts";

/** Where the liver came to lie: its vessels hang on it. */
export interface LiverPose {
  readonly shift: Vec3;
  readonly size: number;
}

const wall: Field = (x, y, z) => cavity(x, y, z) + 3;

export function paintSpleenAndLiver(scene: Scene, diaphragm: Diaphragm): LiverPose {
  const { canvas, tissues } = scene;
  const spleenRandom = scene.random("spleen");
  const spleenSize = spleenRandom.between(0.82, 1.22);
  const spleen = ellipsoid(
    jitter(spleenRandom, [-108, -40, 34], 4),
    [25 * spleenSize, 36 * spleenSize, 50 * spleenSize],
    [-0.1, 0.35, 1],
  );
  canvas.paint(
    within(spleen, wall, (x, y, z) => diaphragm.left(x, y, z) + 3),
    { hu: tissues.spleen, label: LABEL.spleen },
  );

  const random = scene.random("liver");
  const size = random.between(0.9, 1.08);
  const shift = jitter(random, [0, 0, 0], 4);
  const at = (x: number, y: number, z: number): Vec3 => [x + shift[0], y + shift[1], z + shift[2]];
  const leftLobe = random.between(0.75, 1.15);
  const lobes = union(
    24,
    ellipsoid(at(76, -6, 14), [70 * size, 80 * size, 84 * size], [0.1, 0, 1]),
    ellipsoid(at(14, 34, 48), [76 * leftLobe, 42, 36 * size], [0.15, 0, 1]),
  );
  const visceral = halfSpace(at(34, -6, 2), [-0.62, -0.3, -0.72]);
  const underDiaphragm: Field = (x, y, z) => diaphragm.under.field(x, y, z) + 4;
  canvas.paint(within(lobes, visceral, wall, underDiaphragm), { hu: tissues.liver, label: LABEL.liver });
  return { shift, size };
}

export function paintStomach({ canvas, tissues, random: stream }: Scene): void {
  const random = stream("stomach");
  const filling = random.between(0.75, 1.15);
  const [dx, dy, dz] = jitter(random, [0, 0, 0], 6);
  const gasLevel = random.between(20, 45);
  const content = random.pick([12, 30, 55]);
  canvas.paintTubes(
    [
      [
        knot(-62, -20, 66, 26 * filling),
        knot(-68 + dx * 0.4, 4 + dy * 0.4, 42, 31 * filling),
        knot(-58 + dx, 32 + dy, 10 + dz, 27 * filling),
        knot(-26 + dx, 50 + dy * 0.6, -14 + dz, 22 * filling),
        knot(8 + dx * 0.6, 44, -10 + dz * 0.5, 16 * filling),
        knot(28, 34, 2, 10),
      ],
    ],
    {
      hu: (depth, _x, y) => (depth < 4 ? tissues.stomachWall : y > gasLevel ? GAS : content),
      label: LABEL.stomach,
    },
  );
}

export function paintKidneysAndAdrenals(scene: Scene): void {
  const { canvas, tissues } = scene;
  for (const side of [RIGHT, LEFT]) {
    const random = scene.random(`kidney ${side}`);
    const size = random.between(0.88, 1.12);
    const centre = jitter(random, [side * 64, -46, side === RIGHT ? -22 : -8], 5);
    const axis: Vec3 = [-side * random.between(0.12, 0.35), -0.2, 1];
    const whole = ellipsoid(centre, [27 * size, 28 * size, 54 * size], axis);
    const sinus = ellipsoid([centre[0] - side * 16, centre[1] + 8, centre[2]], [17, 9, 21], axis);
    canvas.paint(ellipsoid(centre, [35 * size, 36 * size, 64 * size], axis), { hu: FAT });
    canvas.paint(within(whole, outside(sinus.field)), {
      hu: (depth) => (depth < 7 ? tissues.kidneyCortex : tissues.kidneyMedulla),
      label: side === RIGHT ? LABEL.kidneyRight : LABEL.kidneyLeft,
    });
    const gland = scene.random(`adrenal ${side}`);
    const [x, y, z] = jitter(
      gland,
      [side * (side === RIGHT ? 36 : 40), side === RIGHT ? -44 : -38, side === RIGHT ? 50 : 48],
      3,
    );
    const thick = gland.between(3.4, 4.6);
    const apex = knot(x - side * 2, y + 8, z + 8, thick);
    canvas.paintTubes(
      [
        [apex, knot(x, y, z, thick)],
        [
          knot(x, y, z, thick),
          knot(x + side * 6, y - 9, z - 8, thick * 0.75),
          knot(x + side * 10, y - 16, z - 14, thick * 0.6),
        ],
        [
          knot(x, y, z, thick),
          knot(x - side * 5, y - 9, z - 9, thick * 0.75),
          knot(x - side * 6, y - 17, z - 15, thick * 0.6),
        ],
      ],
      { hu: tissues.adrenal, label: side === RIGHT ? LABEL.adrenalRight : LABEL.adrenalLeft },
    );
  }
}

/** Gall bladder, duodenum and pancreas: what lies in the curve below the liver. */
export function paintPancreasAndNeighbours(scene: Scene, liver: LiverPose): void {
  const { canvas, tissues } = scene;
  const bladder = scene.random("gall bladder");
  const fill = bladder.between(0.75, 1.25);
  const [gx, gy, gz] = jitter(bladder, [liver.shift[0], liver.shift[1], liver.shift[2]], 3);
  canvas.paintTubes(
    [
      [
        knot(48 + gx, 16 + gy, 12 + gz, 4),
        knot(54 + gx, 28 + gy, 0 + gz, 10 * fill),
        knot(60 + gx, 44 + gy, -14 + gz, 14 * fill),
        knot(63 + gx, 52 + gy, -24 + gz, 11 * fill),
      ],
    ],
    { hu: (depth) => (depth < 1.5 ? tissues.bile + 30 : tissues.bile), label: LABEL.gallBladder },
  );

  const gut = scene.random("duodenum");
  const d = (x: number, y: number, z: number, radiusMm: number) => ({ at: jitter(gut, [x, y, z], 2.5), radiusMm });
  const gas = gut.next() < 0.4;
  canvas.paintTubes(
    [
      [
        knot(28, 34, 2, 10),
        d(46, 24, 6, 13),
        d(58, 8, -10, 13),
        d(57, -8, -38, 13),
        d(42, -14, -58, 12.5),
        d(12, -12, -62, 12),
        d(-18, -10, -52, 12),
        d(-34, 6, -34, 12),
      ],
    ],
    {
      hu: (depth, _x, y) => (depth < 4 ? tissues.bowelWall : gas && y > 12 ? GAS : 25),
      label: LABEL.duodenum,
    },
  );

  const gland = scene.random("pancreas");
  const bulk = gland.between(0.82, 1.15) * (1.12 - scene.patient.ageYears / 500);
  const p = (x: number, y: number, z: number, radiusMm: number) => ({
    at: jitter(gland, [x, y, z], 3),
    radiusMm: radiusMm * bulk,
  });
  canvas.paintTubes(
    [
      [
        p(32, 0, -36, 10),
        p(34, 4, -20, 15),
        p(30, 12, -4, 14),
        p(12, 18, 6, 10),
        p(-16, 14, 12, 12),
        p(-50, -6, 22, 12),
        p(-82, -24, 32, 9),
      ],
    ],
    { hu: tissues.pancreas, label: LABEL.pancreas },
  );
}
