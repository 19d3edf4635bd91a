import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Environment, gpusFor, type Limits, RunFailure, type Sandbox } from "@bodymark/contracts";

import { SCORER_VERSION, ScoringThreads } from "@bodymark/scoring";

import { EngineFault } from "../run/engine-fault.ts";
import type { Gpu, GpuProbe } from "../run/gpu-probe.ts";
import { nvidiaSmi } from "../run/nvidia/nvidia-smi.ts";
import type { EngineProbe } from "../run/probe.ts";
import { DEFAULT_SLUGS, profileFolders } from "./case-layout.ts";
import { chooseCores } from "./choose-cores.ts";
import type { EvaluationContext } from "./context.ts";
import { environmentOf } from "./environment-of.ts";
import { evaluateCase } from "./evaluate-case.ts";
import { holding } from "./holding.ts";
import { Lookahead } from "./lookahead.ts";
import { makeReady } from "./make-ready.ts";
import { refuseVolumes } from "./refuse-volumes.ts";
import { runOnce } from "./run-once.ts";
import { shuffle } from "./shuffle.ts";
import { summarize } from "./summarize.ts";
import type { EvaluationCase, EvaluationOptions, EvaluationOutcome } from "./types.ts";

/**
 * Runs an image over cases: probe, warm-up, each case in a fresh container in random order, scored once its time is
 * taken. A case that fails is a result. A fault of the engine is thrown (`retry` is true) and leaves its case
 * unfinished; an abort throws `RunFailure("cancelled")` once the container is gone.
 */
export async function runEvaluation(options: EvaluationOptions): Promise<EvaluationOutcome> {
  const definition = options.definition ?? "surface-distance";
  const probe = await options.executor.probe(options.signal);
  const sandbox = chooseSandbox(options, probe);
  refuseVolumes(options.image.config.volumes, profileFolders(options.profile, options.slugs ?? DEFAULT_SLUGS));
  const gpuProbe = options.gpuProbe ?? nvidiaSmi;
  const gpus = await chooseGpus(options.limits, gpuProbe);
  const { environment, cpuset } = describe(options, probe, sandbox, gpus);
  await options.on({ kind: "environment", environment });
  const scoring = new ScoringThreads({ size: 1 });
  const stopScoring = () => void scoring.close(new RunFailure("cancelled", "score", "cancelled"));
  options.signal.addEventListener("abort", stopScoring, { once: true });
  const lookahead = new Lookahead((one) => makeReady(context, one));
  const context: EvaluationContext = {
    options,
    lookahead,
    scoring,
    sandbox,
    diskQuota: probe.present.includes("disk-quota"),
    cpuset,
    gpus,
    gpuProbe,
    definition,
    say: async (ordinal, stage, message) => {
      await options.on({ kind: "journal", lines: [{ ordinal, stage, message, atMs: performance.now() }] });
    },
  };
  try {
    await mkdir(options.workDir, { recursive: true });
    const done = new Map((options.done ?? []).map((result) => [result.ordinal, result]));
    const waiting = options.cases.filter(({ ordinal }) => !done.has(ordinal));
    const order = shuffle(waiting);
    if (order.length > 0 && options.warmUp !== false) await warmUp(context, order[0] ?? null);
    for (const [index, one] of order.entries()) {
      const next = order[index + 1] ?? null;
      const { result, predictionPath, log } = await holding(options, one, () => evaluateCase(context, one, next));
      done.set(one.ordinal, result);
      await options.on({ kind: "case", ordinal: one.ordinal, state: "done" });
      await options.on({ kind: "result", result, predictionPath, log });
    }
    await lookahead.close();
    const cases = [...done.values()].sort((a, b) => a.ordinal - b.ordinal);
    return {
      environment,
      scorer: { version: SCORER_VERSION, definition },
      cases,
      summary: summarize(cases, options.structures, options.limits, definition),
    };
  } finally {
    options.signal.removeEventListener("abort", stopScoring);
    await scoring.close();
    // A container that is left is the reaper's; whatever went wrong before matters more.
    await lookahead.close().catch(() => undefined);
    await rm(join(options.workDir), { recursive: true, force: true });
  }
}

function chooseSandbox({ sandbox, profile }: EvaluationOptions, probe: EngineProbe): Sandbox {
  if (profile === "strict") return "readonly";
  if (sandbox !== "auto") return sandbox;
  return probe.sandboxes[0] ?? "readonly";
}

/** @throws EngineFault where the phase asks for a GPU that this machine does not have */
async function chooseGpus(limits: Limits, gpuProbe: GpuProbe): Promise<readonly Gpu[]> {
  if (limits.gpus === "none") return [];
  const gpus = gpusFor(limits, await gpuProbe.list());
  if (!gpus) throw new EngineFault("this machine has no GPU such as the phase asks for");
  return gpus;
}

function describe(
  options: EvaluationOptions,
  probe: EngineProbe,
  sandbox: Sandbox,
  gpus: readonly Gpu[],
): { environment: Environment; cpuset: string | null } {
  const { cpuset, shared } = chooseCores(probe.cores, options.limits.cpus);
  const environment = environmentOf(probe, sandbox, gpus, shared ? ["shared-cores"] : []);
  if (options.refuseMissingControls && environment.missingControls.length > 0) {
    throw new EngineFault(`the engine lacks ${environment.missingControls.join(", ")}`);
  }
  return { environment, cpuset: probe.present.includes("cpuset") ? cpuset : null };
}

/** One container over the first case, like any other, whose end nobody looks at: it warms page cache and engine. */
async function warmUp(context: EvaluationContext, next: EvaluationCase | null): Promise<void> {
  const first = [...context.options.cases].sort((a, b) => a.ordinal - b.ordinal)[0];
  if (!first) return;
  await context.options.on({ kind: "warm-up", ordinal: first.ordinal });
  try {
    await holding(context.options, first, () => runOnce(context, first, null, next));
    await context.say(first.ordinal, "run", "warm-up ended");
  } catch (error) {
    if (!(error instanceof RunFailure) || error.code === "cancelled") throw error;
    await context.say(first.ordinal, error.stage, `warm-up failed: ${error.code}`);
  }
}
