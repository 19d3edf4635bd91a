import { execFile, spawn } from "node:child_process";
import { access, mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pingEngine } from "../../infra/engine/ping-engine.ts";
import { stopProcess } from "../../infra/process/stop-process.ts";
import { waitUntil } from "../../infra/process/wait-until.ts";

const run = promisify(execFile);
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const NEEDED = ["podman", "conmon", "catatonit", "unshare", "setpriv", "mkfs.btrfs"];

/** A Podman that answers Docker's API, all of its own: storage, state, users, network and mounts. */
export interface PodmanService {
  host: string;
  folder: string;
  stop(): Promise<void>;
}

/** What keeps `startPodman` from working on this machine; null when nothing does. */
export async function whyNoPodman(): Promise<string | null> {
  if (process.getuid?.() !== 0) return "not root";
  for (const program of NEEDED) if (!(await findProgram(program))) return `no ${program}`;
  return (await findRuntime()) ? null : "neither runc nor crun";
}

/** $1 folder, $2 `btrfs` or `overlay`. What it mounts goes with the last process of the service. */
const INSIDE = `
set -e
mount --bind "$1/subid" /etc/subuid
mount --bind "$1/subid" /etc/subgid
mount -t tmpfs tmpfs /dev/shm
if [ "$2" = btrfs ]; then
  mount -o loop,noatime "$1/disk" "$1/graph"
  btrfs quota enable "$1/graph"
fi
exec setpriv --pdeathsig TERM podman system service --time=0 "unix://$1/podman.sock"
`;

/**
 * Starts Podman's service in network and mount namespaces of its own. With `btrfs` its containers can be limited in
 * size; with `overlay`, on a disk without project quotas, they cannot.
 */
export async function startPodman(storage: "btrfs" | "overlay"): Promise<PodmanService> {
  const folder = await mkdtemp(join(tmpdir(), "bodymark-podman-"));
  for (const name of ["graph", "run", "tmp"]) await mkdir(join(folder, name));
  await writeFile(join(folder, "subid"), "containers:700000:655360\n");
  await writeFile(
    join(folder, "storage.conf"),
    `[storage]\ndriver = "${storage}"\ngraphroot = "${folder}/graph"\nrunroot = "${folder}/run"\n`,
  );
  // On a host with both cgroup versions mounted, crun refuses memory limits; runc takes them.
  const engine = [
    `runtime = "${(await findRuntime()) ?? "runc"}"`,
    `tmp_dir = "${folder}/tmp"`,
    'events_logger = "file"',
  ];
  await writeFile(join(folder, "containers.conf"), `[engine]\ncgroup_manager = "cgroupfs"\n${engine.join("\n")}\n`);
  if (storage === "btrfs") {
    const disk = await open(join(folder, "disk"), "w", 0o600);
    await disk.truncate(2 * 1024 ** 3);
    await disk.close();
    await run("mkfs.btrfs", ["-q", join(folder, "disk")], { env: { PATH } });
  }
  const log = await open(join(folder, "log"), "w");
  const child = spawn(
    "unshare",
    ["--net", "--mount", "--propagation", "private", "sh", "-c", INSIDE, "sh", folder, storage],
    {
      stdio: ["ignore", log.fd, log.fd],
      cwd: "/",
      env: {
        PATH,
        HOME: "/root",
        CONTAINERS_CONF: join(folder, "containers.conf"),
        CONTAINERS_STORAGE_CONF: join(folder, "storage.conf"),
      },
    },
  );
  const host = `unix://${folder}/podman.sock`;
  const stop = async () => {
    if (child.pid !== undefined) await stopProcess(child.pid, "SIGTERM", 10_000);
    await log.close();
    await rm(folder, { recursive: true, force: true });
  };
  const answers = await waitUntil(async () => ((await pingEngine(host)).answers ? true : undefined), 20_000);
  if (!answers) {
    const said = await run("tail", ["-n", "5", join(folder, "log")]);
    await stop();
    throw new Error(`Podman did not start: ${said.stdout}`);
  }
  return { host, folder, stop };
}

async function findRuntime(): Promise<string | null> {
  for (const name of ["runc", "crun"]) if (await findProgram(name)) return name;
  return null;
}

async function findProgram(name: string): Promise<boolean> {
  for (const folder of PATH.split(":")) {
    const there = await access(join(folder, name)).then(
      () => true,
      () => false,
    );
    if (there) return true;
  }
  return false;
}
