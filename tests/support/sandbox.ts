import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CaseResult,
  type Limits,
  limitsSchema,
  type Profile,
  type Sandbox,
  structuresFileSchema,
} from "@bodymark/contracts";
import {
  createDockerExecutor,
  type EngineProbe,
  type EvaluationEvent,
  type EvaluationOptions,
  type EvaluationOutcome,
  type Executor,
  prepareArchive,
  runEvaluation,
} from "@bodymark/evaluator";
import { encodeNifti } from "@bodymark/nifti";

const MIB = 1024 ** 2;
export const SHAPE = [24, 20, 16] as const;
export const AFFINE = [-3, 0, 0, 30, 0, -3, 0, 24, 0, 0, 5, -40, 0, 0, 0, 1];
export const STRUCTURES = structuresFileSchema.parse({
  structures: [
    { label: 1, name: "aorta", toleranceMm: 1 },
    { label: 2, name: "liver", toleranceMm: 1 },
  ],
});

/** Small limits, so that every limit is met within seconds. */
export const SMALL_LIMITS: Limits = limitsSchema.parse({
  caseTimeoutS: 20,
  memoryBytes: 64 * MIB,
  shmBytes: 16 * MIB,
  cpus: 1,
  pids: 64,
  diskBytes: 32 * MIB,
});

/** Two boxes of the test volume, as labels 1 and 2; `shift` moves them along x. */
export function boxes(shift = 0): Uint8Array {
  const [nx, ny, nz] = SHAPE;
  const labels = new Uint8Array(nx * ny * nz);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const at = x + nx * (y + ny * z);
        if (x >= 2 + shift && x < 8 + shift && y >= 3 && y < 9 && z >= 2 && z < 8) labels[at] = 1;
        if (x >= 12 + shift && x < 20 + shift && y >= 8 && y < 16 && z >= 6 && z < 14) labels[at] = 2;
      }
    }
  }
  return labels;
}

export function encodeCase(labels: Uint8Array): Uint8Array {
  return encodeNifti({ shape: SHAPE, affine: AFFINE, data: labels }, { gzip: true });
}

/** A folder as `evaluate` reads it: each image holds the labels that copying it gives, each reference `reference`. */
export async function writeCases(
  folder: string,
  cases: Readonly<Record<string, { image: Uint8Array; reference: Uint8Array }>>,
) {
  await mkdir(join(folder, "images"), { recursive: true });
  await mkdir(join(folder, "labels"), { recursive: true });
  for (const [name, { image, reference }] of Object.entries(cases)) {
    await writeFile(join(folder, "images", `${name}.nii.gz`), encodeCase(image));
    await writeFile(join(folder, "labels", `${name}.nii.gz`), encodeCase(reference));
  }
}

export interface Trial {
  limits?: Partial<Limits>;
  profile?: Profile;
  sandbox?: Sandbox;
  options?: Partial<EvaluationOptions>;
}

/** Evaluates archives on the real engine, over one case; the engine is probed once. */
export class SandboxBench {
  readonly folder: string;
  readonly executor: Executor;
  readonly labels = { "bodymark.test": randomUUID() };
  readonly #images = new Set<string>();
  #trials = 0;

  private constructor(folder: string, executor: Executor) {
    this.folder = folder;
    this.executor = executor;
  }

  static async open(): Promise<SandboxBench> {
    const folder = await mkdtemp(join(tmpdir(), "bodymark-sandbox-"));
    await writeCases(join(folder, "cases"), { "secret-name": { image: boxes(), reference: boxes() } });
    const engine = createDockerExecutor({ address: process.env.DOCKER_HOST, scratchFolder: join(folder, "loop") });
    let probe: Promise<EngineProbe> | undefined;
    const executor: Executor = {
      ...engine,
      probe: (signal) => {
        probe ??= engine.probe(signal);
        return probe;
      },
    };
    return new SandboxBench(folder, executor);
  }

  /** Builds an image with `build`, evaluates it over the one case, and gives back what came of it. */
  async evaluate(
    build: (archive: string) => Promise<unknown>,
    trial: Trial = {},
  ): Promise<{ result: CaseResult; outcome: EvaluationOutcome; events: EvaluationEvent[]; predictions: string }> {
    this.#trials += 1;
    const folder = join(this.folder, `trial-${this.#trials}`);
    await mkdir(folder);
    const archive = join(folder, "image.tar");
    await build(archive);
    const events: EvaluationEvent[] = [];
    const { signal } = new AbortController();
    const profile = trial.profile ?? "bodymaps";
    const limits = { ...SMALL_LIMITS, ...trial.limits };
    const { image } = await prepareArchive(this.executor, archive, { profile, limits, workDir: folder, signal });
    this.#images.add(image.id);
    const predictions = join(folder, "predictions");
    const outcome = await runEvaluation({
      executor: this.executor,
      image,
      cases: [
        {
          case: "secret-name",
          ordinal: 1,
          imagePath: join(this.folder, "cases/images/secret-name.nii.gz"),
          labelPath: join(this.folder, "cases/labels/secret-name.nii.gz"),
        },
      ],
      structures: STRUCTURES,
      profile,
      limits,
      sandbox: trial.sandbox ?? "auto",
      warmUp: false,
      predictionsDir: predictions,
      workDir: join(folder, "work"),
      labels: this.labels,
      signal,
      on: (event) => void events.push(event),
      ...trial.options,
    });
    const result = outcome.cases[0];
    if (!result) throw new Error("an evaluation without a result");
    return { result, outcome, events, predictions };
  }

  /** Removes the last trial's archive and predictions; anything else that the evaluator left of it stays to be seen. */
  async clear(): Promise<void> {
    const folder = join(this.folder, `trial-${this.#trials}`);
    for (const name of ["image.tar", "predictions"]) await rm(join(folder, name), { recursive: true, force: true });
    await rmdir(folder).catch(() => undefined);
  }

  /** Throws if anything of ours is left in the engine or on the disk; removes all of it. */
  async close(): Promise<void> {
    const leaked = await this.executor.reap(this.labels);
    for (const id of this.#images) await this.executor.removeImage(id);
    const loops = await readdir(join(this.folder, "loop")).catch(() => []);
    await this.executor.close();
    await rm(this.folder, { recursive: true, force: true });
    if (leaked > 0) throw new Error(`${leaked} containers or volumes were left in the engine`);
    if (loops.length > 0) throw new Error(`loop images were left: ${loops.join(", ")}`);
  }
}
