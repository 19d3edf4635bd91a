import { openUploads, type Uploads } from "@bodymark/uploads";
import { database } from "./database.ts";
import { objectStore } from "./object-store.ts";

export const UPLOADS_PATH = "/api/v1/uploads";
const SWEEP_EVERY_MS = 10 * 60_000;

const shared: { bodymarkUploads?: Promise<Uploads> } = globalThis as { bodymarkUploads?: Promise<Uploads> };

/** The portal's one upload server: its locks hold only within it. Sweeps every ten minutes once it is open. */
export function uploads(): Promise<Uploads> {
  shared.bodymarkUploads ??= open().catch((error: unknown) => {
    delete shared.bodymarkUploads;
    throw error;
  });
  return shared.bodymarkUploads;
}

async function open(): Promise<Uploads> {
  const report = (error: unknown) => console.error("uploads:", error);
  const opened = openUploads({ db: database(), store: await objectStore(), path: UPLOADS_PATH, onError: report });
  const sweep = () => opened.sweep().catch(report);
  setInterval(sweep, SWEEP_EVERY_MS).unref();
  void sweep();
  return opened;
}
