import { spawn } from "node:child_process";
import { openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { isRunning } from "../process/stop-process.ts";
import { waitUntil } from "../process/wait-until.ts";
import { StartError } from "../start-error.ts";
import { ensureDiskImage, whyNoDiskImage } from "./disk-image.ts";
import { type EnginePaths, enginePaths } from "./engine-paths.ts";
import { type EngineSandbox, readEngineState, writeEngineState } from "./engine-state.ts";
import { installPackages, SYSTEM_PATH } from "./install-packages.ts";
import { pingEngine } from "./ping-engine.ts";
import { ensureRemapUser, hasUserNamespaces, REMAP_USER } from "./remap-user.ts";
import { stopPrivateEngine } from "./stop-private-engine.ts";

export interface PrivateEngine {
  readonly host: string;
  readonly pid: number;
  readonly sandbox: EngineSandbox;
  /** Whether it was running already, left by an earlier start. */
  readonly reattached: boolean;
}

export interface PrivateEngineOptions {
  readonly dataFolder: string;
  readonly logFile: string;
  readonly say: (line: string) => void;
}

/**
 * Starts the project's own Docker Engine, or finds it running: in network and mount namespaces of its own (in the
 * machine's it would add a bridge and firewall rules), on a loop-mounted btrfs image (its `StorageOpt` size is a hard
 * limit), with user namespaces (root inside is nobody outside). Linux and root only. Up in about 0.7 s.
 */
export async function startPrivateEngine(options: PrivateEngineOptions): Promise<PrivateEngine> {
  const paths = enginePaths(options.dataFolder);
  const state = readEngineState(paths);
  if (state && isRunning(state.pid) && (await pingEngine(paths.host)).answers) {
    return { host: paths.host, pid: state.pid, sandbox: state.sandbox, reattached: true };
  }
  await stopPrivateEngine(options.dataFolder);
  const log = openSync(options.logFile, "a");
  await installPackages(options.say, (text) => writeSync(log, text));
  await mkdir(paths.folder, { recursive: true, mode: 0o700 });

  const userNamespaces = hasUserNamespaces();
  if (userNamespaces) ensureRemapUser();
  const noDiskImage = whyNoDiskImage();
  const attempts: EngineSandbox[] = [
    ...(noDiskImage ? [] : [{ storage: "btrfs", userNamespaces } as const]),
    { storage: "plain", userNamespaces },
    ...(userNamespaces ? [{ storage: "plain", userNamespaces: false } as const] : []),
  ];
  if (noDiskImage) options.say(`no size-limited disk for containers: ${noDiskImage}`);
  for (const sandbox of attempts) {
    if (sandbox.storage === "btrfs") ensureDiskImage(paths.diskImage);
    const pid = await launch(paths, sandbox, log);
    if (pid !== undefined) {
      writeEngineState(paths, pid, sandbox);
      return { host: paths.host, pid, sandbox, reattached: false };
    }
    const last = lastLine(options.logFile);
    options.say(
      `the engine did not start with ${sandbox.storage} storage${sandbox.userNamespaces ? " and user namespaces" : ""}: ${last}`,
    );
  }
  throw new StartError("The private engine did not start.", [
    `Its log says why: ${options.logFile}`,
    "In a container that lacks the rights (it needs --privileged), or on a kernel without namespaces or cgroups,",
    "give Bodymark another Docker Engine: DOCKER_HOST=unix:///var/run/docker.sock, or tcp://host:2376.",
  ]);
}

/**
 * Runs in the new namespaces, so the mounts end with the last process of the engine. $1 mount point, $2 disk image or
 * plain folder, $3 `btrfs` or `plain`, then dockerd and its flags. The engine's containerd keeps its shims' sockets
 * in /run/containerd whatever it is told; the tmpfs keeps them apart from those of another engine. Quota groups of
 * removed containers pile up (the engine fails to delete them), so they are cleared here and by `clearQuotaGroups`.
 * Removing a large image would leave the quotas inconsistent, and then no limit is enforced any more, silently (seen on
 * 6.18: `drop_subtree_threshold` is 3 by default); at 8, the tree's greatest height, they are always kept in step.
 * Quotas are switched on here, not by the first container with a limit, since before that there is nothing to set.
 */
const INSIDE = `
set -e
mount_point=$1; data=$2; storage=$3; shift 3
ip link set lo up 2>/dev/null || true
mkdir -p /run/containerd "$mount_point"
mount -t tmpfs -o mode=711 tmpfs /run/containerd
if [ "$storage" = btrfs ]; then
  mount -o loop,noatime "$data" "$mount_point"
  btrfs quota enable "$mount_point"
  btrfs qgroup clear-stale "$mount_point" 2>/dev/null || true
  groups=/sys/fs/btrfs/$(findmnt --noheadings --output UUID "$mount_point")/qgroups
  echo 8 >"$groups/drop_subtree_threshold" 2>/dev/null || true
  if [ "$(cat "$groups/inconsistent" 2>/dev/null)" = 1 ]; then btrfs quota rescan -w "$mount_point"; fi
else
  mkdir -p "$data"
  mount --bind "$data" "$mount_point"
fi
exec "$@"
`;

async function launch(paths: EnginePaths, sandbox: EngineSandbox, log: number): Promise<number | undefined> {
  rmSync(paths.runFolder, { recursive: true, force: true });
  await mkdir(paths.runFolder, { recursive: true, mode: 0o711 });
  const data = sandbox.storage === "btrfs" ? paths.diskImage : `${paths.folder}/data`;
  const dockerd = [
    "dockerd",
    `--host=${paths.host}`,
    "--group=root",
    `--data-root=${paths.mountPoint}`,
    `--exec-root=${paths.runFolder}/exec`,
    `--pidfile=${paths.pidFile}`,
    "--exec-opt=native.cgroupdriver=cgroupfs",
    "--bridge=none",
    "--iptables=false",
    "--ip6tables=false",
    "--ip-forward=false",
    "--ip-masq=false",
    "--shutdown-timeout=3",
    ...(sandbox.storage === "btrfs" ? ["--storage-driver=btrfs"] : []),
    ...(sandbox.userNamespaces ? [`--userns-remap=${REMAP_USER}`] : []),
  ];
  const child = spawn(
    "unshare",
    [
      "--net",
      "--mount",
      "--propagation",
      "private",
      "sh",
      "-c",
      INSIDE,
      "sh",
      paths.mountPoint,
      data,
      sandbox.storage,
    ].concat(dockerd),
    // A session of its own: a Ctrl-C in the terminal must not reach it before the evaluator is done.
    { stdio: ["ignore", log, log], detached: true, cwd: "/", env: { PATH: SYSTEM_PATH, HOME: "/root", LC_ALL: "C" } },
  );
  child.once("error", (error) => writeSync(log, `${error.message}\n`));
  child.unref();
  const { pid } = child;
  if (pid === undefined) return undefined;
  const answered = await waitUntil(
    async () => {
      if ((await pingEngine(paths.host)).answers) return true;
      return isRunning(pid) ? undefined : false;
    },
    45_000,
    50,
  );
  if (answered) return pid;
  if (isRunning(pid)) process.kill(pid, "SIGKILL");
  return undefined;
}

function lastLine(logFile: string): string {
  const line = readFileSync(logFile, "utf8").trim().split("\n").at(-1) ?? "";
  return /msg="(.*)"/.exec(line)?.[1] ?? line;
}
