import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the project, whatever the working directory. */
export const projectRoot = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/**
 * Where everything that outlives a start is kept: `BODYMARK_DATA`, else `.bodymark` in the project. Others may pass
 * through it but not list it: under root the database runs as another user.
 */
export async function openDataFolder(path = process.env.BODYMARK_DATA || ".bodymark"): Promise<string> {
  const folder = resolve(projectRoot, path);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  return realpathSync(folder);
}

/** Eight characters that tell data folders apart, for names outside them that must be short (sockets) or unique. */
export function shortNameOf(dataFolder: string): string {
  return createHash("sha256").update(dataFolder).digest("hex").slice(0, 8);
}
