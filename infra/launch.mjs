// Entry of `npm start`, `npm test`, `npm stop`, `npm run bench` and `npm run soak`. Runs on whatever Node the machine has and imports
// nothing but Node, since nothing may be installed yet: installs the packages if need be, then hands over to the
// Node that came with them.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PROGRAMS = {
  start: "infra/start/main.ts",
  stop: "infra/start/stop.ts",
  test: "infra/test/main.ts",
  bench: "tests/bench/main.ts",
  soak: "tests/soak/main.ts",
};
const OLDEST_NODE = 20;
const OWN_NODE = 24;

Object.assign(process.env, {
  ONNXRUNTIME_NODE_INSTALL: "skip",
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1",
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
});

const [program, ...args] = process.argv.slice(2);
if (!Object.hasOwn(PROGRAMS, program ?? "")) fail(`usage: node infra/launch.mjs ${Object.keys(PROGRAMS).join("|")}`, 2);
if (majorOf(process.versions.node) < OLDEST_NODE) {
  fail(
    `Bodymark needs Node ${OLDEST_NODE} or newer to start; this is ${process.versions.node}. See https://nodejs.org/`,
  );
}
await install();
await handOver(ownNode(), [join(root, PROGRAMS[program]), ...args]);

/** `npm ci`, unless what is installed is what package-lock.json says. */
async function install() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".bodymark-installed");
  if (existsSync(stamp)) {
    if (readFileSync(stamp, "utf8") === wanted && canRun(ownNodePath())) return;
  } else if (isNewer("node_modules/.package-lock.json", "package-lock.json") && canRun(ownNodePath())) {
    writeFileSync(stamp, wanted); // installed by hand
    return;
  }
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const total = packagesToFetch();
  console.log(`Installing ${total} packages with npm (first start; some 2 minutes on a usual line)`);
  let fetched = 0;
  let output = "";
  const progress = setInterval(() => console.log(`  … packages: ${fetched} of ${total} fetched, ${seconds()}`), 10_000);
  const npm = npmCommand();
  const flags = ["ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=http"];
  const { code, signal } = await run(npm.command, [...npm.args, ...flags], (text) => {
    fetched = Math.min(total, fetched + (text.match(/npm http fetch GET 200 \S+\.tgz/g) ?? []).length);
    output = (output + text.replace(/^npm http .*\n/gm, "")).slice(-6000);
  }).finally(() => clearInterval(progress));
  if (signal) process.exit(128 + constants.signals[signal]);
  if (code !== 0) {
    const hint = /EACCES|EPERM/.test(output)
      ? '\nFiles here belong to another account (root?). Give them back: sudo chown -R "$USER" .'
      : /ENOSPC/.test(output)
        ? "\nThe disk is full: an installation takes about 2 GB."
        : /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(output)
          ? "\nThe package registry cannot be reached; see `npm config get registry` and your proxy."
          : "";
    fail(`${output.trim()}\n\nInstalling the packages failed (npm ci).${hint}`);
  }
  writeFileSync(stamp, wanted);
  console.log(`✓ packages installed (${seconds()})`);
}

/** How many archives `npm ci` gets: those of package-lock.json that fit this machine. */
function packagesToFetch() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const fits = (list, value) => !list || (list.includes(value) && !list.includes(`!${value}`));
  return Object.values(packages).filter(
    ({ integrity, os, cpu }) => integrity && fits(os, process.platform) && fits(cpu, process.arch),
  ).length;
}

/** The npm that runs this script, on the Node it runs on: `npm ci` replaces the one in node_modules. */
function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith(".js")) return { command: node ?? process.execPath, args: [script] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

function ownNode() {
  const path = ownNodePath();
  if (!path) fail(`Node ${OWN_NODE} was not installed by npm (package "node"). Allow its install script, then: npm ci`);
  return path;
}

/** Node from npm's `node` package; where install scripts are off, this one if it is new enough. */
function ownNodePath() {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const installed = join(root, "node_modules", "node", "bin", name);
  if (canRun(installed)) return installed;
  return majorOf(process.versions.node) >= OWN_NODE && existsSync(join(root, "node_modules"))
    ? process.execPath
    : undefined;
}

function canRun(path) {
  return path !== undefined && existsSync(path) && statSync(path).size > 0;
}

function isNewer(path, than) {
  return existsSync(join(root, path)) && statSync(join(root, path)).mtimeMs >= statSync(join(root, than)).mtimeMs;
}

/**
 * Runs the program to its end and ends as it did. It has this process's terminal, and a channel by which it notices
 * if this process is killed. Signals are passed on; a terminal's Ctrl-C reaches it directly as well, which it bears.
 */
async function handOver(node, nodeArgs) {
  const child = spawn(node, nodeArgs, { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const { code, signal } = await ended(child);
  if (signal && program === "start") await cleanUp(node);
  process.exit(signal ? 128 + constants.signals[signal] : code);
}

/** After a start that was killed outright: stop the database and the engine that it left behind. */
async function cleanUp(node) {
  await ended(spawn(node, [join(root, PROGRAMS.stop), "--quiet"], { cwd: root, stdio: "inherit" }));
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
}

async function run(command, commandArgs, read) {
  const child = spawn(command, commandArgs, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const forward = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward);
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => read(String(chunk)));
  try {
    return await ended(child);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, forward);
  }
}

function majorOf(version) {
  return Number(version.split(".")[0]);
}

function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}
