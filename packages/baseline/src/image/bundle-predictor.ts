import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The predictor with everything but ONNX Runtime in one file of plain JavaScript. */
export async function bundlePredictor(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../predict/main.ts", import.meta.url))],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node24",
    external: ["onnxruntime-node"],
    legalComments: "none",
    logLevel: "error",
  });
  const text = outputFiles[0]?.text;
  if (text === undefined) throw new Error("the bundler wrote no file");
  return text;
}
