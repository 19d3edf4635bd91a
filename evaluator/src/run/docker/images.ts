import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { RunFailure } from "@bodymark/contracts";
import type Docker from "dockerode";
import { EngineDiskFull, EngineFault } from "../engine-fault.ts";
import type { FoundImage, KeptImage, LoadedImage } from "../executor.ts";
import { callEngine, toEngineFault } from "./call-engine.ts";
import { CALL_LIMIT_MS } from "./time-limits.ts";

/** What may be an image's name or id; anything else would be another path of the engine's API. */
const NAME = /^[A-Za-z0-9][\w./:@-]*$/;
/** No registry has this name (RFC 6762), so that nothing of ours can ever be pushed or pulled. */
const OWN_NAMES = "bodymark.local/";

/** An image by id or name, as the engine describes it; null if there is none. */
export async function findImage(docker: Docker, nameOrId: string): Promise<FoundImage | null> {
  if (!NAME.test(nameOrId) || nameOrId.includes("..")) return null;
  const found = await inspectImage(docker, nameOrId);
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
 * Loads an archive that acceptance let pass, keeps it under a name of `owner`'s, and strips the tags it brought: what
 * runs is named by id. The engine answers 200 to a broken archive, so the image is looked for afterwards.
 */
export async function loadImage(
  docker: Docker,
  owner: string,
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
        throw new EngineDiskFull(`the engine's disk is full: ${answer.message}`);
      }
      throw new RunFailure("invalid-archive", "load", "The engine could not load the archive.", {
        cause: new Error(answer.message),
      });
    },
  ).catch((error: unknown) => {
    if (signal.aborted) throw cancelled();
    throw error;
  });
  const image = await findImage(docker, imageId);
  if (image) await stripTags(docker, owner, imageId);
  if (!image) {
    if (/no space left on device|disk quota exceeded/i.test(said))
      throw new EngineDiskFull("the engine's disk is full");
    if (await namesImagesByManifest(docker)) {
      throw new EngineFault(
        "the engine keeps images in containerd and gives them other ids; switch its feature containerd-snapshotter off",
      );
    }
    throw new RunFailure("invalid-archive", "load", "The engine loaded the archive, and the image is not in it.", {
      cause: new Error(said),
    });
  }
  return { id: image.id, sizeBytes: image.sizeBytes };
}

/** Whether images lie in containerd (the default of new installations since Docker 29): their ids are no configuration's. */
async function namesImagesByManifest(docker: Docker): Promise<boolean> {
  const info: { DriverStatus?: [string, string][] } = await callEngine("describe itself", CALL_LIMIT_MS.ask, () =>
    docker.info(),
  );
  return info.DriverStatus?.some(([, value]) => value.startsWith("io.containerd.snapshotter")) ?? false;
}

/** What the engine says while loading, its last 64 KiB. */
async function readAnswer(answer: Readable): Promise<string> {
  let said = "";
  for await (const piece of answer) said = `${said}${String(piece)}`.slice(-65_536);
  return said;
}

/** Gives an image that the engine has a name of `owner`'s, and with it the time of its last use. */
export async function keepImage(docker: Docker, owner: string, imageId: string): Promise<void> {
  const { repo, tag } = keptName(owner, imageId);
  await callEngine("name an image", CALL_LIMIT_MS.ask, () => docker.getImage(imageId).tag({ repo, tag }));
}

/** The images under names of `owner`'s. The engine itself remembers when each was last named. */
export async function keptImages(docker: Docker, owner: string): Promise<KeptImage[]> {
  const { repo } = keptName(owner, "");
  const listed = await callEngine("list images", CALL_LIMIT_MS.ask, (abortSignal) =>
    docker.listImages({ filters: { reference: [`${repo}:*`] }, abortSignal }),
  );
  const kept = await Promise.all(listed.map(({ Id }) => inspectImage(docker, Id)));
  return kept.flatMap((found) => {
    if (!found) return [];
    // Engines that keep no such time say year 1: those images go first.
    const { Metadata } = found as { Metadata?: { LastTagTime?: string } }; // its type lacks it
    const usedAt = Date.parse(Metadata?.LastTagTime ?? "");
    return { id: found.Id, sizeBytes: found.Size, lastUsedAt: new Date(Number.isNaN(usedAt) ? 0 : usedAt) };
  });
}

async function stripTags(docker: Docker, owner: string, imageId: string): Promise<void> {
  await keepImage(docker, owner, imageId); // first: the engine deletes an image with its last name
  const found = await inspectImage(docker, imageId);
  for (const name of found?.RepoTags ?? []) {
    if (!name.startsWith(OWN_NAMES)) await removeName(docker, name);
  }
}

/**
 * Takes `owner`'s name off an image. The engine deletes it with its last name; one that a container uses, or that
 * somebody else has a name for, stays.
 */
export async function removeImage(docker: Docker, owner: string, id: string): Promise<void> {
  const found = await inspectImage(docker, id);
  if (!found) return;
  const { repo, tag } = keptName(owner, found.Id);
  const names = found.RepoTags ?? [];
  if (names.includes(`${repo}:${tag}`)) await removeName(docker, `${repo}:${tag}`);
  else if (names.length === 0) await removeName(docker, found.Id);
}

async function removeName(docker: Docker, name: string): Promise<void> {
  await callEngine(
    "remove an image",
    CALL_LIMIT_MS.remove,
    () => docker.getImage(name).remove(),
    (answer) => {
      // 404: gone. 409: a container uses it.
      if (answer.statusCode !== 404 && answer.statusCode !== 409)
        throw toEngineFault("remove an image", new Error(answer.message));
    },
  );
}

function inspectImage(docker: Docker, nameOrId: string): Promise<Docker.ImageInspectInfo | null> {
  return callEngine<Docker.ImageInspectInfo | null>(
    "inspect an image",
    CALL_LIMIT_MS.ask,
    () => docker.getImage(nameOrId).inspect(),
    (answer) => {
      // 400: not a name that could be an image's.
      if (answer.statusCode === 404 || answer.statusCode === 400) return null;
      throw new EngineFault(`the engine failed to inspect an image: ${answer.message}`);
    },
  );
}

/** Workers that share an engine have a name each on an image, so that none takes it away from another. */
function keptName(owner: string, imageId: string): { repo: string; tag: string } {
  return { repo: `${OWN_NAMES}${owner}`, tag: imageId.replace(/^sha256:/, "") };
}

function asList(value: string | string[] | undefined | null): string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}

function cancelled(): RunFailure {
  return new RunFailure("cancelled", "load", "The evaluation was cancelled.");
}
