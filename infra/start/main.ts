// `npm start`: the whole platform in the foreground until Ctrl-C. Entered through infra/launch.mjs.
import { StartError } from "../start-error.ts";
import { printProgress } from "./progress.ts";
import { readStartSettings } from "./settings.ts";
import { type Platform, startPlatform } from "./start-platform.ts";

/** A stop that takes longer is given up; the next start clears what it left. The package manager is waited for. */
const LONGEST_STOP_MS = 180_000;

let platform: Platform | undefined;
let ready = false;
let ending: Promise<never> | undefined;

/** Ctrl-C comes twice (from the terminal and through npm), so whatever comes after the first is not an order to hurry. */
function end(code: number): Promise<never> {
  ending ??= (async () => {
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    const startedAt = performance.now();
    await platform?.stop();
    if (code !== 1) console.log(`Stopped (${((performance.now() - startedAt) / 1000).toFixed(1)} s).`);
    process.exit(code);
  })();
  return ending;
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(signal, () => {
    if (!ending) console.log("\nStopping …");
    void end(ready ? 0 : code);
  });
}
// The launcher was killed: nobody else would end what runs here.
process.once("disconnect", () => void end(1));
process.channel?.unref();
// The terminal may be gone; the stop goes on without it.
process.stdout.on("error", () => {});

try {
  const startedAt = performance.now();
  const settings = await readStartSettings();
  platform = startPlatform(settings, printProgress());
  const demo = await platform.ready;
  ready = true;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (demo) {
    console.log(`\nDemo accounts (also in ${settings.dataFolder}/demo.json):`);
    for (const { role, email, password } of demo.accounts) console.log(`  ${role.padEnd(12)} ${email}  ${password}`);
  }
  console.log(`\nBodymark is ready at http://localhost:${settings.port}`);
  console.log(`(${seconds} s; logs in ${settings.dataFolder}/logs; Ctrl-C stops everything)`);
} catch (error) {
  if (!ending) {
    console.error(`\n${error instanceof StartError ? error.describe() : (error as Error).stack}`);
    await end(1);
  }
}
