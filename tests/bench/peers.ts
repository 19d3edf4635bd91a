import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Whether its values are to equal ours. */
  readonly sameDefinition: boolean;
  /** At most so many runs: some take minutes. */
  readonly repeats: number;
}

/** Whole masks handed to surface-distance, as its users do. */
export const PLAIN = "surface-distance";
/** Each structure cut out, the structures shared over two processes. */
export const CROPPED = "surface-distance, cropped, 2 processes";

/** DeepMind's surface-distance as published on PyPI; the name without its suffix belongs to another upload of the code. */
const PACKAGES = ["numpy", "scipy", "nibabel", "surface-distance-based-measures"];
const MONAI_PACKAGES = ["torch", "monai"];

/**
 * Makes a Python environment from PyPI and says how to run each peer in it. MONAI needs PyTorch, gigabytes to fetch, so it
 * is asked for by itself.
 */
export async function preparePeers(options: {
  readonly folder: string;
  readonly peerRepeats: number;
  readonly monai: boolean;
}): Promise<Peer[]> {
  const { folder, peerRepeats, monai } = options;
  const environment = join(folder, "python");
  const python = join(environment, "bin/python");
  if (!existsSync(python)) {
    console.log("making a Python environment …");
    execFileSync("python3", ["-m", "venv", environment], { stdio: "inherit" });
  }
  const install = (packages: readonly string[]) =>
    execFileSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages], {
      stdio: "inherit",
    });
  install(PACKAGES);
  if (monai) install(MONAI_PACKAGES);
  const script = fileURLToPath(new URL("./peers.py", import.meta.url));
  const peer = (name: string, mode: string, sameDefinition: boolean, repeats: number): Peer => ({
    name,
    command: python,
    args: ["-W", "ignore", script, mode],
    sameDefinition,
    repeats,
  });
  return [
    peer(PLAIN, "plain", true, peerRepeats),
    peer(CROPPED, "cropped", true, peerRepeats),
    ...(monai ? [peer("MONAI", "monai", false, 1)] : []),
  ];
}
