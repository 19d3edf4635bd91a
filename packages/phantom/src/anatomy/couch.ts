import type { Scene } from "../scene.ts";
import type { Shape } from "../shapes.ts";
import { muscleDepth } from "./trunk.ts";

/** The couch under the patient: a shallow trough of two dense shells over foam. It runs through the whole scan. */
export function paintCouch({ canvas, patient }: Scene): void {
  const top = -(muscleDepth(-20) + patient.fatMm.posterior + 7);
  const couch: Shape = {
    field: (x, y) => {
      const middle = top - 12 + (x * x) / 1900;
      return Math.max(Math.abs(y - middle) - 11, Math.abs(x) - 185);
    },
    low: [-185, top - 30, -1000],
    high: [185, top + 22, 1000],
  };
  canvas.paint(couch, { hu: (depth) => (depth < 4 ? 90 : -940) });
}
