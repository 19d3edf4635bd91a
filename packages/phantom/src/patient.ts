import { pickEvenly, randomStream } from "./random.ts";
import { clamp, type Vec3 } from "./vector.ts";

export type Sex = "female" | "male";

/** Who lies on the table. Lengths of fat are in nominal millimetres (the patient's scale divided out). */
export interface Patient {
  readonly sex: Sex;
  readonly ageYears: number;
  readonly heightCm: number;
  readonly weightKg: number;
  readonly bodyMassIndex: number;
  /** Size over that of the nominal adult, along x, y and z. */
  readonly scale: Vec3;
  readonly fatMm: { readonly lateral: number; readonly anterior: number; readonly posterior: number };
  /** 1 for healthy liver tissue, less with steatosis. */
  readonly liverDensity: number;
}

/** Draws a patient: adults of 20 to 89 years, body-mass index 18 to 38. */
export function drawPatient(seed: number, index: number): Patient {
  const random = randomStream(seed, index, "patient");
  const sex = pickEvenly<Sex>(["female", "male"], { seed, index, word: "sex", step: 0.5 });
  const ageYears = Math.floor(clamp(random.normal(58, 16), 20, 89));
  const heightCm = Math.round(clamp(sex === "male" ? random.normal(176, 7) : random.normal(163, 6.5), 148, 196));
  const bodyMassIndex = clamp(random.normal(25 + ageYears / 60, 4), 18, 38);
  const weightKg = Math.round((bodyMassIndex * heightCm * heightCm) / 10_000);
  const stature = 0.62 + 0.38 * (heightCm / 170);
  const girth = 1 + 0.006 * (bodyMassIndex - 25);
  const excess = bodyMassIndex - 18;
  return {
    sex,
    ageYears,
    heightCm,
    weightKg,
    bodyMassIndex: Math.round(bodyMassIndex * 10) / 10,
    scale: [clamp(stature * girth, 0.9, 1.05), clamp(stature * girth, 0.9, 1.05), clamp(stature, 0.94, 1.02)],
    fatMm: {
      lateral: 6 + 0.8 * excess,
      anterior: 6 + 1.1 * excess + (sex === "female" ? 3 : 0),
      posterior: 6 + 0.7 * excess,
    },
    liverDensity: random.next() < 0.25 ? random.between(0.45, 0.85) : random.between(0.92, 1.08),
  };
}
