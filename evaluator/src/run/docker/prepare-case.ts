import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { RunFailure } from "@bodymark/contracts";
import type Docker from "dockerode";
import { EngineFault } from "../engine-fault.ts";
import type { CaseRequest, PreparedCase, RunOutcome } from "../executor.ts";
import { callEngine } from "./call-engine.ts";
import { classifyEnd } from "./classify-end.ts";
import { classifyStartError } from "./classify-start-error.ts";
import { containerOptions } from "./container-options.ts";
import type { Engine } from "./dialect.ts";
import { inputArchive } from "./input-archive.ts";
import { readLog } from "./read-log.ts";
import { removeContainer } from "./remove-container.ts";
import { runToEnd } from "./run-to-end.ts";
import { noVolumes, type RunVolumes } from "./run-volumes.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

export type MakeVolumes = (request: CaseRequest, name: string) => Promise<RunVolumes>;

/**
 * One hardened container for one case: created, the inputs put in, ready to start. Nothing is ever attached: an attach
 * that nobody drains blocks `wait`, `kill` and removal.
 */
export async function prepareCase(
  engine: Engine,
  makeVolumes: MakeVolumes,
  request: CaseRequest,
  signal: AbortSignal,
): Promise<PreparedCase> {
  const { docker, dialect } = engine;
  if (request.gpus.length > 0 && !dialect.gpuWay) throw new EngineFault(`${dialect.engine} hands over no GPU`);
  const name = `bodymark-${randomBytes(8).toString("hex")}`;
  const began = performance.now();
  let volumes = noVolumes;
  let removed: Promise<void> | null = null;
  const remove = () => {
    removed ??= removeContainer(docker, name).finally(async () => await volumes.remove());
    return removed;
  };
  try {
    throwIfCancelled(signal);
    if (request.sandbox === "readonly") volumes = await makeVolumes(request, name);
    const options = containerOptions(name, request, volumes.mounts, dialect);
    const container = await callEngine(
      "create a container",
      CALL_LIMIT_MS.create,
      (abortSignal) => docker.createContainer({ ...options, abortSignal }),
      (answer) => classifyStartError(answer, "create"),
    );
    throwIfCancelled(signal);
    if (request.sandbox === "userns") await putInputs(container, request);
    const createdAtMs = performance.now();
    const made = { createdAtMs, prepareMs: createdAtMs - began };
    return {
      run: (collect) => runPrepared(docker, container, request, made, collect, signal),
      remove,
    };
  } catch (error) {
    await remove().catch(() => undefined); // The reaper finds what is left here.
    throw error;
  }
}

async function runPrepared<Collected>(
  docker: Docker,
  container: Docker.Container,
  request: CaseRequest,
  { createdAtMs, prepareMs }: { createdAtMs: number; prepareMs: number },
  collect: (outcome: RunOutcome, open: (path: string) => Promise<Readable | null>) => Promise<Collected>,
  signal: AbortSignal,
): Promise<Collected> {
  throwIfCancelled(signal);
  const began = performance.now();
  const ended = await runToEnd(docker, container, request, signal);
  const start = performance.now() - began - ended.elapsedMs;
  throwIfCancelled(signal);
  const failure = await classifyEnd(docker, container, request, ended);
  const outcome: RunOutcome = {
    exitCode: ended.exitCode,
    elapsedMs: ended.elapsedMs,
    clockAdjusted: ended.clockAdjusted,
    endedAtMs: ended.endedAtMs,
    createdAtMs,
    failure,
    cpuMs: ended.cpuMs,
    peakMemoryBytes: ended.peakMemoryBytes,
    log: request.keepLog ? await readLog(container) : null,
    overheadMs: { prepare: prepareMs, start: Math.max(0, start), collect: 0 },
  };
  const collectBegan = performance.now();
  const collected = await collect(outcome, (path) => openOutput(container, path, signal));
  outcome.overheadMs.collect = performance.now() - collectBegan;
  return collected;
}

async function putInputs(container: Docker.Container, request: CaseRequest): Promise<void> {
  await callEngine(
    "put the inputs into the container",
    CALL_LIMIT_MS.put,
    (abortSignal) => container.putArchive(inputArchive(request, false), { path: "/", abortSignal }),
    (answer) => classifyStartError(answer, "put"),
  );
}

async function openOutput(container: Docker.Container, path: string, signal: AbortSignal): Promise<Readable | null> {
  throwIfCancelled(signal);
  return await callEngine<Readable | null>(
    "read the outputs",
    CALL_LIMIT_MS.get,
    async (abortSignal) => (await container.getArchive({ path, abortSignal })) as Readable,
    (answer) => {
      // 404: nothing there. 400: a component of the path is not a folder.
      if (answer.statusCode === 404 || answer.statusCode === 400) return null;
      throw new EngineFault(`the engine failed to read the outputs: ${answer.message}`);
    },
  );
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new RunFailure("cancelled", "run", "The evaluation was cancelled.");
}
