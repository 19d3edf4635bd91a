import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { limitsSchema, type Sandbox } from "@bodymark/contracts";
import { writeImageArchive } from "@bodymark/image";
import type Docker from "dockerode";
import { EngineFault } from "../../engine-fault.ts";
import type { CaseRequest } from "../../executor.ts";
import type { Control, EngineProbe } from "../../probe.ts";
import { callEngine } from "../call-engine.ts";
import { containerOptions } from "../container-options.ts";
import type { Engine } from "../dialect.ts";
import { loadImage } from "../images.ts";
import { readSmallFile } from "../read-small-file.ts";
import { removeContainer } from "../remove-container.ts";
import { CALL_LIMIT_MS } from "../time-limits.ts";
import { PROBE_PROGRAM, PROBE_RESULT_PATH, readProbeResult } from "./probe-program.ts";
import { diskQuotaHolds, outputQuotaHolds } from "./quota-holds.ts";

const MIB = 1024 ** 2;
const EPERM = -1;
const ENOSYS = -38;
const EAFNOSUPPORT = -97;
const ENETUNREACH = -101;

/** On all that a probe makes, beside the labels of its owner, by which a worker's next start finds what is left. */
export const PROBE_LABELS = { "bodymark.probe": "1" };

/**
 * Finds out which controls an engine really has. What it says of itself is not enough (a kernel without swap
 * accounting or quotas takes the options and ignores them), so a container built like a run's tries to break out.
 */
export async function probeEngine(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  loopFolder: () => Promise<string | null>,
  signal: AbortSignal,
): Promise<EngineProbe> {
  const { docker, dialect } = engine;
  const [info, version] = await Promise.all([
    callEngine("describe itself", CALL_LIMIT_MS.ask, () => docker.info()),
    callEngine("say its version", CALL_LIMIT_MS.ask, () => docker.version()),
  ]);
  const imageId = await loadProbeImage(docker, signal);
  const request = probeRequest(imageId, { ...PROBE_LABELS, ...labels });
  const [inside, diskQuota, outputQuota] = await Promise.all([
    runProbe(engine, request, info.CPUSet ? String(Math.max(0, info.NCPU - 1)) : null),
    diskQuotaHolds(engine, request),
    loopFolder().then((folder) => (folder ? outputQuotaHolds(engine, folder, request) : false)),
  ]);
  const present = new Set<Control>(inside.present);
  if (diskQuota) present.add("disk-quota");
  if (outputQuota) present.add("output-quota");
  if (!info.SwapLimit) present.delete("swap-limit");
  const sandboxes: Sandbox[] = [];
  if (present.has("user-namespace") && diskQuota) sandboxes.push("userns");
  if (outputQuota) sandboxes.push("readonly");
  const runtime = version.Components?.find(({ Name }) =>
    [info.DefaultRuntime, `OCI Runtime (${info.DefaultRuntime})`].includes(Name),
  );
  return {
    engine: dialect.engine,
    runtime: runtime ? describeRuntime(info.DefaultRuntime, runtime.Version) : String(info.DefaultRuntime),
    // Podman makes up a new ID for each answer.
    engineId: dialect.engine.startsWith("Podman") ? `${info.Name}:${info.DockerRootDir}` : String(info.ID),
    architecture: String(info.Architecture),
    cpuModel: inside.cpuModel,
    cores: info.NCPU,
    memoryBytes: info.MemTotal,
    storageDriver: String(info.Driver),
    cgroupVersion: info.CgroupVersion === "2" ? "2" : "1",
    sandboxes,
    present: [...present],
  };
}

/** Podman gives the whole text of `runc --version`, name first. */
function describeRuntime(name: string, version: string): string {
  const line = version.split("\n", 1)[0] ?? "";
  return line.startsWith(name) ? line.replace(" version ", " ") : `${name} ${line}`;
}

/** An image with nothing but the probe's program; loading it anew is as cheap as looking for it. */
async function loadProbeImage(docker: Docker, signal: AbortSignal): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bodymark-probe-"));
  try {
    const archive = join(folder, "probe.tar");
    const { configDigest } = await writeImageArchive(
      {
        config: { Entrypoint: ["/probe"], WorkingDir: "/" },
        layers: [
          {
            files: [
              { path: "probe", mode: 0o755, content: PROBE_PROGRAM.elf },
              // Podman makes `/` read-only for a root without capabilities.
              { path: posix.dirname(PROBE_RESULT_PATH), mode: 0o777, directory: true },
            ],
          },
        ],
      },
      archive,
    );
    await loadImage(docker, "probe", archive, configDigest, signal);
    return configDigest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function probeRequest(imageId: string, labels: Readonly<Record<string, string>>): CaseRequest {
  return {
    image: { id: imageId, sizeBytes: 0 },
    config: { entrypoint: ["/probe"], cmd: [], workingDir: "/", user: "", env: [], volumes: [] },
    command: { entrypoint: null, cmd: null, workingDir: null },
    inputs: [],
    inputFolders: [],
    inputsReadOnly: false,
    outputFolders: ["/outputs"],
    limits: limitsSchema.parse({
      caseTimeoutS: 20,
      memoryBytes: 64 * MIB,
      shmBytes: MIB,
      cpus: 1,
      pids: 24,
      diskBytes: 4 * MIB,
    }),
    cpuset: null,
    gpus: [],
    sandbox: "userns",
    diskQuota: false,
    labels,
  };
}

async function runProbe(
  { docker, dialect }: Engine,
  request: CaseRequest,
  cpuset: string | null,
): Promise<{ present: Control[]; cpuModel: string }> {
  const name = `bodymark-probe-${process.pid}-${Date.now()}`;
  try {
    const container = await callEngine("create the probe's container", CALL_LIMIT_MS.create, (abortSignal) =>
      docker.createContainer({ ...containerOptions(name, { ...request, cpuset }, [], dialect), abortSignal }),
    );
    await callEngine("start the probe's container", CALL_LIMIT_MS.start, (abortSignal) =>
      container.start({ abortSignal }),
    );
    await callEngine("wait for the probe's container", CALL_LIMIT_MS.ask, (abortSignal) =>
      container.wait({ abortSignal }),
    );
    const result = await readSmallFile(container, PROBE_RESULT_PATH, MIB);
    if (!result) throw new EngineFault("the probe's container left no result");
    const found = readProbeResult(result);
    const model = /^model name\s*:\s*(.+)$/m.exec(found.text("cpuinfo"))?.[1] ?? "unknown";
    return { present: judge(found, cpuset, request.limits.pids), cpuModel: model.trim() };
  } finally {
    await removeContainer(docker, name);
  }
}

function judge(found: ReturnType<typeof readProbeResult>, cpuset: string | null, pids: number): Control[] {
  const denied = (name: string, ...also: number[]) => [EPERM, ...also].includes(found.result(name));
  const status = found.text("status");
  const capabilities = ["CapEff", "CapPrm", "CapBnd"].every((set) => new RegExp(`^${set}:\\s*0+$`, "m").test(status));
  const killed = (found.hogStatus() & 0x7f) === 9;
  const cores = found.cores();
  const checks: [Control, boolean][] = [
    ["user-namespace", !/^\s*0\s+0\s/.test(found.text("uidMap"))],
    ["no-network", found.result("connect") === ENETUNREACH],
    ["no-capabilities", capabilities && denied("mount")],
    ["no-new-privileges", found.result("no-new-privileges") === 1],
    [
      "seccomp",
      found.result("seccomp") === 2 &&
        denied("vsock", EAFNOSUPPORT) &&
        denied("alg", EAFNOSUPPORT) &&
        denied("io_uring", ENOSYS) &&
        denied("keyctl", ENOSYS) &&
        denied("unshare"),
    ],
    ["memory-limit", killed],
    ["swap-limit", killed],
    ["pids-limit", found.forks() > 0 && found.forks() < pids],
    ["cpuset", cpuset !== null && cores.length === 1 && String(cores[0]) === cpuset],
  ];
  return checks.filter(([, holds]) => holds).map(([control]) => control);
}
