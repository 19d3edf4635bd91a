import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findProgram, installWithApt } from "../engine/install-packages.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const OTHER_PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/**
 * The browser for end-to-end tests: `CHROMIUM`, else the system's, else (as root on Debian and Ubuntu) one that is
 * installed from the distribution. `undefined` if there is none.
 */
export async function findBrowser(say: (line: string) => void): Promise<string | undefined> {
  const known = () => process.env.CHROMIUM || NAMES.map(findProgram).find(Boolean) || OTHER_PLACES.find(existsSync);
  const found = known();
  if (found) return found;
  if (process.getuid?.() === 0 && findProgram("apt-get")) {
    say("installing Chromium from the distribution");
    await installWithApt(["chromium", "fonts-liberation"]);
    const installed = known();
    if (installed && spawnSync(installed, ["--version", "--no-sandbox"]).status === 0) return installed;
  }
  return undefined;
}
