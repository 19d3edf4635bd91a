import { Readable } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { callEngine } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/**
 * The folder at a container's root that holds a path longer than the kernel takes, out of the engine's failure to
 * remove that container. The btrfs driver walks the whole tree by path, so one deep tree would keep a container for ever.
 */
export function deepFolder(failure: string): string | null {
  if (!/file name too long/.test(failure)) return null;
  return /\/subvolumes\/[0-9a-f]{64}\/([^/]+)\//.exec(failure)?.[1] ?? null;
}

/**
 * Puts a file in a folder's place. To unpack it the engine removes the folder and all below, and does so
 * folder by folder: 5,000 levels took it 0.5 s. Works on a container whose removal failed.
 */
export async function replaceFolder(docker: Docker, nameOrId: string, folder: string): Promise<void> {
  const tar = pack();
  tar.entry({ name: folder }, "removed");
  tar.finalize();
  await callEngine("replace a folder of a container", CALL_LIMIT_MS.remove, () =>
    docker.getContainer(nameOrId).putArchive(Readable.from(tar, { objectMode: false }), { path: "/" }),
  );
}
