import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildBaselineImage } from "@bodymark/baseline";
import type { BaselineImage } from "./demo-baselines.ts";

/** Builds both baselines' archives from files on disk, under the data folder. */
export async function buildBaselineImages(dataFolder: string): Promise<BaselineImage[]> {
  const folder = join(dataFolder, "images");
  await mkdir(folder, { recursive: true });
  const images: BaselineImage[] = [];
  for (const variant of ["accurate", "fast"] as const) {
    const archivePath = await buildBaselineImage({ variant, out: join(folder, `baseline-${variant}.tar`) });
    images.push({ variant, archivePath });
  }
  return images;
}
