// The private engine by hand, with the data folder that BODYMARK_DATA names (default .bodymark):
//   npm run engine             starts it or finds it running (it stays), prints its DOCKER_HOST and nothing else
//   npm run engine -- status   says what it is;  -- stop   stops it and frees its disk
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openDataFolder } from "../data-folder.ts";
import { StartError } from "../start-error.ts";
import { enginePaths } from "./engine-paths.ts";
import { readEngineState } from "./engine-state.ts";
import { pingEngine } from "./ping-engine.ts";
import { requirePrivateEngine } from "./require-private-engine.ts";
import { startPrivateEngine } from "./start-private-engine.ts";
import { stopPrivateEngine } from "./stop-private-engine.ts";

const action = process.argv[2] ?? "start";
try {
  requirePrivateEngine([]);
  const dataFolder = await openDataFolder();
  if (action === "start") {
    await mkdir(join(dataFolder, "logs"), { recursive: true });
    const logFile = join(dataFolder, "logs", "engine.log");
    const engine = await startPrivateEngine({ dataFolder, logFile, say: (line) => console.error(line) });
    console.log(engine.host);
  } else if (action === "stop") {
    await stopPrivateEngine(dataFolder);
  } else if (action === "status") {
    const { host } = enginePaths(dataFolder);
    const running = (await pingEngine(host)).answers;
    console.log(
      JSON.stringify({ host, running, ...(running ? readEngineState(enginePaths(dataFolder))?.sandbox : {}) }),
    );
  } else {
    console.error("usage: npm run engine [-- start | stop | status]");
    process.exitCode = 2;
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.describe());
  process.exitCode = 1;
}
