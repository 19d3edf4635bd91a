import type { Contents } from "./read-contents.ts";
import { SAVE_AGAIN } from "./refuse.ts";

const SAVE = "save the image with `docker save IMAGE | gzip > image.tar.gz`";

/** What a file that is no image archive is, by its first bytes; undefined where it may be one. */
export function explainStart(start: Buffer): string | undefined {
  const latin = start.toString("latin1");
  if (start.length === 0) return `The file is empty: ${SAVE} and check that it is not.`;
  if (latin.startsWith("PK")) {
    return latin.includes("Dockerfile")
      ? `The file is a zip of a Dockerfile and its files, not an image: build it with \`docker build\`, then ${SAVE}.`
      : `The file is a zip, not an image archive: ${SAVE}.`;
  }
  const packed = { "\xfd7zXZ": "xz", BZh: "bzip2", "7z\xbc\xaf": "7-Zip", "Rar!": "RAR", "\x04\x22\x4d\x18": "lz4" };
  for (const [magic, name] of Object.entries(packed)) {
    if (latin.startsWith(magic)) return `The file is packed with ${name}, which is not read here: ${SAVE}.`;
  }
  if (
    latin.startsWith("#!/usr/bin/env run-singularity") ||
    latin.slice(32, 41) === "SIF_MAGIC" ||
    latin.startsWith("hsqs")
  ) {
    return `The file is a Singularity (Apptainer) image: hand in the Docker image it was made from, ${SAVE}.`;
  }
  if (latin.startsWith("\x7fELF")) return `The file is a program, not an image archive: ${SAVE}.`;
  if (/^\s*<(!doctype|html)/i.test(latin)) return `The file is a web page, perhaps from a failed download: ${SAVE}.`;
  if (/^\s*(#.*\n\s*)*(FROM|ARG) /i.test(latin.slice(0, 2000))) {
    return `The file is a Dockerfile, not an image: build it with \`docker build\`, then ${SAVE}.`;
  }
  return undefined;
}

/** What an unpacked file is that is no tar. */
export function explainNoTar(plain: Buffer): string {
  const known = plain.length > 0 ? explainStart(plain) : undefined;
  if (known) return known;
  const volume = plain.length >= 348 && /^n(\+1|i1)/.test(plain.toString("latin1", 344, 347));
  if (volume) return `The file is a NIfTI volume, not an image archive: hand in the container, ${SAVE}.`;
  return `The file is not an image archive, nor any tar: ${SAVE}.`;
}

/** What a tar is that holds neither manifest.json nor an OCI layout. */
export function explainNoImage(contents: Contents): string {
  const roots = new Set([...contents.keys()].map((name) => name.split("/")[0]?.toLowerCase()));
  if (contents.size === 0) return `The archive is empty: ${SAVE_AGAIN}.`;
  const system = ["bin", "etc", "usr", "lib", "var", "proc", "root"].filter((name) => roots.has(name));
  if (roots.has(".dockerenv") || system.length >= 3) {
    return "The archive holds a container's files, as `docker export` writes them, not an image: use `docker save IMAGE | gzip > image.tar.gz` instead.";
  }
  if ([...contents.keys()].some((name) => /(^|\/)dockerfile$/i.test(name))) {
    return `The archive holds a Dockerfile and its files, not an image: build it with \`docker build\`, then ${SAVE}.`;
  }
  return `The archive has no manifest.json, so it is not a \`docker save\` or OCI archive, or not all of it: ${SAVE_AGAIN}.`;
}
