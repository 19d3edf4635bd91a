// A database for development, apart from the one `npm start` uses.
//   npm run db:dev             starts it (it stays), prints its DATABASE_URL and nothing else
//   npm run db:dev -- stop     stops it;  -- reset   stops it and throws its data away
// `--data DIR` or BODYMARK_DATA names its folder (default .bodymark-dev).
import { existsSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDataFolder } from "../data-folder.ts";
import { StartError } from "../start-error.ts";
import { findDatabase } from "./find-database.ts";
import { recoverCluster } from "./recover-cluster.ts";
import { startDatabase } from "./start-database.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: "string" } } });
const action = positionals[0] ?? "start";
const dataFolder = await openDataFolder(values.data ?? process.env.BODYMARK_DATA ?? ".bodymark-dev");
const cluster = join(dataFolder, "postgres", "cluster");

try {
  if (action === "start") {
    await mkdir(join(dataFolder, "logs"), { recursive: true });
    const running =
      findDatabase(dataFolder) ??
      (await startDatabase({
        dataFolder,
        logFile: join(dataFolder, "logs", "postgres.log"),
        durable: false,
        unattended: true,
      }));
    console.log(running.url);
  } else if (action === "stop" || action === "reset") {
    if (existsSync(cluster)) await recoverCluster(cluster);
    if (action === "reset") rmSync(join(dataFolder, "postgres"), { recursive: true, force: true });
  } else {
    console.error("usage: npm run db:dev [-- start | stop | reset] [--data DIR]");
    process.exitCode = 2;
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.describe());
  process.exitCode = 1;
}
