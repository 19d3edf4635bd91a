import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** One reading of what a container uses. `residentBytes` is anonymous plus shared memory: no page cache. */
export interface ResourceReading {
  cpuMs: number;
  residentBytes: number;
  /** Processes killed for memory so far; null where the source does not count them. */
  oomKills: number | null;
}

/** Reads a container's usage, or null once it is gone. */
export type ReadUsage = () => Promise<ResourceReading | null>;

const ROOT = "/sys/fs/cgroup";

/**
 * A reader of a container's own cgroup files, or null where they cannot be seen: another machine's engine, or a
 * process without this pid. Two or three small reads, some 0.1 ms, against 2 ms and more through the engine's API.
 */
export async function cgroupReader(containerId: string, pid: () => Promise<number>): Promise<ReadUsage | null> {
  // Where engines put a container with either cgroup driver: found without asking the engine for the pid.
  const usualPaths = [
    `/docker/${containerId}`,
    `/system.slice/docker-${containerId}.scope`,
    `/libpod_parent/libpod-${containerId}`,
    `/machine.slice/libpod-${containerId}.scope`,
  ];
  for (const path of usualPaths) {
    const usual = [
      versionOne(
        new Map([
          ["memory", path],
          ["cpuacct", path],
        ]),
      ),
      versionTwo(path),
    ];
    for (const reader of usual) if (await reader()) return reader;
  }
  const membership = await readFile(`/proc/${await pid()}/cgroup`, "utf8").catch(() => null);
  if (!membership?.includes(containerId)) return null;
  const paths = new Map<string, string>();
  for (const line of membership.split("\n")) {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    for (const controller of controllers.split(",")) paths.set(controller, path);
  }
  const reader = paths.has("memory") ? versionOne(paths) : versionTwo(paths.get("") ?? "");
  return (await reader()) ? reader : null;
}

/** cgroup v1: docs.kernel.org/admin-guide/cgroup-v1/memory.html, `total_rss` and `total_shmem` in memory.stat. */
function versionOne(paths: ReadonlyMap<string, string>): ReadUsage {
  const memory = join(ROOT, "memory", paths.get("memory") ?? "");
  const cpu = join(ROOT, "cpuacct", paths.get("cpuacct") ?? "");
  return async () => {
    try {
      const [stat, control, usage] = await Promise.all([
        readFile(join(memory, "memory.stat"), "utf8"),
        readFile(join(memory, "memory.oom_control"), "utf8"),
        readFile(join(cpu, "cpuacct.usage"), "utf8"),
      ]);
      return {
        cpuMs: Number(usage) / 1e6,
        residentBytes: (field(stat, "total_rss") ?? 0) + (field(stat, "total_shmem") ?? 0),
        oomKills: field(control, "oom_kill"),
      };
    } catch {
      return null; // The container has ended and its cgroup is gone.
    }
  };
}

/** cgroup v2: docs.kernel.org/admin-guide/cgroup-v2.html, `anon` and `shmem` in memory.stat, `oom_kill` in memory.events. */
function versionTwo(path: string): ReadUsage {
  const folder = join(ROOT, path);
  return async () => {
    try {
      const [stat, events, cpu] = await Promise.all([
        readFile(join(folder, "memory.stat"), "utf8"),
        readFile(join(folder, "memory.events"), "utf8"),
        readFile(join(folder, "cpu.stat"), "utf8"),
      ]);
      return {
        cpuMs: (field(cpu, "usage_usec") ?? 0) / 1e3,
        residentBytes: (field(stat, "anon") ?? 0) + (field(stat, "shmem") ?? 0),
        oomKills: field(events, "oom_kill"),
      };
    } catch {
      return null;
    }
  };
}

function field(text: string, name: string): number | null {
  const match = new RegExp(`^${name} (\\d+)$`, "m").exec(text);
  return match ? Number(match[1]) : null;
}
