import module from "node:module";
import { dirname } from "node:path";

/**
 * The environment of scoring threads: this process's, and where it keeps compiled code the same folder, since a thread does
 * not inherit the setting; a thread starts twice as fast with it.
 */
export function threadEnvironment(): NodeJS.ProcessEnv {
  const folder = module.getCompileCacheDir?.();
  return folder === undefined ? { ...process.env } : { ...process.env, NODE_COMPILE_CACHE: dirname(folder) };
}
