import { RunFailure } from "@bodymark/contracts";

/**
 * Declared VOLUMEs are covered by small mounts, since each would be a folder without any limit. One that holds, or lies
 * in, the folders of inputs and outputs cannot be covered, and is refused.
 */
export function refuseVolumes(volumes: readonly string[], folders: { inputs: string[]; outputs: string[] }): void {
  const own = [...folders.inputs, ...folders.outputs].map(withSlash);
  const clash = volumes.find((path) =>
    own.some((folder) => folder.startsWith(withSlash(path)) || withSlash(path).startsWith(folder)),
  );
  if (clash !== undefined) {
    throw new RunFailure(
      "unsupported-image",
      "accept",
      `The image declares ${clash} as a VOLUME, which escapes the disk limit; remove that line from its Dockerfile.`,
    );
  }
}

function withSlash(path: string): string {
  return `${path.replace(/\/+$/, "")}/`;
}
