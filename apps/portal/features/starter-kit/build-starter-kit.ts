import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readChallenge, type Viewer } from "@bodymark/challenge";
import { profileSchema, type StructuresFile } from "@bodymark/contracts";
import { writeZip, type ZipEntry } from "@bodymark/zip";
import { Problem } from "#features/api/problem.ts";
import { database } from "#server/database.ts";
import { environment } from "#server/environment.ts";
import { loadSampleCase } from "./sample-case.ts";
import { writeReadme } from "./write-readme.ts";
import { writeEvaluateScript, writePredictScript, writeSubmitScript } from "./write-scripts.ts";

/** Files that are the same in every kit. */
const TEMPLATES = ["Dockerfile", "Dockerfile.typescript", "predict.py", "predict.ts"];
const PROGRAM = 0o755;

/** The starter kit of a phase, as a zip with one folder. @throws Refusal `not-found` */
export async function buildStarterKit(
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
): Promise<{ fileName: string; content: Buffer }> {
  const { publicUrl } = environment();
  const challenge = await readChallenge(database(), viewer, slugs.challenge);
  const phase = challenge.phases.find(({ slug }) => slug === slugs.phase);
  if (!phase) throw new Problem(404, "not-found", "There is no such phase.");
  const structures: StructuresFile = { structures: [...challenge.structures] };
  const sample = await loadSampleCase(viewer, slugs, structures);
  const name = `${challenge.slug}-${phase.slug}-starter-kit`;
  const files: ZipEntry[] = [
    { path: "README.md", content: writeReadme(challenge, phase, sample, publicUrl) },
    ...(await Promise.all(TEMPLATES.map(async (path) => ({ path, content: await template(path) })))),
    {
      path: "predict.sh",
      content: writePredictScript(await template(`predict-${profileSchema.parse(phase.profile)}.sh`), phase),
      mode: PROGRAM,
    },
    { path: "evaluate.sh", content: writeEvaluateScript(phase, publicUrl), mode: PROGRAM },
    { path: "submit.sh", content: writeSubmitScript(challenge.slug, phase.slug, publicUrl), mode: PROGRAM },
    { path: "structures.json", content: `${JSON.stringify(structures, null, 1)}\n` },
    { path: `sample/images/${toFileName(sample.name)}.nii.gz`, content: sample.image },
    { path: `sample/labels/${toFileName(sample.name)}.nii.gz`, content: sample.labels },
  ];
  return {
    fileName: `${name}.zip`,
    content: writeZip(files.map((file) => ({ ...file, path: `${name}/${file.path}` }))),
  };
}

/** The portal runs in its own folder (server.ts). */
function template(name: string): Promise<Buffer> {
  return readFile(join(process.cwd(), "starter-kit", name));
}

/** A case's name, whatever its organizers have called it, as the name of a file inside the kit. */
function toFileName(name: string): string {
  return name.replace(/[^\w-]/g, "_").slice(0, 100);
}
