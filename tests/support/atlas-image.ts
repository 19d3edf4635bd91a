import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeImageArchive } from "@bodymark/image";

/** Answers every scan with one and the same label map, after a pause; fails where the input's name says so. */
const PROGRAM = `
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc > 1) usleep(1000 * atoi(argv[1]));
  DIR *inputs = opendir("/workspace/inputs");
  if (!inputs) return 2;
  for (struct dirent *entry; (entry = readdir(inputs));) {
    if (!strstr(entry->d_name, ".nii.gz")) continue;
    char path[4096], buffer[65536];
    snprintf(path, sizeof path, "/workspace/outputs/%s", entry->d_name);
    FILE *from = fopen("/atlas.nii.gz", "rb"), *to = fopen(path, "wb");
    if (!from || !to) return 3;
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, from)) > 0;) fwrite(buffer, 1, n, to);
    if (fclose(to)) return 4;
    fclose(from);
  }
  return 0;
}
`;

/**
 * An image whose algorithm a test knows: it writes `atlas` (a gzipped NIfTI label map) as the answer to each scan,
 * after `pauseMs`. A static C program alone: no shell, no library.
 */
export async function buildAtlasImage(
  out: string,
  atlas: Uint8Array,
  options: { pauseMs?: number; architecture?: string } = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bodymark-atlas-"));
  try {
    const source = join(folder, "atlas.c");
    const program = join(folder, "atlas");
    await writeFile(source, PROGRAM);
    await promisify(execFile)("gcc", ["-static", "-Os", "-s", "-o", program, source]);
    await writeImageArchive(
      {
        ...(options.architecture ? { architecture: options.architecture } : {}),
        config: { Cmd: ["/atlas", String(options.pauseMs ?? 0)], WorkingDir: "/" },
        layers: [
          {
            files: [
              { path: "atlas", mode: 0o755, content: { fromFile: program } },
              { path: "atlas.nii.gz", content: atlas },
              { path: "workspace/inputs", directory: true },
              { path: "workspace/outputs", directory: true, mode: 0o777 },
            ],
          },
        ],
      },
      out,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
