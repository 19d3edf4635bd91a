import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { StartError } from "../start-error.ts";

/** The programs that the private engine needs, and where system programs lie even if PATH leaves them out. */
const PROGRAMS = ["dockerd", "containerd", "runc", "mkfs.btrfs", "unshare", "nsenter"];
export const SYSTEM_PATH = [process.env.PATH ?? "", "/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"].join(
  delimiter,
);

interface PackageManager {
  readonly program: string;
  readonly commands: readonly (readonly string[])[];
}

/** apt is what the tests cover; the others' packages do not start a service when they are installed. */
const MANAGERS: readonly PackageManager[] = [
  {
    program: "apt-get",
    commands: [
      ["apt-get", "update", "-q"],
      ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=180"].concat(
        "docker.io",
        "btrfs-progs",
        "iptables",
      ),
    ],
  },
  { program: "dnf", commands: [["dnf", "install", "-y", "-q", "moby-engine", "btrfs-progs"]] },
  { program: "zypper", commands: [["zypper", "-n", "-q", "install", "docker", "btrfsprogs"]] },
  { program: "pacman", commands: [["pacman", "-S", "--needed", "--noconfirm", "docker", "btrfs-progs"]] },
];

/** Where a program lies, if it is installed. */
export function findProgram(name: string): string | undefined {
  return SYSTEM_PATH.split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Installs Docker and btrfs-progs from the distribution where they are missing. The distribution's own service is
 * neither started nor left enabled: in the machine's network it would add a bridge and firewall rules.
 */
export async function installPackages(say: (line: string) => void, logLine: (text: string) => void): Promise<void> {
  const missing = PROGRAMS.filter((name) => !findProgram(name));
  if (missing.length === 0) return;
  const manager = MANAGERS.find(({ program }) => findProgram(program));
  if (!manager) throw new StartError(`The Docker Engine is not installed (missing: ${missing.join(", ")}).`, byHand);
  say(`installing the Docker Engine from the distribution (${missing.join(", ")} missing)`);
  const services = quietServices();
  try {
    for (const command of manager.commands) {
      const { code, tail } = await run(command, logLine);
      if (code === 0 || command[1] === "update") continue;
      throw new StartError(`\`${command.join(" ")}\` failed.`, [...tail, ...byHand]);
    }
  } finally {
    await services.restore();
  }
  const still = PROGRAMS.filter((name) => !findProgram(name) && name !== "mkfs.btrfs");
  if (still.length > 0) throw new StartError(`Still missing after the installation: ${still.join(", ")}.`, byHand);
}

/** Installs other packages of Debian or Ubuntu in the same quiet way; answers whether it went well. */
export async function installWithApt(packages: readonly string[]): Promise<boolean> {
  await run(["apt-get", "update", "-q"], () => {});
  const install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=180"];
  return (await run([...install, ...packages], () => {})).code === 0;
}

const byHand = [
  "Install a Docker Engine (https://docs.docker.com/engine/install/) and start again; Bodymark uses /var/run/docker.sock,",
  "or the engine that DOCKER_HOST names. On Debian and Ubuntu: apt-get install docker.io btrfs-progs iptables",
];

/** Debian's way to say that a package must not start its service: a script that answers 101. */
const POLICY = "/usr/sbin/policy-rc.d";
const REFUSAL = "#!/bin/sh\n# Put here while Bodymark installs packages; it is removed afterwards.\nexit 101\n";

function quietServices(): { restore(): Promise<void> } {
  if (!findProgram("dpkg")) return { restore: async () => {} };
  const before = existsSync(POLICY) ? readFileSync(POLICY) : undefined;
  const refusesAlready = before !== undefined && /^exit 101$/m.test(before.toString());
  const putBack = () => {
    if (before === undefined) rmSync(POLICY, { force: true });
    else if (!refusesAlready) writeFileSync(POLICY, before, { mode: 0o755 });
  };
  if (!refusesAlready) writeFileSync(POLICY, REFUSAL, { mode: 0o755 });
  process.once("exit", putBack);
  return {
    async restore() {
      process.removeListener("exit", putBack);
      putBack();
      if (existsSync("/run/systemd/system")) {
        await run(["systemctl", "disable", "docker.service", "docker.socket", "containerd.service"], () => {});
      }
    },
  };
}

function run(
  [program = "", ...args]: readonly string[],
  logLine: (text: string) => void,
): Promise<{ code: number | null; tail: string[] }> {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: SYSTEM_PATH, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
    let text = "";
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        logLine(String(chunk));
        text = (text + chunk).slice(-4_000);
      });
    }
    child.once("error", (error) => resolve({ code: null, tail: [error.message] }));
    child.once("close", (code) => resolve({ code, tail: text.trim().split("\n").slice(-5) }));
  });
}
