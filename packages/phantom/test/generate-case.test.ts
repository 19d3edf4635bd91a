import { createHash } from "node:crypto";
import { decodeLabelMap, decodeVolume } from "@bodymark/nifti";
import { describe, expect, it, vi } from "vitest";
import { casesCsv, encodeCase, generateCase, PHANTOM_STRUCTURES, type PhantomCase } from "../src/index.ts";

vi.setConfig({ testTimeout: 60_000 });

const COARSE = { shape: [64, 64, 64], spacingMm: [6, 6, 9] } as const;

function labelOf(name: string): number {
  return PHANTOM_STRUCTURES.find((structure) => structure.name === name)?.label ?? 0;
}

/** Volume in ml and centroid in RAS+ mm of each label. */
function measure({ labels, shape, spacingMm, affine }: PhantomCase) {
  const sums = Array.from({ length: 26 }, () => ({ voxels: 0, x: 0, y: 0, z: 0 }));
  for (let at = 0; at < labels.length; at++) {
    const sum = sums[labels[at] ?? 0];
    if (!sum) continue;
    sum.voxels++;
    sum.x += at % shape[0];
    sum.y += Math.floor(at / shape[0]) % shape[1];
    sum.z += Math.floor(at / shape[0] / shape[1]);
  }
  return (name: string) => {
    const { voxels, x, y, z } = sums[labelOf(name)] ?? { voxels: 0, x: 0, y: 0, z: 0 };
    const place = (sum: number, axis: 0 | 1 | 2): number =>
      (sum / voxels) * spacingMm[axis] + (affine[axis * 4 + 3] ?? 0);
    return {
      volumeMl: (voxels * spacingMm[0] * spacingMm[1] * spacingMm[2]) / 1000,
      x: place(x, 0),
      y: place(y, 1),
      z: place(z, 2),
    };
  };
}

function digest(bytes: ArrayBufferView): string {
  return createHash("sha256")
    .update(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    .digest("hex");
}

describe("a phantom at the default grid", () => {
  const cases = [0, 1].map((index) => generateCase({ seed: 5, index }));

  it("has 128 × 128 × 128 voxels of 3 × 3 × 4.5 mm", () => {
    expect(cases[0]?.shape).toEqual([128, 128, 128]);
    expect(cases[0]?.spacingMm).toEqual([3, 3, 4.5]);
    expect(cases[0]?.affine).toEqual([3, 0, 0, -190.5, 0, 3, 0, -190.5, 0, 0, 4.5, -285.75, 0, 0, 0, 1]);
  });

  it("holds every structure that the patient's sex has", () => {
    for (const phantom of cases) {
      const at = measure(phantom);
      const absent = PHANTOM_STRUCTURES.filter(({ name }) => at(name).volumeMl === 0).map(({ name }) => name);
      expect(absent).toEqual(phantom.metadata.sex === "female" ? ["prostate"] : []);
    }
    expect(new Set(cases.map(({ metadata }) => metadata.sex)).size).toBe(2);
  });

  it("gives organs the size they have in people", () => {
    for (const phantom of cases) {
      const at = measure(phantom);
      const range = (name: string, low: number, high: number) => {
        expect(at(name).volumeMl, name).toBeGreaterThan(low);
        expect(at(name).volumeMl, name).toBeLessThan(high);
      };
      range("liver", 800, 2400);
      range("spleen", 50, 400);
      range("kidney_left", 80, 300);
      range("lung_right", 1200, 3500);
      range("adrenal_gland_left", 0.5, 8);
      range("celiac_trunk", 0.3, 8);
      range("gall_bladder", 5, 90);
      range("pancreas", 25, 150);
    }
  });

  it("puts right organs at positive x, the liver on the right, the spleen on the left, the bladder below", () => {
    for (const phantom of cases) {
      const at = measure(phantom);
      for (const pair of ["kidney", "adrenal_gland", "femur", "lung"]) {
        expect(at(`${pair}_right`).x, pair).toBeGreaterThan(at(`${pair}_left`).x + 40);
      }
      expect(at("liver").x).toBeGreaterThan(20);
      expect(at("spleen").x).toBeLessThan(-60);
      expect(at("bladder").z).toBeLessThan(at("kidney_left").z - 100);
      expect(at("lung_left").z).toBeGreaterThan(at("liver").z);
      expect(at("stomach").y).toBeGreaterThan(at("aorta").y);
    }
  });

  it("shows tissue in Hounsfield units: air around, lung, fat, soft tissue, bone", () => {
    const [phantom] = cases;
    if (!phantom) throw new Error("no case");
    const mean = (label: number): number => {
      let sum = 0;
      let count = 0;
      for (let i = 0; i < phantom.labels.length; i++) {
        if (phantom.labels[i] !== label) continue;
        sum += phantom.image[i] ?? 0;
        count++;
      }
      return sum / count;
    };
    expect(mean(labelOf("lung_left"))).toBeLessThan(-700);
    expect(mean(labelOf("liver"))).toBeGreaterThan(20);
    expect(mean(labelOf("liver"))).toBeLessThan(150);
    expect(mean(labelOf("femur_left"))).toBeGreaterThan(180);
    expect(phantom.image[0]).toBeLessThan(-900);
  });
});

describe("tubes", () => {
  it("run through many slices and stay thin in each", () => {
    const phantom = generateCase({ seed: 5, index: 1 });
    const [nx, ny, nz] = phantom.shape;
    const aorta = labelOf("aorta");
    let slices = 0;
    let widest = 0;
    // Below the arch the aorta is a single disc.
    for (let k = 0; k < Math.round(nz * 0.75); k++) {
      let area = 0;
      for (let i = k * nx * ny; i < (k + 1) * nx * ny; i++) if (phantom.labels[i] === aorta) area++;
      if (area > 0) slices++;
      widest = Math.max(widest, area * 9);
    }
    expect(slices * 4.5).toBeGreaterThan(150);
    expect(widest).toBeLessThan(1500);
  });
});

describe("determinism", () => {
  it("gives the same bytes for the same seed and index, other bytes for another", () => {
    const first = generateCase({ seed: 7, index: 2, ...COARSE });
    const again = generateCase({ seed: 7, index: 2, ...COARSE });
    const other = generateCase({ seed: 8, index: 2, ...COARSE });
    expect(digest(again.image)).toBe(digest(first.image));
    expect(digest(again.labels)).toBe(digest(first.labels));
    expect(digest(other.labels)).not.toBe(digest(first.labels));
  });

  it("gives the bytes that it gave on the machine where this test was written", () => {
    const { labels, image } = generateCase({ seed: 1, index: 0, shape: [48, 48, 48] });
    expect(digest(labels)).toBe("0cd34c003e1f5097b74347f8a39b06e19f0c357218bc9ec78fb35ab122fa02b9");
    expect(digest(image)).toBe("bb6793efe476804392f120d919e796399723780e5b5e7489619ba00d69d17193");
  });
});

describe("the grid", () => {
  it("never changes the anatomy: volumes agree for thin and thick slices of the same patient", () => {
    const thick = measure(generateCase({ seed: 3, index: 0, spacingMm: [4, 4, 5] }));
    const thin = measure(generateCase({ seed: 3, index: 0, spacingMm: [4, 4, 2.5] }));
    for (const name of ["liver", "lung_left", "stomach", "colon", "kidney_right"]) {
      expect(Math.abs(thick(name).volumeMl / thin(name).volumeMl - 1), name).toBeLessThan(0.04);
      expect(Math.abs(thick(name).z - thin(name).z), name).toBeLessThan(2);
    }
  });

  it("takes more slices, not a longer body, when only the spacing is given", () => {
    expect(generateCase({ seed: 3, index: 0, spacingMm: [12, 12, 9] }).shape).toEqual([32, 32, 64]);
    expect(generateCase({ seed: 3, index: 0, spacingMm: [12, 12, 4.5] }).shape).toEqual([32, 32, 128]);
  });

  it("scans what lies in the field of view when both are given", () => {
    const middle = measure(generateCase({ seed: 3, index: 0, shape: [64, 64, 40], spacingMm: [6, 6, 3] }));
    expect(middle("liver").volumeMl).toBeGreaterThan(0);
    expect(middle("bladder").volumeMl).toBe(0);
  });

  it("can space slices as each scan's thickness says", () => {
    const { shape, spacingMm, metadata } = generateCase({ seed: 2, index: 0, shape: [32, 32, 32], slices: "as-thick" });
    expect(spacingMm[2]).toBe(metadata.sliceThicknessMm);
    expect(Math.abs(shape[2] * spacingMm[2] - 576)).toBeLessThanOrEqual(metadata.sliceThicknessMm);
  });

  it("keeps thin structures on a coarse grid", () => {
    const at = measure(generateCase({ seed: 9, index: 0, ...COARSE }));
    expect(at("celiac_trunk").volumeMl).toBeGreaterThan(0);
    expect(at("adrenal_gland_right").volumeMl).toBeGreaterThan(0);
  });
});

describe("metadata", () => {
  it("varies scanner, phase, kernel, thickness, age and size over a short series", () => {
    const cases = Array.from({ length: 10 }, (_, index) => generateCase({ seed: 4, index, shape: [16, 16, 16] }));
    const values = (key: keyof PhantomCase["metadata"]) => new Set(cases.map(({ metadata }) => metadata[key]));
    expect(values("scanner").size).toBe(4);
    expect(values("kernel").size).toBeGreaterThan(1);
    expect(values("contrastPhase").size).toBeGreaterThan(1);
    expect(values("sliceThicknessMm").size).toBeGreaterThan(3);
    expect(values("ageYears").size).toBeGreaterThan(5);
    expect(values("distribution")).toEqual(new Set(["in", "out"]));
    for (const thickness of values("sliceThicknessMm")) {
      expect(thickness).toBeGreaterThanOrEqual(0.7);
      expect(thickness).toBeLessThanOrEqual(5);
    }
  });

  it("is written one line per case", () => {
    const cases = [0, 1].map((index) => generateCase({ seed: 4, index, shape: [8, 8, 8] }));
    const [head, ...lines] = casesCsv(cases).trimEnd().split("\n");
    expect(head?.startsWith("case,patient,sex,ageYears")).toBe(true);
    expect(lines.map((line) => line.split(",")[0])).toEqual(["phantom-001", "phantom-002"]);
    expect(lines.every((line) => line.split(",").length === head?.split(",").length)).toBe(true);
  });
});

describe("files", () => {
  it("read back with the same geometry and voxels", () => {
    const phantom = generateCase({ seed: 1, index: 0, shape: [32, 32, 32] });
    const files = encodeCase(phantom);
    const image = decodeVolume(files.image);
    const labels = decodeLabelMap(files.labels);
    expect(image.shape).toEqual([32, 32, 32]);
    expect([...image.affine]).toEqual([...phantom.affine]);
    expect(digest(image.data)).toBe(digest(phantom.image));
    expect(Array.from(labels.labels)).toEqual(Array.from(phantom.labels));
  });
});
