import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isRunning } from "../process/stop-process.ts";
import { clearQuotaGroups } from "./clear-quota-groups.ts";
import { enginePaths } from "./engine-paths.ts";
import { findEngine } from "./find-engine.ts";
import { pingEngine } from "./ping-engine.ts";
import { startPrivateEngine } from "./start-private-engine.ts";
import { stopPrivateEngine } from "./stop-private-engine.ts";

const canRun = process.platform === "linux" && process.getuid?.() === 0;
const parent = await mkdtemp(join(tmpdir(), "bodymark-engine-"));
// Deeper than a socket's path may be.
const dataFolder = join(parent, "d".repeat(60), "e".repeat(60));
const start = () =>
  startPrivateEngine({ dataFolder, logFile: join(parent, "engine.log"), say: (line) => console.log(line) });

afterAll(async () => {
  if (canRun) await stopPrivateEngine(dataFolder);
  await rm(parent, { recursive: true, force: true });
});

test.runIf(canRun)(
  "the private engine starts, is found again while it runs, and leaves nothing when it stops",
  async () => {
    const first = await start();
    expect(await pingEngine(first.host)).toEqual({ answers: true });
    expect(first.host.length).toBeLessThan(107);

    const again = await start();
    expect(again).toEqual({ ...first, reattached: true });
    await clearQuotaGroups(dataFolder);

    await stopPrivateEngine(dataFolder);
    expect(isRunning(first.pid)).toBe(false);
    expect((await pingEngine(first.host)).answers).toBe(false);
    expect(await readFile("/proc/mounts", "utf8")).not.toContain(enginePaths(dataFolder).mountPoint);
  },
);

test.runIf(canRun)("an engine that was killed outright does not stop the next start", async () => {
  const first = await start();
  process.kill(first.pid, "SIGKILL");
  const second = await start();
  expect(second.reattached).toBe(false);
  expect(second.pid).not.toBe(first.pid);
});

test("an engine that DOCKER_HOST names and that does not answer is an error, not a reason to take another", async () => {
  await expect(findEngine("unix:///nowhere/docker.sock")).rejects.toThrow(/DOCKER_HOST=unix:\/\/\/nowhere.*ENOENT/);
});
