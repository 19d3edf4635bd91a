import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../data-folder.ts";
import { startDatabase } from "../database/start-database.ts";
import { clearQuotaGroups } from "../engine/clear-quota-groups.ts";
import { keepSecret, keepSigningKey } from "../keep-secret.ts";
import { HOPELESS_DEATHS, type Supervised, supervise } from "../process/supervise.ts";
import { waitUntil } from "../process/wait-until.ts";
import { StartError } from "../start-error.ts";
import { buildPortal } from "./build-portal.ts";
import { checkDisk, checkOwnership, checkPort } from "./check-machine.ts";
import { type Demo, findDemo, seedDemo, waitForDemoBoard, writeDemo } from "./demo.ts";
import { generateClient } from "./generate-client.ts";
import { claimDataFolder, notePrograms, releaseDataFolder } from "./instance.ts";
import { logAdvice, openLogs } from "./logs.ts";
import { migrate } from "./migrate.ts";
import { openEngine } from "./open-engine.ts";
import { packCommandLine } from "./pack-command-line.ts";
import type { Progress } from "./progress.ts";
import type { StartSettings } from "./settings.ts";

const MINUTE_MS = 60_000;
const CLEAR_QUOTA_EVERY_MS = 5 * MINUTE_MS;
const STOP_PROGRAM_MS = 5_000;

/** What a start has brought up. `stop` takes it down in order, whatever is up by then, and may be called at any time. */
export interface Platform {
  readonly ready: Promise<Demo | undefined>;
  stop(): Promise<void>;
}

/**
 * Brings the whole platform up: what does not depend on each other side by side. A step that fails rejects `ready`
 * and ends the others.
 */
export function startPlatform(settings: StartSettings, progress: Progress): Platform {
  const cancel = new AbortController();
  const { signal } = cancel;
  const { dataFolder } = settings;
  const url = `http://localhost:${settings.port}`;
  const programs: Supervised[] = [];
  const running: Promise<unknown>[] = [];
  /** Taken down last to first. */
  const stops: (() => Promise<void>)[] = [];

  /** A step does not begin once the start is over; the end waits for those that have begun. */
  async function step<T>(name: string, work: (say: (line: string) => void) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const result = progress.step(name, work);
    running.push(result);
    return result;
  }

  async function bringUp(): Promise<Demo | undefined> {
    checkOwnership(dataFolder);
    checkDisk(dataFolder);
    await claimDataFolder(dataFolder);
    stops.push(async () => releaseDataFolder(dataFolder));
    await checkPort(settings.port);
    const log = openLogs(dataFolder);
    const secret = keepSecret(join(dataFolder, "secret"));
    const signingKey = keepSigningKey(join(dataFolder, "signing-key.pem"));

    const clientGenerated = step("database client", () => generateClient(log("prisma"), signal));
    const portalBuilt = clientGenerated.then(() => step("portal build", () => buildPortal(log("build"), signal)));
    const commandLinePacked = step("command line", () => packCommandLine(dataFolder, log("build"), signal));
    const databaseUp = (async () => {
      const databaseUrl = settings.databaseUrl ?? (await step("database", () => openDatabase(log("postgres"))));
      await clientGenerated; // both read the schema with the same program; one after the other is no slower
      await step("migrations", () => migrate(databaseUrl, log("prisma"), signal));
      return databaseUrl;
    })();
    const engineUp = step("engine", async (say) => {
      const engine = await openEngine({ dockerHost: settings.dockerHost, dataFolder, logFile: log("engine"), say });
      stops.push(engine.stop);
      if (engine.own) keepQuotaGroupsDown();
      return engine.host;
    });

    const environmentOf = (databaseUrl: string): NodeJS.ProcessEnv => ({
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      BODYMARK_DATA: dataFolder,
      BODYMARK_URL: settings.publicUrl,
      PUBLIC_URL: settings.publicUrl,
      BODYMARK_SECRET: process.env.BODYMARK_SECRET || secret,
      BETTER_AUTH_SECRET: process.env.BODYMARK_SECRET || secret,
      BETTER_AUTH_URL: settings.publicUrl,
      PORT: String(settings.port),
      BODYMARK_DEMO: settings.demo ? "1" : "0",
    });
    const seeded = databaseUp.then((databaseUrl) =>
      settings.demo
        ? step(
            "demo challenge",
            async (say) =>
              (await findDemo(dataFolder, databaseUrl)) ??
              (await seedDemo({ env: environmentOf(databaseUrl), logFile: log("seed"), signal, say })),
          )
        : undefined,
    );
    const evaluatorUp = Promise.all([databaseUp, engineUp]).then(([databaseUrl, dockerHost]) => {
      signal.throwIfAborted();
      const env = {
        ...environmentOf(databaseUrl),
        DOCKER_HOST: dockerHost,
        BODYMARK_WORKER: process.env.BODYMARK_WORKER || hostname(),
      };
      return launch("evaluator", ["evaluator/src/worker/main.ts"], projectRoot, env, log("evaluator"));
    });
    const portalUp = Promise.all([databaseUp, commandLinePacked, portalBuilt]).then(([databaseUrl, commandLine]) =>
      step("portal", async () => {
        const portal = join(projectRoot, "apps/portal");
        const program = existsSync(join(portal, "server.ts"))
          ? ["server.ts"]
          : [join(projectRoot, "node_modules/next/dist/bin/next"), "start", "--port", String(settings.port)];
        const env = {
          ...environmentOf(databaseUrl),
          CLI_PACKAGE: commandLine,
          BODYMARK_SIGNING_KEY: process.env.BODYMARK_SIGNING_KEY || signingKey,
        };
        await untilHealthy(launch("portal", program, portal, env, log("portal")), `${url}/api/health`, log("portal"));
      }),
    );

    const [databaseUrl, demo, evaluator] = await Promise.all([databaseUp, seeded, evaluatorUp, portalUp]);
    if (demo) {
      writeDemo(dataFolder, url, demo);
      await step("evaluation of the baseline", (say) =>
        waitForDemoBoard({ url, databaseUrl, demo, evaluator, evaluatorLog: log("evaluator"), signal, say }),
      );
    }
    return demo;
  }

  async function openDatabase(logFile: string): Promise<string> {
    const database = await startDatabase({ dataFolder, logFile });
    stops.push(database.stop);
    return database.url;
  }

  function launch(
    name: string,
    args: readonly string[],
    cwd: string,
    env: NodeJS.ProcessEnv,
    logFile: string,
  ): Supervised {
    signal.throwIfAborted();
    const note = () => notePrograms(dataFolder, Object.fromEntries(programs.map((one) => [one.name, one.pid() ?? 0])));
    const program = supervise(
      { name, args, cwd, env, logFile },
      {
        onStarted: () => queueMicrotask(note),
        onDied(_, how, pauseMs) {
          progress.line(`! ${name} ended (${how}); it starts again in ${pauseMs / 1000} s. Its log: ${logFile}`);
        },
      },
    );
    programs.push(program);
    return program;
  }

  async function untilHealthy(program: Supervised, address: string, logFile: string): Promise<void> {
    const healthy = await waitUntil(
      async () => {
        signal.throwIfAborted();
        if (program.deaths() >= HOPELESS_DEATHS) return false;
        const response = await fetch(address, { signal }).catch(() => undefined);
        return response?.ok ? true : undefined;
      },
      2 * MINUTE_MS,
      200,
    );
    signal.throwIfAborted();
    if (!healthy) throw new StartError(`The ${program.name} did not come up.`, logAdvice(logFile));
  }

  function keepQuotaGroupsDown(): void {
    const timer = setInterval(() => {
      clearQuotaGroups(dataFolder).catch((error) => progress.line(`! quota groups were not cleared: ${error.message}`));
    }, CLEAR_QUOTA_EVERY_MS);
    timer.unref();
    stops.push(async () => clearInterval(timer));
  }

  const ready = bringUp();
  let stopping: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    cancel.abort(new StartError("The start was interrupted."));
    // No step begins any more; those under way end by the signal or, installing packages, in their own time.
    // What they failed with is told to whoever awaits `ready`.
    await Promise.allSettled([ready.catch(() => {}), ...running]);
    // First what uses the engine and the database, then those.
    await Promise.all(programs.map((program) => program.stop(STOP_PROGRAM_MS)));
    for (const stop of stops.reverse()) await stop();
  }

  return {
    ready,
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}
