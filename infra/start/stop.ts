// `npm stop`: ends the Bodymark that runs on this data folder, from another terminal; also ends what a start left
// behind that was killed outright. `--quiet` says nothing if there was nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openDataFolder } from "../data-folder.ts";
import { recoverCluster } from "../database/recover-cluster.ts";
import { stopPrivateEngine } from "../engine/stop-private-engine.ts";
import { stopProcess } from "../process/stop-process.ts";
import { endPrograms, findLauncher, releaseDataFolder } from "./instance.ts";

const dataFolder = await openDataFolder();
const launcher = findLauncher(dataFolder);
if (launcher !== undefined) await stopProcess(launcher, "SIGTERM", 30_000);
await endPrograms(dataFolder);
if (process.platform === "linux" && process.getuid?.() === 0) await stopPrivateEngine(dataFolder);
const cluster = join(dataFolder, "postgres", "cluster");
if (existsSync(cluster)) await recoverCluster(cluster);
releaseDataFolder(dataFolder);
if (!process.argv.includes("--quiet")) console.log(launcher === undefined ? "Bodymark was not running." : "Stopped.");
