import { StartError } from "../start-error.ts";

/** Says what to install where the private engine cannot be: it needs Linux's namespaces, and root to make them. */
export function requirePrivateEngine(refusals: readonly string[]): void {
  if (process.platform === "linux" && process.getuid?.() === 0) return;
  const denied = refusals.some((refusal) => /EACCES|EPERM/.test(refusal));
  const found = refusals.length > 0 ? [`Tried: ${refusals.join(", ")}.`] : [];
  if (denied) {
    throw new StartError("There is a Docker Engine here, but this account may not use it.", [
      ...found,
      'Add the account to its group (`sudo usermod -aG docker "$USER"`, then log in again), or start as root.',
    ]);
  }
  const advice =
    process.platform === "linux"
      ? [
          "Install one (Debian, Ubuntu: `sudo apt-get install docker.io`; Fedora: `sudo dnf install moby-engine`;",
          "others: https://docs.docker.com/engine/install/) and let this account use it, or set DOCKER_HOST,",
          "or start Bodymark as root: it then runs an engine of its own.",
        ]
      : ["Install Docker Desktop (https://docs.docker.com/get-docker/) or Colima and start it, or set DOCKER_HOST."];
  throw new StartError("No Docker Engine answers, and Bodymark needs one to run submissions.", [...found, ...advice]);
}
