import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { StartError } from "../start-error.ts";
import { pingEngine } from "./ping-engine.ts";

/** An engine that answers, or why the machine's usual ones do not. */
export type FoundEngine =
  | { readonly host: string }
  | { readonly host: undefined; readonly refusals: readonly string[] };

/** The engine that `DOCKER_HOST` names, which must answer; else the first usual socket that does. */
export async function findEngine(dockerHost: string | undefined): Promise<FoundEngine> {
  if (dockerHost) {
    // A tunnel over ssh is the client's to open; the evaluator tries it.
    if (dockerHost.startsWith("ssh://")) return { host: dockerHost };
    const ping = await pingEngine(dockerHost);
    if (ping.answers) return { host: dockerHost };
    throw new StartError(`No Docker Engine answers at DOCKER_HOST=${dockerHost} (${ping.reason}).`, [
      "Start that engine, correct DOCKER_HOST, or unset it to use the machine's own.",
    ]);
  }
  const refusals: string[] = [];
  for (const host of usualHosts()) {
    const ping = await pingEngine(host);
    if (ping.answers) return { host };
    refusals.push(`${host} (${ping.reason})`);
  }
  return { host: undefined, refusals };
}

function usualHosts(): string[] {
  if (process.platform === "win32") return ["npipe:////./pipe/docker_engine"];
  const runtime = process.env.XDG_RUNTIME_DIR;
  const sockets = [
    "/var/run/docker.sock",
    ...(runtime ? [join(runtime, "docker.sock")] : []),
    join(homedir(), ".docker", "run", "docker.sock"),
  ];
  return sockets.filter((path) => existsSync(path)).map((path) => `unix://${path}`);
}
