import { pickEvenly, randomStream } from "./random.ts";

export type ContrastPhase = "non-contrast" | "arterial" | "portal-venous" | "delayed";
export type Kernel = "soft" | "standard" | "sharp";

/** How a scan was taken. Vendors and hospitals are invented. */
export interface Acquisition {
  readonly hospital: string;
  readonly manufacturer: string;
  readonly scanner: string;
  readonly protocol: string;
  readonly kernel: Kernel;
  readonly contrastPhase: ContrastPhase;
  readonly tubeVoltageKv: number;
  readonly sliceThicknessMm: number;
  /** Standard deviation of the noise in soft tissue, in Hounsfield units. */
  readonly noiseHu: number;
  /** Whether scanner and protocol are of the kind that the training scans come from. */
  readonly distribution: "in" | "out";
}

interface Scanner {
  readonly manufacturer: string;
  readonly scanner: string;
  readonly hospitals: readonly [string, ...string[]];
  readonly kernels: readonly [Kernel, ...Kernel[]];
  readonly thicknessesMm: readonly [number, ...number[]];
  readonly phases: readonly [ContrastPhase, ...ContrastPhase[]];
  readonly tubeVoltagesKv: readonly [number, ...number[]];
  /** At 3 mm slices with the standard kernel. */
  readonly noiseHu: number;
  readonly distribution: "in" | "out";
}

const ROUTINE = ["portal-venous", "portal-venous", "portal-venous", "arterial"] as const;

const SCANNERS: readonly [Scanner, ...Scanner[]] = [
  {
    manufacturer: "Vendor A",
    scanner: "A-64",
    hospitals: ["hospital-01", "hospital-02"],
    kernels: ["soft", "standard"],
    thicknessesMm: [2.5, 3, 5],
    phases: ROUTINE,
    tubeVoltagesKv: [120],
    noiseHu: 13,
    distribution: "in",
  },
  {
    manufacturer: "Vendor B",
    scanner: "B-128",
    hospitals: ["hospital-03"],
    kernels: ["standard"],
    thicknessesMm: [2, 3, 4],
    phases: ROUTINE,
    tubeVoltagesKv: [100, 120],
    noiseHu: 16,
    distribution: "in",
  },
  {
    manufacturer: "Vendor C",
    scanner: "C-16",
    hospitals: ["hospital-04", "hospital-05"],
    kernels: ["soft", "sharp"],
    thicknessesMm: [4, 5],
    phases: ["non-contrast", "portal-venous", "delayed"],
    tubeVoltagesKv: [120, 140],
    noiseHu: 26,
    distribution: "out",
  },
  {
    manufacturer: "Vendor D",
    scanner: "D-Photon",
    hospitals: ["hospital-06"],
    kernels: ["sharp", "standard"],
    thicknessesMm: [0.7, 1, 1.5],
    phases: ["arterial", "delayed", "portal-venous"],
    tubeVoltagesKv: [120],
    noiseHu: 9,
    distribution: "out",
  },
];

const SCANNER_WEIGHTS = [0.4, 0.25, 0.2, 0.15];

/** Draws scanner and protocol; noise falls with the root of the slice thickness and rises with a sharp kernel. */
export function drawAcquisition(seed: number, index: number): Acquisition {
  const random = randomStream(seed, index, "acquisition");
  // Fractional parts of the golden ratio and of other badly approximable numbers.
  const scanner = pickEvenly(SCANNERS, { seed, index, word: "scanner", step: 0.618034 }, SCANNER_WEIGHTS);
  const kernel = pickEvenly(scanner.kernels, { seed, index, word: "kernel", step: 0.414214 });
  const contrastPhase = pickEvenly(scanner.phases, { seed, index, word: "phase", step: 0.754878 });
  const sliceThicknessMm = pickEvenly(scanner.thicknessesMm, { seed, index, word: "thickness", step: 0.56984 });
  const sharpness = { soft: 0.75, standard: 1, sharp: 1.45 }[kernel];
  const noiseHu = scanner.noiseHu * Math.sqrt(3 / sliceThicknessMm) * sharpness * random.between(0.85, 1.2);
  return {
    hospital: random.pick(scanner.hospitals),
    manufacturer: scanner.manufacturer,
    scanner: scanner.scanner,
    protocol: contrastPhase === "non-contrast" ? "abdomen-pelvis plain" : "chest-abdomen-pelvis contrast",
    kernel,
    contrastPhase,
    tubeVoltageKv: random.pick(scanner.tubeVoltagesKv),
    sliceThicknessMm,
    noiseHu: Math.round(noiseHu * 10) / 10,
    distribution: scanner.distribution,
  };
}
