import type Docker from "dockerode";
import { callEngine } from "./call-engine.ts";
import { cgroupReader, type ReadUsage } from "./read-cgroup.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** Between readings: close at first, for short runs, then wider. The reader runs on the evaluator's cores. */
const INTERVAL_MS = { cgroup: [10, 100], api: [250, 1000] } as const;
/** How long the close interval is kept. */
const CLOSE_FOR_MS = 2000;

export interface ResourceWatch {
  /** Ends the readings and says what they saw; nulls when there was not one. */
  stop(): { cpuMs: number | null; peakMemoryBytes: number | null; oomKills: number };
}

/** Reads the container's usage until stopped. CPU time misses what happens after the last reading. */
export function watchResources(container: Docker.Container, pid: () => Promise<number>): ResourceWatch {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  let cpuMs: number | null = null;
  let peakMemoryBytes: number | null = null;
  let oomKills = 0;

  const watch = async () => {
    const cgroup = await cgroupReader(container.id, pid);
    const read = cgroup ?? apiReader(container);
    const [closeMs, wideMs] = INTERVAL_MS[cgroup ? "cgroup" : "api"];
    const began = performance.now();
    while (!stopped) {
      const reading = await read();
      if (!reading) return;
      cpuMs = Math.max(cpuMs ?? 0, reading.cpuMs);
      if (reading.residentBytes > 0) peakMemoryBytes = Math.max(peakMemoryBytes ?? 0, reading.residentBytes);
      oomKills = Math.max(oomKills, reading.oomKills ?? 0);
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, performance.now() - began < CLOSE_FOR_MS ? closeMs : wideMs);
      });
    }
  };
  watch().catch(() => undefined); // Usage is a measurement beside the run: it must never fail one.

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      wake?.();
      return { cpuMs, peakMemoryBytes, oomKills };
    },
  };
}

interface Stats {
  cpu_stats?: { cpu_usage?: { total_usage?: number } };
  memory_stats?: { stats?: Record<string, number> };
}

function apiReader(container: Docker.Container): ReadUsage {
  return async () => {
    const answer: Stats = await callEngine("read a container's usage", CALL_LIMIT_MS.ask, async () =>
      container.stats({ stream: false, "one-shot": true }),
    );
    const stats = answer.memory_stats?.stats;
    if (!stats) return null;
    const anonymous = stats.anon ?? stats.total_rss ?? 0;
    const shared = stats.shmem ?? stats.total_shmem ?? 0;
    return {
      cpuMs: (answer.cpu_stats?.cpu_usage?.total_usage ?? 0) / 1e6,
      residentBytes: anonymous + shared,
      oomKills: null,
    };
  };
}
