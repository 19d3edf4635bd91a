import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBodymark } from "./start-bodymark.ts";

/** Starts a platform with fresh data for the whole suite, and takes it down again with its data. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), "bodymark-e2e-"));
  process.env.BODYMARK_E2E_DATA = dataFolder;
  const bodymark = await startBodymark(dataFolder, Number(process.env.BODYMARK_E2E_PORT));
  return async () => {
    await bodymark.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
}
