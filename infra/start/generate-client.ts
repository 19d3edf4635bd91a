import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../data-folder.ts";
import { runNode } from "../process/run-node.ts";

export const PRISMA = "node_modules/prisma/build/index.js";
const GENERATED = join(projectRoot, "packages/db/src/generated");

/** Generates the database client from the schema unless it is there for this very schema and Prisma. */
export async function generateClient(logFile: string, signal?: AbortSignal): Promise<void> {
  const stamp = join(GENERATED, "generated-from");
  const source = createHash("sha256")
    .update(readFileSync(join(projectRoot, "prisma/schema.prisma")))
    .update(readFileSync(join(projectRoot, "node_modules/prisma/package.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === source) return;
  await runNode({
    what: "generating the database client",
    args: [PRISMA, "generate"],
    cwd: projectRoot,
    logFile,
    ...(signal ? { signal } : {}),
  });
  writeFileSync(stamp, source);
}
