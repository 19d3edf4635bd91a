import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { EngineFault } from "../engine-fault.ts";
import type { CaseRequest } from "../executor.ts";
import { callEngine } from "./call-engine.ts";
import type { EndedRun } from "./classify-end.ts";
import { classifyStartError } from "./classify-start-error.ts";
import { elapsedTime } from "./elapsed.ts";
import { stoppedByOthers } from "./stopped-by-others.ts";
import { CALL_LIMIT_MS, KILL_GRACE_MS, LOST_CHECK_MS, LOST_GRACE_MS, TERM_GRACE_MS } from "./time-limits.ts";
import { watchResources } from "./watch-resources.ts";

/** Starts a container and waits for its end, with a hard limit and however it ends. */
export async function runToEnd(
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
