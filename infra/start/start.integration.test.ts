import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { projectRoot } from "../data-folder.ts";
import { isRunning } from "../process/stop-process.ts";
import { supervise } from "../process/supervise.ts";
import { waitUntil } from "../process/wait-until.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-start-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function start(env: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(projectRoot, "infra/start/main.ts")], {
    cwd: projectRoot,
    env: { ...process.env, BODYMARK_DATA: folder, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const [code] = await once(child, "close");
  return { code, output };
}

test("a port that is taken is named with who holds it and what to do, and nothing is left behind", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  try {
    const { code, output } = await start({ PORT: String(port) });
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is taken`);
    expect(output).toContain("PORT=");
    if (process.platform === "linux") expect(output).toContain(`by process ${process.pid}`);
    await expect(readFile(join(folder, "processes.json"))).rejects.toThrow(/ENOENT/);
  } finally {
    server.close();
  }
});

test("a port that is none is refused", async () => {
  expect(await start({ PORT: "eighty" })).toEqual({
    code: 1,
    output: expect.stringContaining("PORT=eighty is not a port"),
  });
});

test("a program that dies is started again, and one that its parent no longer watches ends", async () => {
  const program = join(folder, "program.mjs");
  await writeFile(program, "console.log(process.pid); setInterval(() => {}, 1000);");
  const died: string[] = [];
  const events = { onStarted: () => {}, onDied: (_: string, how: string) => died.push(how) };
  const supervised = supervise(
    { name: "program", args: [program], cwd: folder, env: process.env, logFile: join(folder, "log") },
    events,
  );
  try {
    const first = await waitUntil(() => supervised.pid(), 5_000);
    process.kill(first ?? 0, "SIGKILL");
    const second = await waitUntil(() => (supervised.pid() === first ? undefined : supervised.pid()), 5_000);
    expect(second).toBeGreaterThan(0);
    expect(died).toEqual(["killed by SIGKILL"]);
    await supervised.stop(5_000);
    expect(isRunning(second ?? 0)).toBe(false);
  } finally {
    await supervised.stop(1_000);
  }
});

test("the programs of a launcher that is killed outright end by themselves", async () => {
  const program = join(folder, "program.mjs");
  await writeFile(program, "setInterval(() => {}, 1000);");
  const supervisor = join(folder, "supervisor.ts");
  await writeFile(
    supervisor,
    `import { supervise } from ${JSON.stringify(join(projectRoot, "infra/process/supervise.ts"))};
     supervise({ name: "p", args: [${JSON.stringify(program)}], cwd: "/", env: process.env, logFile: ${JSON.stringify(join(folder, "log"))} },
       { onStarted: (_, pid) => process.send?.(pid), onDied: () => {} });`,
  );
  const launcher = spawn(process.execPath, [supervisor], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [pid] = (await once(launcher, "message")) as [number];
  await waitUntil(() => isRunning(pid) || undefined, 2_000);
  launcher.kill("SIGKILL");
  expect(await waitUntil(() => (isRunning(pid) ? undefined : true), 5_000)).toBe(true);
});
