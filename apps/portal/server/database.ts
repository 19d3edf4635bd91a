import { type Database, openDatabase } from "@bodymark/db";
import { environment } from "./environment.ts";

// Kept on the process, not the module: Next gives pages and route handlers separate module instances.
const shared: { bodymarkDatabase?: Database } = globalThis as { bodymarkDatabase?: Database };

/** The portal's one pool of database connections. */
export function database(): Database {
  shared.bodymarkDatabase ??= openDatabase(environment().databaseUrl);
  return shared.bodymarkDatabase;
}
