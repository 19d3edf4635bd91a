import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { readArchive } from "@bodymark/image";
import type Docker from "dockerode";
import { EngineFault } from "../engine-fault.ts";
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

/** What the engine's answer holds in place of each byte that is not UTF-8. */
const UNKNOWN = "\ufffd";

/**
 * Puts a file in a folder's place. To unpack it the engine removes the folder and all below, and does so
 * folder by folder: 5,000 levels took it 0.5 s. Works on a container whose removal failed. The engine's answers are
 * JSON, so a name that is not UTF-8 has to be looked up in the container itself.
 */
export async function replaceFolder(docker: Docker, nameOrId: string, folder: string): Promise<void> {
  const container = docker.getContainer(nameOrId);
  const name = folder.includes(UNKNOWN) ? await namelessFolder(container) : Buffer.from(folder);
  await callEngine("replace a folder of a container", CALL_LIMIT_MS.remove, () =>
    container.putArchive(Readable.from([emptyFile(name)], { objectMode: false }), { path: "/" }),
  );
}

/** The bytes of the first folder at a container's root whose name is not UTF-8. Reads what lies before it, too. */
async function namelessFolder(container: Docker.Container): Promise<Buffer> {
  return await callEngine("look for a folder of a container", CALL_LIMIT_MS.get, async (abortSignal) => {
    const tar = (await container.getArchive({ path: "/", abortSignal })) as Readable;
    try {
      for await (const { header } of readArchive(tar, "latin1")) {
        const [name, ...below] = header.name.split("/").filter((part) => part !== "" && part !== ".");
        if (header.kind !== "directory" || name === undefined || below.length > 0) continue;
        const bytes = Buffer.from(name, "latin1");
        if (!isUtf8(bytes)) return bytes;
      }
    } finally {
      tar.destroy();
    }
    throw new EngineFault("a container's folder that the engine cannot remove was not found");
  });
}

/** A tar of one empty file, whatever bytes its name has: after a GNU long name, since no other header takes them all. */
function emptyFile(name: Buffer): Buffer {
  const longName = Buffer.concat([name, Buffer.alloc(1)]);
  const padding = Buffer.alloc(-longName.length & 511);
  return Buffer.concat([
    block(Buffer.from("././@LongLink"), "L", longName.length),
    longName,
    padding,
    block(name.subarray(0, 100), "0", 0),
    Buffer.alloc(1024),
  ]);
}

function block(name: Buffer, typeflag: string, bytes: number): Buffer {
  const header = Buffer.alloc(512);
  header.set(name, 0);
  header.write("0000600\x000000000\x000000000\0", 100, "latin1");
  header.write(`${bytes.toString(8).padStart(11, "0")}\x0000000000000\0        ${typeflag}`, 124, "latin1");
  header.write("ustar  \0", 257, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}
