import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { RunFailure } from "@bodymark/contracts";
import type Docker from "dockerode";
import { EngineFault } from "../engine-fault.ts";
import type { FoundImage, LoadedImage } from "../executor.ts";
import { callEngine, toEngineFault } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** What may be an image's name or id; anything else would be another path of the engine's API. */
const NAME = /^[A-Za-z0-9][\w./:@-]*$/;

/** An image by id or name, as the engine describes it; null if there is none. */
export async function findImage(docker: Docker, nameOrId: string): Promise<FoundImage | null> {
  if (!NAME.test(nameOrId) || nameOrId.includes("..")) return null;
  const found = await callEngine<Docker.ImageInspectInfo | null>(
    "inspect an image",
    CALL_LIMIT_MS.ask,
    () => docker.getImage(nameOrId).inspect(),
    (answer) => {
      // 400: not a name that could be an image's.
      if (answer.statusCode === 404 || answer.statusCode === 400) return null;
      throw new EngineFault(`the engine failed to inspect an image: ${answer.message}`);
    },
  );
  if (!found) return null;
  const config = found.Config ?? {};
  return {
    id: found.Id,
    sizeBytes: found.Size,
    platform: `${found.Os}/${found.Architecture}`,
    config: {
      entrypoint: asList(config.Entrypoint),
      cmd: asList(config.Cmd),
      workingDir: config.WorkingDir || "/",
      user: config.User ?? "",
      env: config.Env ?? [],
      volumes: Object.keys(config.Volumes ?? {}),
    },
  };
}

/**
 * Loads an archive that acceptance let pass, and strips the tags it brought: what runs is named by id. The engine
 * answers 200 to a broken archive, so the image is looked for afterwards.
 */
export async function loadImage(
  docker: Docker,
  archivePath: string,
  imageId: string,
  signal: AbortSignal,
): Promise<LoadedImage> {
  if (signal.aborted) throw cancelled();
  const said = await callEngine(
    "load an image",
    CALL_LIMIT_MS.load,
    async (limit) => {
      const abortSignal = AbortSignal.any([limit, signal]);
      const answer = await docker.loadImage(createReadStream(archivePath), { quiet: true, abortSignal });
      return await readAnswer(Readable.from(answer));
    },
    (answer) => {
      if (/no space left on device|disk quota exceeded/i.test(answer.message)) {
        throw new EngineFault(`the engine's disk is full: ${answer.message}`);
      }
      throw new RunFailure("invalid-archive", "load", "The engine could not load the archive.", {
        cause: new Error(answer.message),
      });
    },
  ).catch((error: unknown) => {
    if (signal.aborted) throw cancelled();
    throw error;
  });
  await stripTags(docker, imageId);
  const image = await findImage(docker, imageId);
  if (!image) {
    if (/no space left on device|disk quota exceeded/i.test(said)) throw new EngineFault("the engine's disk is full");
    throw new RunFailure("invalid-archive", "load", "The engine loaded the archive, and the image is not in it.", {
      cause: new Error(said),
    });
  }
  return { id: image.id, sizeBytes: image.sizeBytes };
}

/** What the engine says while loading, its last 64 KiB. */
async function readAnswer(answer: Readable): Promise<string> {
  let said = "";
  for await (const piece of answer) said = `${said}${String(piece)}`.slice(-65_536);
  return said;
}

async function stripTags(docker: Docker, imageId: string): Promise<void> {
  const found = await callEngine<Docker.ImageInspectInfo | null>(
    "inspect an image",
    CALL_LIMIT_MS.ask,
    () => docker.getImage(imageId).inspect(),
    () => null,
  );
  const tags = found?.RepoTags ?? [];
  // The engine deletes an image with its last tag: a name of ours, made from the id, keeps it.
  if (tags.length === 0) return;
  const digest = imageId.replace(/^sha256:/, "");
  await callEngine("name an image", CALL_LIMIT_MS.ask, () =>
    docker.getImage(imageId).tag({ repo: "bodymark.local/image", tag: digest }),
  );
  for (const tag of tags) {
    if (tag === `bodymark.local/image:${digest}`) continue;
    await callEngine(
      "remove a tag",
      CALL_LIMIT_MS.remove,
      () => docker.getImage(tag).remove(),
      () => undefined,
    );
  }
}

/** Removes an image with all its names; one that a container uses, or that is gone, is left. */
export async function removeImage(docker: Docker, id: string): Promise<void> {
  await callEngine(
    "remove an image",
    CALL_LIMIT_MS.remove,
    () => docker.getImage(id).remove({ force: true }),
    (answer) => {
      if (answer.statusCode !== 404 && answer.statusCode !== 409)
        throw toEngineFault("remove an image", new Error(answer.message));
    },
  );
}

function asList(value: string | string[] | undefined | null): string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}

function cancelled(): RunFailure {
  return new RunFailure("cancelled", "load", "The evaluation was cancelled.");
}
