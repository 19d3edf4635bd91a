import type { Acquisition } from "./acquisition.ts";
import type { Patient } from "./patient.ts";
import type { Vec3 } from "./vector.ts";

/** What is known of a case beside its voxels, for subgroups. */
export interface CaseMetadata {
  readonly patient: string;
  readonly sex: string;
  readonly ageYears: number;
  readonly heightCm: number;
  readonly weightKg: number;
  readonly bodyMassIndex: number;
  readonly hospital: string;
  readonly manufacturer: string;
  readonly scanner: string;
  readonly protocol: string;
  readonly kernel: string;
  readonly contrastPhase: string;
  readonly tubeVoltageKv: number;
  readonly sliceThicknessMm: number;
  readonly sliceSpacingMm: number;
  readonly pixelSpacingMm: number;
  readonly noiseHu: number;
  /** "in" for scanners and protocols of the training distribution, "out" for the others. */
  readonly distribution: string;
}

export function describeCase(patient: Patient, acquisition: Acquisition, index: number, spacingMm: Vec3): CaseMetadata {
  return {
    patient: `patient-${String(index + 1).padStart(3, "0")}`,
    sex: patient.sex,
    ageYears: patient.ageYears,
    heightCm: patient.heightCm,
    weightKg: patient.weightKg,
    bodyMassIndex: patient.bodyMassIndex,
    hospital: acquisition.hospital,
    manufacturer: acquisition.manufacturer,
    scanner: acquisition.scanner,
    protocol: acquisition.protocol,
    kernel: acquisition.kernel,
    contrastPhase: acquisition.contrastPhase,
    tubeVoltageKv: acquisition.tubeVoltageKv,
    sliceThicknessMm: acquisition.sliceThicknessMm,
    sliceSpacingMm: spacingMm[2],
    pixelSpacingMm: spacingMm[0],
    noiseHu: acquisition.noiseHu,
    distribution: acquisition.distribution,
  };
}

/** `cases.csv`: one line per case, first column `case`, then the metadata. Values hold no commas or quotes. */
export function casesCsv(cases: readonly { readonly name: string; readonly metadata: CaseMetadata }[]): string {
  const columns = Object.keys(cases[0]?.metadata ?? {});
  const lines = cases.map(({ name, metadata }) => [name, ...Object.values(metadata)].join(","));
  return `${["case", ...columns].join(",")}\n${lines.map((line) => `${line}\n`).join("")}`;
}
