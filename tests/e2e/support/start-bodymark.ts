import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface RunningBodymark {
  /** Everything it has printed so far. */
  output(): string;
  /** How long the start took, from the command to the ready line. */
  readonly startMs: number;
  stop(): Promise<number | null>;
}

/** Runs what `npm start` runs, on a data folder and port of the test's own, until its ready line. */
export async function startBodymark(
  dataFolder: string,
  port: number,
  extra: NodeJS.ProcessEnv = {},
): Promise<RunningBodymark> {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const env = { ...process.env, BODYMARK_DATA: dataFolder, PORT: String(port), ...extra };
  for (const name of ["DATABASE_URL", "NODE_ENV"]) delete (env as NodeJS.ProcessEnv)[name];
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["infra/start/main.ts"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const exited = once(child, "exit");
  let output = "";
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
        if (/^Bodymark is ready at /m.test(output)) resolve();
      });
    }
  });
  await Promise.race([
    ready,
    exited.then(([code]) => {
      throw new Error(`the start ended with ${code}:\n${output}`);
    }),
  ]);
  return {
    output: () => output,
    startMs: performance.now() - startedAt,
    async stop() {
      if (child.exitCode === null) child.kill("SIGTERM");
      const [code] = child.exitCode === null ? await exited : [child.exitCode];
      return code as number | null;
    },
  };
}

/** The data folder of the platform that the suite started. */
export function suiteDataFolder(): string {
  const folder = process.env.BODYMARK_E2E_DATA;
  if (!folder) throw new Error("BODYMARK_E2E_DATA is not set; run the tests with `npm test -- e2e`");
  return folder;
}
