import { readFile } from "node:fs/promises";
import { writeImageArchive } from "@bodymark/image";
import type { VariantName } from "../model/variant.ts";
import { bundlePredictor } from "./bundle-predictor.ts";
import { buildRuntimeLayer } from "./runtime-layer.ts";

export interface BaselineImageRequest {
  readonly variant: VariantName;
  /** The archive to write, in the layout of `docker save`. */
  readonly out: string;
}

/** Node's name of the processor to Go's, which images use. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/**
 * Writes a variant's container image from files of this machine, without a registry or an engine: `sh predict.sh` in
 * `/workspace` (profile `bodymaps`). Same files, same bytes; both variants share the layer of the runtime.
 */
export async function buildBaselineImage({ variant, out }: BaselineImageRequest): Promise<string> {
  const architecture = ARCHITECTURES[process.arch];
  if (architecture === undefined) throw new Error(`no baseline image for processors of type ${process.arch}`);
  const [{ layer, libraryFolders }, program, model] = await Promise.all([
    buildRuntimeLayer(),
    bundlePredictor(),
    readFile(new URL(`../../models/${variant}.onnx`, import.meta.url)),
  ]);
  await writeImageArchive(
    {
      architecture,
      tags: [`bodymark-baseline:${variant}`],
      config: {
        WorkingDir: "/workspace",
        Cmd: ["sh", "/workspace/predict.sh"],
        Env: [
          "PATH=/usr/bin:/bin",
          `LD_LIBRARY_PATH=${libraryFolders.join(":")}`,
          // ONNX Runtime 1.29 and later would report usage to its maker.
          "ORT_DISABLE_TELEMETRY=1",
        ],
      },
      layers: [
        layer,
        {
          files: [
            { path: "opt/baseline/predict.mjs", content: program },
            { path: "opt/baseline/model.onnx", content: model },
            { path: "workspace/inputs", directory: true },
            { path: "workspace/outputs", directory: true, mode: 0o777 },
            {
              path: "workspace/predict.sh",
              mode: 0o755,
              content: `#!/bin/sh\nset -e\nexec node /opt/baseline/predict.mjs ${variant}\n`,
            },
          ],
        },
      ],
    },
    out,
  );
  return out;
}
