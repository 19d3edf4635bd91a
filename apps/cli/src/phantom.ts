import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "@bodymark/contracts";
import { casesCsv, encodeCase, generateCase, PHANTOM_STRUCTURES, type PhantomCase } from "@bodymark/phantom";
import type { Command } from "commander";

type Triple = readonly [number, number, number];

interface PhantomOptions {
  readonly cases: string;
  readonly out: string;
  readonly shape?: string;
  readonly spacing?: string;
  readonly seed: string;
  readonly nativeThickness?: boolean;
}

/** More voxels than any scanner makes; beyond, a typing error would fill the memory. */
const MAX_VOXELS = 2 ** 30;
const MAX_CASES = 100_000;

/** `bodymark phantom`: writes synthetic abdominal CT scans in the layout that `evaluate` reads. */
export function addPhantomCommand(program: Command): void {
  program
    .command("phantom")
    .description("write synthetic abdominal CT scans with 25 labelled structures")
    .requiredOption("--cases <n>", "how many scans")
    .requiredOption("--out <dir>", "folder to write images/, labels/, cases.csv and structures.json into")
    .option("--shape <x,y,z>", "voxels along each axis (default: 128,128,128, or what covers the body at --spacing)")
    .option("--spacing <x,y,z>", "voxel size in mm (default: 3,3,4.5, or what covers the body with --shape)")
    .option("--seed <n>", "same seed, same scans", "1")
    .option("--native-thickness", "space the slices as each scan's own slice thickness (0.7 to 5 mm) says")
    .addHelpText(
      "after",
      `
The anatomy keeps its size whatever the grid: a finer spacing gives more voxels, never another body. With both --shape
and --spacing, their product is the field of view, centred on the anatomy; the whole body needs 384 x 384 x 576 mm.
Women have no prostate: its label is absent from their reference.`,
    )
    .action(writePhantoms);
}

async function writePhantoms(options: PhantomOptions): Promise<void> {
  const count = readInteger("--cases", options.cases, 1, MAX_CASES);
  const seed = readInteger("--seed", options.seed, 0, Number.MAX_SAFE_INTEGER);
  const shape = options.shape === undefined ? undefined : readShape(options.shape);
  const spacingMm = options.spacing === undefined ? undefined : readTriple("--spacing", options.spacing);
  if (shape && shape[0] * shape[1] * shape[2] > MAX_VOXELS)
    throw new UsageError(`--shape ${options.shape} is too large`);
  const images = join(options.out, "images");
  const labels = join(options.out, "labels");
  await mkdir(images, { recursive: true });
  await mkdir(labels, { recursive: true });
  await refuseForeignScans(images, count);

  const written: Pick<PhantomCase, "name" | "metadata">[] = [];
  for (let index = 0; index < count; index++) {
    const phantom = generateCase({
      seed,
      index,
      shape,
      spacingMm,
      slices: options.nativeThickness ? "as-thick" : "given",
    });
    const files = encodeCase(phantom);
    await writeFile(join(images, `${phantom.name}.nii.gz`), files.image);
    await writeFile(join(labels, `${phantom.name}.nii.gz`), files.labels);
    written.push({ name: phantom.name, metadata: phantom.metadata });
    process.stderr.write(`${phantom.name}: ${phantom.shape.join("x")} voxels${missing(phantom)}\n`);
  }
  await writeFile(join(options.out, "cases.csv"), casesCsv(written));
  await writeFile(
    join(options.out, "structures.json"),
    `${JSON.stringify({ structures: PHANTOM_STRUCTURES }, null, 2)}\n`,
  );
}

/** `evaluate` runs every scan in the folder, so another run's scans would slip in. */
async function refuseForeignScans(images: string, count: number): Promise<void> {
  const own = new Set<string>();
  for (let index = 0; index < count; index++) own.add(`phantom-${String(index + 1).padStart(3, "0")}.nii.gz`);
  const foreign = (await readdir(images)).filter((name) => !own.has(name));
  if (foreign.length > 0) {
    throw new UsageError(`${images} holds other files (${foreign.slice(0, 3).join(", ")}): give --out an empty folder`);
  }
}

/** What the field of view cut off, for the progress line. */
function missing({ labels, metadata }: PhantomCase): string {
  const present = new Uint8Array(256);
  for (const label of labels) present[label] = 1;
  const absent = PHANTOM_STRUCTURES.filter(
    ({ label, name }) => present[label] === 0 && !(name === "prostate" && metadata.sex === "female"),
  );
  return absent.length === 0 ? "" : ` (outside the field of view: ${absent.map(({ name }) => name).join(", ")})`;
}

function readInteger(option: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high) {
    throw new UsageError(`${option} takes a whole number from ${low}${high < 1e9 ? ` to ${high}` : ""}, not "${text}"`);
  }
  return value;
}

function readTriple(option: string, text: string): Triple {
  const [x, y, z, ...rest] = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const valid = (value: number | undefined): value is number =>
    value !== undefined && Number.isFinite(value) && value > 0 && value <= 10_000;
  if (!valid(x) || !valid(y) || !valid(z) || rest.length > 0) {
    throw new UsageError(`${option} takes three positive numbers such as 3,3,4.5, not "${text}"`);
  }
  return [x, y, z];
}

function readShape(text: string): Triple {
  const shape = readTriple("--shape", text);
  if (!shape.every((size) => Number.isInteger(size))) {
    throw new UsageError(`--shape takes three whole numbers such as 128,128,128, not "${text}"`);
  }
  return shape;
}
