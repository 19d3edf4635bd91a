import { createHash } from "node:crypto";
import { hostname } from "node:os";

/** Marks what a worker makes in an engine; the same after a restart, another for another worker on the same engine. */
export function ownerLabel(workDir: string): string {
  return createHash("sha256").update(`${hostname()}\n${workDir}`).digest("hex").slice(0, 16);
}
