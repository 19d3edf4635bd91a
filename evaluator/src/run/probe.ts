import type { Sandbox } from "@bodymark/contracts";

/** The controls that the sandbox relies on, each found present or missing by a container of the probe's own. */
export const CONTROLS = [
  "user-namespace",
  "disk-quota",
  "output-quota",
  "no-network",
  "no-capabilities",
  "no-new-privileges",
  "seccomp",
  "memory-limit",
  "swap-limit",
  "pids-limit",
  "cpuset",
] as const;
export type Control = (typeof CONTROLS)[number];

/** What an engine is and can do. */
export interface EngineProbe {
  /** Name and version, for example `Docker 20.10.24`. */
  engine: string;
  /** Low-level runtime and version, for example `runc 1.1.5`. */
  runtime: string;
  /** The engine's id: two workers beside one engine see the same. */
  engineId: string;
  architecture: string;
  cpuModel: string;
  cores: number;
  memoryBytes: number;
  storageDriver: string;
  cgroupVersion: "1" | "2";
  /** The ways of confining writes and users that this engine has; empty when it has neither. */
  sandboxes: readonly Sandbox[];
  present: readonly Control[];
}

/** The controls that each way relies on. */
export function requiredControls(sandbox: Sandbox): readonly Control[] {
  return CONTROLS.filter((control) =>
    sandbox === "userns" ? control !== "output-quota" : control !== "disk-quota" && control !== "user-namespace",
  );
}

/** What `sandbox` needs and the engine lacks. */
export function missingControls(probe: EngineProbe, sandbox: Sandbox): readonly Control[] {
  return requiredControls(sandbox).filter((control) => !probe.present.includes(control));
}

/** What an operator does to get a control. */
export const CONTROL_ADVICE: Record<Control, string> = {
  "user-namespace": "start dockerd with --userns-remap=default",
  "disk-quota": "keep the engine's data on btrfs with quotas, or use overlay2 on xfs mounted with pquota",
  "output-quota": "run as root beside the engine, with e2fsprogs and util-linux installed",
  "no-network": "the engine gave a container a network although it asked for none",
  "no-capabilities": "the engine left capabilities to a container that drops all",
  "no-new-privileges": "the engine ignores no-new-privileges",
  seccomp: "use a kernel and an engine built with seccomp",
  "memory-limit": "enable the memory cgroup (cgroup_enable=memory on the kernel's command line)",
  "swap-limit": "enable swap accounting (swapaccount=1 on the kernel's command line), or use cgroup v2",
  "pids-limit": "enable the pids cgroup",
  cpuset: "enable the cpuset cgroup",
};
