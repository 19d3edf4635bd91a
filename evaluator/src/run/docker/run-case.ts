import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { RunFailure } from "@bodymark/contracts";
import type Docker from "dockerode";
import { EngineFault } from "../engine-fault.ts";
import type { CaseRequest, OpenOutput, RunOutcome } from "../executor.ts";
import { callEngine } from "./call-engine.ts";
import { classifyEnd, type EndedRun } from "./classify-end.ts";
import { classifyStartError } from "./classify-start-error.ts";
import { containerOptions } from "./container-options.ts";
import type { Engine } from "./dialect.ts";
import { elapsedTime } from "./elapsed.ts";
import { inputArchive } from "./input-archive.ts";
import { readLog } from "./read-log.ts";
import { removeContainer } from "./remove-container.ts";
import { noVolumes, type RunVolumes } from "./run-volumes.ts";
import { stoppedByOthers } from "./stopped-by-others.ts";
import { CALL_LIMIT_MS, KILL_GRACE_MS, LOST_CHECK_MS, LOST_GRACE_MS, TERM_GRACE_MS } from "./time-limits.ts";
import { watchResources } from "./watch-resources.ts";

export type MakeVolumes = (request: CaseRequest, name: string) => Promise<RunVolumes>;

/**
 * One hardened container over one case: create, put the inputs in, start, wait with a hard limit, let `collect` read,
 * remove. Nothing is attached: an attach that nobody drains blocks `wait`, `kill` and removal.
 */
export async function runCase<Collected>(
  { docker, dialect }: Engine,
  makeVolumes: MakeVolumes,
  request: CaseRequest,
  collect: (outcome: RunOutcome, open: OpenOutput) => Promise<Collected>,
  signal: AbortSignal,
): Promise<Collected> {
  if (request.gpus.length > 0 && !dialect.gpuWay) throw new EngineFault(`${dialect.engine} hands over no GPU`);
  const name = `bodymark-${randomBytes(8).toString("hex")}`;
  const clock = stopwatch();
  let volumes = noVolumes;
  let removed = false;
  try {
    throwIfCancelled(signal);
    if (request.sandbox === "readonly") volumes = await makeVolumes(request, name);
    const container = await callEngine(
      "create a container",
      CALL_LIMIT_MS.create,
      (abortSignal) =>
        docker.createContainer({ ...containerOptions(name, request, volumes.mounts, dialect), abortSignal }),
      (answer) => classifyStartError(answer, "create"),
    );
    throwIfCancelled(signal);
    if (request.sandbox === "userns") await putInputs(container, request);
    const prepare = clock.lap();
    const createdAtMs = performance.now();

    const ended = await runToEnd(docker, container, request, signal);
    const start = clock.lap() - ended.elapsedMs;
    throwIfCancelled(signal);

    const overheadMs = { prepare, start: Math.max(0, start), collect: 0, remove: 0 };
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
      overheadMs,
    };
    const collected = await collect(outcome, (path) => openOutput(container, path, signal));
    overheadMs.collect = clock.lap();
    await removeContainer(docker, name);
    removed = true;
    overheadMs.remove = clock.lap();
    return collected;
  } finally {
    if (!removed) await removeContainer(docker, name).catch(() => undefined); // The reaper finds what is left here.
    await volumes.remove();
  }
}

async function putInputs(container: Docker.Container, request: CaseRequest): Promise<void> {
  await callEngine(
    "put the inputs into the container",
    CALL_LIMIT_MS.put,
    (abortSignal) => container.putArchive(inputArchive(request, false), { path: "/", abortSignal }),
    (answer) => classifyStartError(answer, "put"),
  );
}

async function runToEnd(
  docker: Docker,
  container: Docker.Container,
  request: CaseRequest,
  signal: AbortSignal,
): Promise<EndedRun> {
  const startCalledAt = performance.now();
  await callEngine(
    "start the container",
    CALL_LIMIT_MS.start,
    (abortSignal) => container.start({ abortSignal }),
    (answer) => classifyStartError(answer, "start"),
  );
  const startedAt = performance.now();
  const ended = new AbortController();
  const limitMs = request.limits.caseTimeoutS * 1000;
  const wait = callEngine("wait for the container", limitMs + TERM_GRACE_MS + KILL_GRACE_MS, (abortSignal) =>
    container.wait({ abortSignal }),
  );
  wait.catch(() => undefined); // Awaited below; a failure meanwhile is not unhandled.
  const watch = watchResources(container, async () => (await inspect(container)).State.Pid);
  let timedOut = false;
  try {
    const stopping = stopWhenDue(container, limitMs - (performance.now() - startedAt), signal, ended.signal);
    stopping.catch(() => undefined);
    const lost = failWhenEngineIsLost(container, ended.signal);
    lost.catch(() => undefined);
    await Promise.race([wait, stopping.then(() => wait), lost]);
    const endedAt = performance.now();
    ended.abort();
    timedOut = await stopping;
    const { State: state } = await inspect(container);
    if (state.Running) throw new EngineFault("the engine says that the container ended, and that it runs");
    const oursToStop = timedOut || signal.aborted;
    if (
      !oursToStop &&
      (await stoppedByOthers(docker, container.id, state.StartedAt, state.FinishedAt, state.ExitCode))
    ) {
      throw new EngineFault("the engine, or somebody at it, stopped the container");
    }
    const usage = watch.stop();
    const time = elapsedTime(state.StartedAt, state.FinishedAt, {
      atLeastMs: endedAt - startedAt,
      atMostMs: endedAt - startCalledAt,
    });
    return {
      exitCode: state.ExitCode,
      ...time,
      endedAtMs: endedAt,
      timedOut: timedOut || time.elapsedMs > limitMs,
      outOfMemory: state.OOMKilled || usage.oomKills > 0,
      cpuMs: usage.cpuMs,
      peakMemoryBytes: usage.peakMemoryBytes,
    };
  } finally {
    ended.abort();
    watch.stop();
  }
}

/** Kills at the time limit (SIGTERM, grace, SIGKILL) or at once when cancelled; true if the limit was reached. */
async function stopWhenDue(
  container: Docker.Container,
  limitMs: number,
  cancelled: AbortSignal,
  ended: AbortSignal,
): Promise<boolean> {
  const over = AbortSignal.any([cancelled, ended]);
  await pause(limitMs, over);
  if (ended.aborted) return false;
  if (!cancelled.aborted) {
    await kill(container, "SIGTERM");
    await pause(TERM_GRACE_MS, over);
  }
  if (!ended.aborted) await kill(container, "SIGKILL");
  return !cancelled.aborted;
}

/**
 * Rejects when the engine has gone: a broken connection is not seen by `wait`, whose answer has begun already. Only that
 * answer says how a run ended; an engine that came back says "exited" of whatever it found dead.
 */
async function failWhenEngineIsLost(container: Docker.Container, ended: AbortSignal): Promise<never> {
  for (;;) {
    await pause(LOST_CHECK_MS, ended);
    if (ended.aborted) return await new Promise<never>(() => undefined);
    const { State: state } = await inspect(container);
    if (state.Running) continue;
    await pause(LOST_GRACE_MS, ended);
    if (!ended.aborted) throw new EngineFault("the engine lost the container while it ran");
  }
}

/** Waits, at most until the signal. Long waits go in pieces: a timer takes at most 2³¹ − 1 ms. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const until = performance.now() + ms;
  try {
    for (let left = ms; left > 0; left = until - performance.now()) {
      await sleep(Math.min(left, 1e9), undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function kill(container: Docker.Container, signal: string): Promise<void> {
  await callEngine(
    "kill the container",
    CALL_LIMIT_MS.kill,
    (abortSignal) => container.kill({ signal, abortSignal }),
    () => undefined, // 409: it has ended by itself.
  );
}

function inspect(container: Docker.Container): Promise<Docker.ContainerInspectInfo> {
  return callEngine("inspect the container", CALL_LIMIT_MS.ask, (abortSignal) => container.inspect({ abortSignal }));
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

function stopwatch(): { lap(): number } {
  let since = performance.now();
  return {
    lap() {
      const now = performance.now();
      const ms = now - since;
      since = now;
      return ms;
    },
  };
}
