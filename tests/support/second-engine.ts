import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../../infra/engine/install-packages.ts";
import { startPrivateEngine } from "../../infra/engine/start-private-engine.ts";
import { stopPrivateEngine } from "../../infra/engine/stop-private-engine.ts";

/** Why this machine cannot run a second engine, or null. What the first private one needs is all that it needs. */
export function whyNoSecondEngine(): string | null {
  if (process.platform !== "linux") return "an engine of our own needs Linux";
  if (process.getuid?.() !== 0) return "an engine of our own needs root";
  return findProgram("dockerd") ? null : "dockerd is not installed";
}

/** Another private engine: own data, own socket, own network namespace. */
export async function startSecondEngine(folder: string): Promise<{ host: string; stop(): Promise<void> }> {
  await mkdir(folder, { recursive: true });
  const engine = await startPrivateEngine({
    dataFolder: folder,
    logFile: join(folder, "engine.log"),
    say: (line) => console.log(line),
  });
  return { host: engine.host, stop: () => stopPrivateEngine(folder) };
}
