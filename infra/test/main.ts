// `npm test`: static checks, then unit, integration and end-to-end tests, on a database and an engine of their own.
// `npm test -- unit integration` runs only those; anything else is handed to the test runner (`-- unit packages/nifti`).
// The last line is `N passed, N failed, N skipped`. Entered through infra/launch.mjs.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openDataFolder, projectRoot } from "../data-folder.ts";
import { startDatabase } from "../database/start-database.ts";
import { generateClient } from "../start/generate-client.ts";
import { openLogs } from "../start/logs.ts";
import { migrate } from "../start/migrate.ts";
import { openEngine } from "../start/open-engine.ts";
import { StartError } from "../start-error.ts";
import { findBrowser } from "./find-browser.ts";
import { holdSkipsAgainst, nothing, type Outcome, oneFailed, sum, summaryLine } from "./outcome.ts";
import { readPlaywrightReport, readVitestReport } from "./read-reports.ts";

const SUITES = ["check", "unit", "integration", "e2e"] as const;
type Suite = (typeof SUITES)[number];
/** The lanes of vitest.config.ts. */
const LANES = ["engine", "database"] as const;

const args = process.argv.slice(2);
const chosen = SUITES.filter((suite) => args.includes(suite));
const suites: readonly Suite[] = chosen.length > 0 ? chosen : SUITES;
const passedOn = args.filter((arg) => !(SUITES as readonly string[]).includes(arg));
const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "test" };
for (const name of ["DATABASE_URL", "BODYMARK_DATA", "PORT"]) delete env[name];

const stops: (() => Promise<void>)[] = [];
const running = new Set<ChildProcess>();
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of running) child.kill("SIGTERM");
  });
}
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();

let outcome: Outcome = oneFailed;
try {
  outcome = await runSuites();
} catch (error) {
  console.error(error instanceof StartError ? error.describe() : error);
} finally {
  for (const stop of stops.reverse()) await stop();
}
if (process.env.CI === "true") {
  const list = join(projectRoot, "tests/SKIPPED.md");
  const held = holdSkipsAgainst(existsSync(list) ? readFileSync(list, "utf8") : "", outcome);
  for (const name of held.unlisted) console.log(`skipped, but not listed in tests/SKIPPED.md: ${name}`);
  outcome = held.outcome;
} else {
  for (const name of outcome.skipped) console.log(`skipped: ${name}`);
}
if (interrupted) console.log("interrupted");
console.log(summaryLine(outcome));
process.exit(outcome.failed > 0 || interrupted ? 1 : 0);

async function runSuites(): Promise<Outcome> {
  const dataFolder = await openDataFolder(".bodymark-test");
  const log = openLogs(dataFolder);
  await generateClient(log("prisma"));
  if (suites.includes("integration") || suites.includes("e2e")) await bringUp(dataFolder, log);

  const outcomes: Outcome[] = [];
  for (const suite of suites) {
    if (interrupted) break;
    const startedAt = performance.now();
    const result = await runSuite(suite, dataFolder);
    outcomes.push(result);
    console.log(`\n${suite}: ${summaryLine(result)} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)\n`);
  }
  return sum(outcomes);
}

/** A fresh database and an engine; without an engine the tests that need one skip. */
async function bringUp(dataFolder: string, log: (name: string) => string): Promise<void> {
  const { recoverCluster } = await import("../database/recover-cluster.ts");
  await recoverCluster(join(dataFolder, "postgres", "cluster"));
  rmSync(join(dataFolder, "postgres", "cluster"), { recursive: true, force: true });
  const database = await startDatabase({ dataFolder, logFile: log("postgres"), durable: false });
  stops.push(database.stop);
  env.DATABASE_URL = database.url;
  await migrate(database.url, log("prisma"));
  try {
    const engine = await openEngine({
      dockerHost: process.env.DOCKER_HOST,
      dataFolder,
      logFile: log("engine"),
      say: (line) => console.log(line),
    });
    stops.push(engine.stop);
    env.DOCKER_HOST = engine.host;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.describe());
    delete env.DOCKER_HOST;
  }
}

async function runSuite(suite: Suite, dataFolder: string): Promise<Outcome> {
  if (suite === "check") return (await runNpm(["run", "--silent", "check"])) === 0 ? nothing : oneFailed;
  if (suite === "e2e") {
    if (!existsSync(join(projectRoot, "tests/e2e"))) return nothing;
    const report = freshReport(dataFolder, suite);
    const browser = await findBrowser((line) => console.log(line));
    if (!browser) return { ...nothing, skipped: ["end-to-end tests: no Chromium on this machine"] };
    const reporting = { PLAYWRIGHT_JSON_OUTPUT_NAME: report, CHROMIUM: browser };
    const flags = ["test", "--reporter=list,json", ...passedOn];
    return readPlaywrightReport(report, await runNode("node_modules/@playwright/test/cli.js", flags, reporting));
  }
  if (suite === "unit" || passedOn.length > 0) return runVitest(suite, freshReport(dataFolder, suite));
  // Both lanes wait much of the time, for containers and for clocks, so they run side by side.
  const lanes = LANES.map((lane) =>
    runVitest(suite, freshReport(dataFolder, `${suite}-${lane}`), { BODYMARK_TEST_LANE: lane }),
  );
  return sum(await Promise.all(lanes));
}

function freshReport(dataFolder: string, name: string): string {
  const report = join(dataFolder, `${name}.json`);
  rmSync(report, { force: true });
  return report;
}

/** @param extra where something runs beside it: its lines go through a pipe, so that they are not drawn over others'. */
async function runVitest(project: string, report: string, extra?: NodeJS.ProcessEnv): Promise<Outcome> {
  const flags = ["run", "--project", project, "--passWithNoTests", "--reporter=default", "--reporter=json"];
  const vitestArgs = [...flags, `--outputFile.json=${report}`, ...passedOn];
  return readVitestReport(
    report,
    await runNode("node_modules/vitest/vitest.mjs", vitestArgs, extra, extra !== undefined),
  );
}

function runNode(
  program: string,
  programArgs: readonly string[],
  extra: NodeJS.ProcessEnv = {},
  piped = false,
): Promise<number> {
  return run(process.execPath, [join(projectRoot, program), ...programArgs], extra, piped);
}

/** The npm that runs this, if one does. */
function runNpm(npmArgs: readonly string[]): Promise<number> {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  return script?.endsWith(".js") ? run(node ?? process.execPath, [script, ...npmArgs]) : run("npm", npmArgs);
}

function run(
  command: string,
  commandArgs: readonly string[],
  extra: NodeJS.ProcessEnv = {},
  piped = false,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArgs, {
      cwd: projectRoot,
      env: { ...env, ...extra },
      stdio: piped ? ["ignore", "pipe", "pipe"] : "inherit",
    });
    running.add(child);
    child.stdout?.pipe(process.stdout, { end: false });
    child.stderr?.pipe(process.stderr, { end: false });
    child.once("error", reject);
    child.once("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}
