import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Structure } from "@bodymark/contracts";
import { encodeNifti } from "@bodymark/nifti";
import { afterEach, beforeEach } from "vitest";
import type { CaseInput, ScoringOptions } from "../src/index.ts";

export const AFFINE = [0.8, 0, 0, 5, 0, 0.8, 0, -3, 0, 0, 2, 1, 0, 0, 0, 1];
export const SHAPE = [24, 20, 12] as const;
export const STRUCTURES: readonly Structure[] = [
  { label: 1, name: "aorta", toleranceMm: 1 },
  { label: 2, name: "liver", toleranceMm: 2 },
  { label: 3, name: "spleen", toleranceMm: 2 },
];
export const OPTIONS: ScoringOptions = {
  structures: STRUCTURES,
  definition: "surface-distance",
  metrics: ["dice", "nsd", "hd95", "assd"],
  affine: "require",
};

/** A label map with a tube (1) and a block (2), moved by `shift` voxels along x; label 3 is nowhere. */
export function labels(shift = 0): Uint8Array {
  const data = new Uint8Array(SHAPE[0] * SHAPE[1] * SHAPE[2]);
  for (let i = 0; i < data.length; i++) {
    const x = (i % SHAPE[0]) - shift;
    const y = Math.floor(i / SHAPE[0]) % SHAPE[1];
    const z = Math.floor(i / (SHAPE[0] * SHAPE[1]));
    if (Math.hypot(x - 5, y - 5) < 2.5) data[i] = 1;
    else if (x > 9 && x < 18 && y > 8 && y < 16 && z > 3 && z < 9) data[i] = 2;
  }
  return data;
}

export function file(data: Parameters<typeof encodeNifti>[0]["data"], affine: readonly number[] = AFFINE): Uint8Array {
  return encodeNifti({ shape: SHAPE, affine, data }, { gzip: true, level: 1 });
}

/** A folder of this test file's own, fresh for each test. */
export function testFolder(): {
  readonly path: () => string;
  readonly put: (name: string, bytes: Uint8Array | string) => Promise<string>;
} {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-scoring-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return {
    path: () => folder,
    put: async (name, bytes) => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return path;
    },
  };
}

export function caseOf(referencePath: string, predictionPath: string | null): CaseInput {
  return { name: "case", referencePath, predictionPath };
}
