import type { Acquisition, ContrastPhase } from "./acquisition.ts";
import type { Patient } from "./patient.ts";
import { randomStream } from "./random.ts";

/** Hounsfield units of each tissue in the four contrast phases: non-contrast, arterial, portal-venous, delayed. */
const HOUNSFIELD = {
  aorta: [42, 310, 165, 115],
  heart: [42, 260, 150, 112],
  myocardium: [44, 105, 110, 95],
  veins: [40, 95, 145, 112],
  portal: [42, 115, 178, 118],
  hepaticVeins: [40, 85, 172, 116],
  liver: [58, 70, 110, 92],
  spleen: [48, 135, 122, 98],
  kidneyCortex: [34, 190, 195, 165],
  kidneyMedulla: [32, 75, 170, 185],
  pancreas: [42, 112, 98, 80],
  adrenal: [30, 82, 80, 62],
  bile: [8, 8, 9, 12],
  urine: [5, 5, 8, 90],
  stomachWall: [42, 75, 88, 74],
  bowelWall: [42, 88, 98, 80],
  colonWall: [40, 62, 76, 70],
  esophagus: [40, 56, 66, 60],
  prostate: [38, 56, 76, 70],
  uterus: [42, 70, 105, 90],
  muscle: [52, 56, 62, 60],
} as const satisfies Record<string, readonly [number, number, number, number]>;

const PHASE: Record<ContrastPhase, 0 | 1 | 2 | 3> = {
  "non-contrast": 0,
  arterial: 1,
  "portal-venous": 2,
  delayed: 3,
};

export type Tissues = Readonly<Record<keyof typeof HOUNSFIELD, number>>;

/** Air, fat and bone do not change with the phase. */
export const AIR = -1000;
export const FAT = -102;
export const LUNG = -840;
export const GAS = -950;
export const CORTICAL_BONE = 620;
export const MARROW = 190;

/** Tissue values of one scan: the phase's, each up to 8 % off, with contrast weaker in heavy patients. */
export function drawTissues(seed: number, index: number, patient: Patient, acquisition: Acquisition): Tissues {
  const random = randomStream(seed, index, "tissue");
  const phase = PHASE[acquisition.contrastPhase];
  const dilution = 1 - 0.012 * (patient.bodyMassIndex - 25);
  const values: Record<string, number> = {};
  for (const [name, phases] of Object.entries(HOUNSFIELD)) {
    const plain = phases[0];
    values[name] = plain + (phases[phase] - plain) * dilution * random.between(0.86, 1.14) + random.between(-3, 3);
  }
  const tissues = values as Record<keyof typeof HOUNSFIELD, number>;
  return { ...tissues, liver: tissues.liver - (1 - patient.liverDensity) * 55 };
}
