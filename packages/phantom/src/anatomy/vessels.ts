import { type Knot, knot } from "../curve.ts";
import { jitter, LEFT, RIGHT, type Scene } from "../scene.ts";
import { LABEL } from "../structures.ts";
import { spineY } from "./trunk.ts";
import type { LiverPose } from "./upper-abdomen.ts";

/** Aorta, inferior vena cava, celiac trunk, portal and splenic vein, the vessels inside the liver. */
export function paintVessels(scene: Scene, liver: LiverPose): void {
  const { canvas, tissues, patient } = scene;
  const random = scene.random("vessels");
  const sway = random.normal(0, 3);
  const calibre = random.between(0.88, 1.1) * (0.86 + patient.ageYears / 400) * (patient.sex === "male" ? 1.04 : 0.96);
  const aortaAt = (z: number, x: number, lift: number, radiusMm: number): Knot =>
    knot(x + sway, spineY(z) + lift, z, radiusMm * calibre);
  const fork = aortaAt(-84, -2, 28, 9);
  const cavaFork = knot(18, spineY(-92) + 26, -92, 11);

  for (const side of [RIGHT, LEFT]) {
    const iliac = (start: Knot, radiusMm: number, back: number): Knot[] => [
      { ...start, radiusMm },
      knot(side * 30, -34 - back, -124, radiusMm),
      knot(side * 54, -8 - back, -168, radiusMm),
      knot(side * 64, 46 - back, -226, radiusMm),
      knot(side * 66, 52 - back, -280, radiusMm),
    ];
    canvas.paintTubes([iliac(cavaFork, 6.5, 11)], { hu: tissues.veins });
    canvas.paintTubes([iliac(fork, 5.5, 0)], { hu: tissues.aorta });
    // Renal veins and arteries.
    canvas.paintTubes([[knot(20, -36, -12, 4.5), knot(side * 46, -42, -14, 4.5)]], { hu: tissues.veins });
    canvas.paintTubes([[aortaAt(-8, -10, 30, 3), knot(side * 46, -46, -14, 2.8)]], { hu: tissues.aorta });
  }

  canvas.paintTubes(
    [
      [
        cavaFork,
        knot(20, spineY(-50) + 30, -50, 11),
        knot(22, spineY(0) + 34, 0, 11.5),
        knot(26, spineY(50) + 44, 50, 12),
        knot(26, -20, 84, 13),
        knot(22, 0, 112, 13),
      ],
    ],
    { hu: tissues.veins, label: LABEL.postcava },
  );

  const aorta = [
    knot(2, 16, 158, 13 * calibre),
    knot(6, 14, 200, 13.5 * calibre),
    knot(-4, -12, 228, 13 * calibre),
    knot(-20, -40, 214, 12.5 * calibre),
    aortaAt(160, -22, 30, 12),
    aortaAt(110, -19, 30, 12),
    aortaAt(60, -11, 33, 11.5),
    aortaAt(0, -8, 31, 10.5),
    aortaAt(-50, -6, 29, 9.5),
    fork,
  ];
  const calcified = patient.ageYears > 62;
  canvas.paintTubes([aorta], {
    hu: (depth, x, y, z) => (calcified && depth < 2 && plaque(x, y, z) ? 520 : tissues.aorta),
    label: LABEL.aorta,
  });

  const root = aortaAt(34, -10, 42, 4);
  const [rx, ry, rz] = root.at;
  canvas.paintTubes([[knot(rx + 2, ry - 2, 16, 3.6), knot(rx + 6, ry + 18, -4, 3.4), knot(8, -4, -60, 3)]], {
    hu: tissues.aorta,
  });
  canvas.paintTubes(
    [
      [root, knot(rx + 1, ry + 12, rz + 4, 4), knot(rx + 2, ry + 21, rz + 2, 3.8)],
      [knot(rx + 2, ry + 21, rz + 2, 3.6), knot(rx + 16, ry + 25, rz + 5, 3.2)],
      [knot(rx + 2, ry + 21, rz + 2, 3.6), knot(rx - 12, ry + 20, rz + 3, 3.2)],
    ],
    { hu: tissues.aorta, label: LABEL.celiacTrunk },
  );
  paintPortalSystem(scene, liver);
}

function plaque(x: number, y: number, z: number): boolean {
  const hash = Math.imul(Math.floor(x / 6) * 31 + Math.floor(y / 6) * 57 + Math.floor(z / 9) * 91, 0x85ebca6b) >>> 0;
  return hash / 2 ** 32 < 0.22;
}

function paintPortalSystem(scene: Scene, { shift, size }: LiverPose): void {
  const { canvas, tissues } = scene;
  const random = scene.random("portal");
  const near = (x: number, y: number, z: number, radiusMm: number, sdMm = 2): Knot => ({
    at: jitter(random, [x, y, z], sdMm),
    radiusMm,
  });
  const inLiver = (x: number, y: number, z: number, radiusMm: number): Knot =>
    near(50 + (x - 50) * size + shift[0], y * size + shift[1], 20 + (z - 20) * size + shift[2], radiusMm, 4);

  // The vessels in the liver come first: the portal trunk ends in them.
  const hilum = near(46 + shift[0] * 0.6, 2 + shift[1] * 0.6, 42 + shift[2] * 0.6, 7, 1);
  const cava = knot(27, -20, 80, 6);
  const branches: Knot[][] = [
    [cava, inLiver(66, -14, 62, 5.5), inLiver(104, -12, 34, 4.5), inLiver(124, -6, 6, 3)],
    [cava, inLiver(56, 8, 66, 5.5), inLiver(80, 34, 44, 4.5), inLiver(92, 46, 16, 3)],
    [cava, inLiver(24, 8, 70, 5), inLiver(6, 32, 60, 4), inLiver(-22, 42, 52, 2.8)],
    [hilum, inLiver(72, -8, 34, 6), inLiver(98, -30, 14, 4.5), inLiver(112, -38, -16, 3)],
    [hilum, inLiver(78, 10, 32, 5.5), inLiver(104, 24, 20, 4.2), inLiver(116, 26, 0, 3)],
    [hilum, inLiver(28, 22, 46, 5.5), inLiver(8, 34, 44, 4.2), inLiver(-16, 34, 40, 3)],
  ];
  for (const branch of [...branches]) {
    const from = branch[2];
    if (!from) continue;
    for (let twig = 0; twig < 2; twig++) {
      const end = jitter(random, from.at, 20);
      branches.push([
        { at: from.at, radiusMm: 3.4 },
        { at: end, radiusMm: 2.4 },
      ]);
    }
  }
  const half = branches.length;
  const portalBranches = branches.filter((_, index) => index % 6 > 2 && index < half);
  const veins = branches.filter((_, index) => index % 6 <= 2);
  canvas.paintTubes(veins, { hu: tissues.hepaticVeins, label: LABEL.hepaticVessel, onlyOn: LABEL.liver });
  canvas.paintTubes(portalBranches, { hu: tissues.portal, label: LABEL.hepaticVessel, onlyOn: LABEL.liver });

  const confluence = near(16, 3, 8, 7.5);
  canvas.paintTubes([[near(14, 0, -56, 5.5), near(15, 2, -24, 6), confluence]], { hu: tissues.portal });
  canvas.paintTubes(
    [
      [
        near(-94, -32, 34, 4.5),
        near(-66, -20, 26, 5),
        near(-36, -8, 18, 5.5),
        near(-6, 2, 10, 6),
        confluence,
        near(28, 4, 26, 7.5),
        hilum,
      ],
    ],
    { hu: tissues.portal, label: LABEL.portalVein },
  );
}
