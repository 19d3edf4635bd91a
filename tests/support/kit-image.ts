import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeImageArchive } from "@bodymark/image";
import { buildRuntimeLayer } from "../../packages/baseline/src/image/runtime-layer.ts";

/**
 * What `Dockerfile.typescript` of a starter kit builds, from files of this machine instead of `node:24-slim`: Node, a
 * shell, and the kit's own `predict.sh`, `predict.ts` and `structures.json` in `/workspace`.
 */
export async function buildKitImage(kitFolder: string, out: string): Promise<void> {
  const { layer, libraryFolders } = await buildRuntimeLayer();
  const copied = ["predict.sh", "predict.ts", "structures.json"];
  const files = await Promise.all(
    copied.map(async (name) => ({ path: `workspace/${name}`, content: await readFile(join(kitFolder, name)) })),
  );
  await writeImageArchive(
    {
      architecture: process.arch === "arm64" ? "arm64" : "amd64",
      config: {
        WorkingDir: "/workspace",
        Cmd: ["sh", "/workspace/predict.sh"],
        Env: ["PATH=/usr/bin:/bin", `LD_LIBRARY_PATH=${libraryFolders.join(":")}`],
      },
      layers: [
        layer,
        {
          files: [
            ...files,
            { path: "workspace/inputs", directory: true },
            { path: "workspace/outputs", directory: true, mode: 0o777 },
          ],
        },
      ],
    },
    out,
  );
}
