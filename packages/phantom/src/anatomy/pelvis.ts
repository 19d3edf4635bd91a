import { jitter, type Scene } from "../scene.ts";
import { ellipsoid } from "../shapes.ts";
import { LABEL } from "../structures.ts";
import type { Vec3 } from "../vector.ts";

/** Bladder, and what lies behind or below it: the prostate in men (scored), the uterus in women (not scored). */
export function paintPelvicOrgans(scene: Scene): void {
  const { canvas, patient, tissues } = scene;
  const random = scene.random("bladder");
  const fill = random.between(0.72, 1.25);
  const low = -224;
  const height = 27 * fill;
  const centre: Vec3 = [random.normal(0, 3), random.normal(20, 3), low + height];
  if (patient.sex === "female") {
    const uterus = scene.random("uterus");
    canvas.paint(ellipsoid(jitter(uterus, [0, -12, -178], 5), [24, 19, 32], [0, 0.5, 1]), { hu: tissues.uterus });
  }
  canvas.paint(ellipsoid(centre, [40 * fill, 29 * fill, height]), {
    hu: (depth) => (depth < 3 ? tissues.muscle - 15 : tissues.urine),
    label: LABEL.bladder,
  });
  if (patient.sex === "male") {
    const gland = scene.random("prostate");
    const size = gland.between(0.85, 1.1) * (0.85 + patient.ageYears / 300);
    canvas.paint(ellipsoid(jitter(gland, [0, 4, -240], 2), [25 * size, 19 * size, 20 * size]), {
      hu: tissues.prostate,
      label: LABEL.prostate,
    });
  }
}
