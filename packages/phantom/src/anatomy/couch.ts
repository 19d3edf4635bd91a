import type { Scene } from "../scene.ts";
import type { Shape } from "../shapes.ts";
import { muscleDepth } from "./trunk.ts";

const SHELL_HU = 120;
const FOAM_HU = -940;
const HALF_WIDTH_MM = 185;

/** The couch under the patient: a shallow trough, a dense shell around foam. It runs through the whole scan. */
export function paintCouch({ canvas, patient }: Scene): void {
  const top = -(muscleDepth(-20) + patient.fatMm.posterior + 7) * patient.scale[1];
  const trough = (halfThicknessMm: number, halfWidthMm: number): Shape => ({
    field: (x, y) => {
      const middle = top - 16 + (x * x) / 1900;
      return Math.max(Math.abs(y - middle) - halfThicknessMm, Math.abs(x) - halfWidthMm);
    },
    low: [-HALF_WIDTH_MM, top - 30, -1000],
    high: [HALF_WIDTH_MM, top + 22, 1000],
  });
  canvas.paintOutside(trough(13, HALF_WIDTH_MM), { hu: SHELL_HU });
  canvas.paintOutside(trough(7, HALF_WIDTH_MM - 6), { hu: FOAM_HU });
}
