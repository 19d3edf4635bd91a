/** The program inside the image: `node predict.mjs accurate|fast`, in the `bodymaps` profile's folders. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { VARIANTS, type VariantName } from "../model/variant.ts";
import { openModel } from "./open-model.ts";
import { predictFile } from "./predict-file.ts";

const INPUTS = "/workspace/inputs";
const OUTPUTS = "/workspace/outputs";

function isVariant(name: string | undefined): name is VariantName {
  return name !== undefined && Object.hasOwn(VARIANTS, name);
}

const [, , variant] = process.argv;
if (!isVariant(variant)) throw new Error(`no such variant: ${variant}`);
const names = (await readdir(INPUTS)).filter((name) => name.endsWith(".nii.gz") || name.endsWith(".nii"));
if (names.length === 0) throw new Error(`no .nii.gz file in ${INPUTS}`);
const model = await openModel(variant, await readFile(new URL("model.onnx", import.meta.url)));
await mkdir(OUTPUTS, { recursive: true });
for (const name of names) {
  const output = await predictFile(model, await readFile(`${INPUTS}/${name}`));
  await writeFile(`${OUTPUTS}/${name.endsWith(".gz") ? name : `${name}.gz`}`, output);
  process.stdout.write(`${name}: done\n`);
}
