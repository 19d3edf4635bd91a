import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../data-folder.ts";
import { queryOnce } from "../database/query-once.ts";
import { runNode } from "../process/run-node.ts";
import { PRISMA } from "./generate-client.ts";

/** Brings the database to the newest migration; answers whether there was anything to do. */
export async function migrate(databaseUrl: string, logFile: string, signal?: AbortSignal): Promise<boolean> {
  if (await isUpToDate(databaseUrl)) return false;
  await runNode({
    what: "migrating the database",
    args: [PRISMA, "migrate", "deploy"],
    cwd: projectRoot,
    logFile,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    ...(signal ? { signal } : {}),
  });
  return true;
}

/** Asked of the database itself: starting the migration program takes longer than the rest of a later start. */
async function isUpToDate(databaseUrl: string): Promise<boolean> {
  const applied = await queryOnce<{ migration_name: string }>(
    databaseUrl,
    "select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const names = new Set(applied.map((row) => row.migration_name));
  return readdirSync(join(projectRoot, "prisma/migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .every(({ name }) => names.has(name));
}
