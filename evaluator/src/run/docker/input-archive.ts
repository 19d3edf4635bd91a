import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { posix } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import type { CaseRequest } from "../executor.ts";
import { anonymousGzip } from "./anonymous-gzip.ts";

const EPOCH = new Date(0);

/**
 * The tar that fills a container before it starts: empty input and output folders, then the inputs. A folder is named
 * first as a file, then as a folder: the engine's extractor replaces what the image had there, so nothing of it stays.
 * Any user may write (the image's user is not known here by number), but where the profile wants read-only inputs.
 *
 * @param onVolumes the folders are mounts of their own, which cannot be replaced and are empty already
 */
export function inputArchive(request: CaseRequest, onVolumes: boolean): Readable {
  const archive = pack();
  const write = async () => {
    const readOnly = new Set(request.inputsReadOnly ? request.inputFolders : []);
    for (const folder of [...request.inputFolders, ...request.outputFolders]) {
      const name = relative(folder);
      if (!onVolumes) archive.entry({ name, type: "file", mode: 0o600, mtime: EPOCH }, "");
      archive.entry({ name, type: "directory", mode: readOnly.has(folder) ? 0o755 : 0o777, mtime: EPOCH });
    }
    const mode = request.inputsReadOnly ? 0o444 : 0o666;
    for (const input of request.inputs) {
      const name = relative(input.containerPath);
      for (const folder of foldersBetween(request.inputFolders, input.containerPath)) {
        archive.entry({
          name: relative(folder),
          type: "directory",
          mode: request.inputsReadOnly ? 0o755 : 0o777,
          mtime: EPOCH,
        });
      }
      if ("bytes" in input.source) {
        archive.entry({ name, mode, mtime: EPOCH }, Buffer.from(input.source.bytes));
      } else {
        await addFile(archive, name, mode, input.source.hostPath);
      }
    }
    archive.finalize();
  };
  write().catch((error: Error) => archive.destroy(error));
  return Readable.from(archive, { objectMode: false });
}

async function addFile(archive: ReturnType<typeof pack>, name: string, mode: number, hostPath: string): Promise<void> {
  const { size } = await stat(hostPath);
  const scrub = await anonymousGzip(hostPath);
  const entry = archive.entry({ name, size: size - scrub.dropped, mode, mtime: EPOCH });
  entry.write(scrub.header);
  await pipeline(createReadStream(hostPath, { start: scrub.resumeAt }), entry);
}

function relative(path: string): string {
  return path.replace(/^\/+/, "");
}

function foldersBetween(roots: readonly string[], path: string): string[] {
  const folders: string[] = [];
  for (let folder = posix.dirname(path); folder !== "/" && !roots.includes(folder); folder = posix.dirname(folder)) {
    folders.unshift(folder);
  }
  return folders.filter((folder) => roots.some((root) => folder.startsWith(`${root}/`)));
}
