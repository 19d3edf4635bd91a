import { createHash, randomInt } from "node:crypto";
import { newId } from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";
import { DEFAULT_SHAPE, DEFAULT_SPACING_MM, encodeCase, generateCase, type PhantomCase } from "@bodymark/phantom";
import type { ObjectStore } from "@bodymark/storage";

/** Seeds of the public cases; the baseline is fitted on others. */
export const PUBLIC_SEED = 20_261_124;

/** Which phantoms a phase gets. Hidden ones come from a seed that is drawn for this installation and kept nowhere. */
export interface DemoCases {
  name: string;
  count: number;
  hidden: boolean;
}

/** Generates cases, stores their files by digest and enters them; returns their ids in order. */
export async function createDemoCases(
  db: Database,
  store: ObjectStore,
  challengeId: string,
  request: DemoCases,
  onProgress: (done: number) => void,
): Promise<string[]> {
  const seed = request.hidden ? randomInt(2 ** 31) : PUBLIC_SEED;
  const ids: string[] = [];
  for (let index = 0; index < request.count; index++) {
    const phantom = generateCase({ seed, index, shape: DEFAULT_SHAPE, spacingMm: DEFAULT_SPACING_MM });
    ids.push(
      await createCase(db, store, challengeId, `${request.name}-${String(index + 1).padStart(3, "0")}`, phantom),
    );
    onProgress(index + 1);
  }
  return ids;
}

async function createCase(
  db: Database,
  store: ObjectStore,
  challengeId: string,
  name: string,
  phantom: PhantomCase,
): Promise<string> {
  const files = encodeCase(phantom);
  const image = await putByDigest(store, "cases", files.image);
  const label = await putByDigest(store, "references", files.labels);
  const { patient, ...metadata } = phantom.metadata;
  const id = newId("case");
  await db.case.create({
    data: {
      id,
      challengeId,
      name,
      patient: `${name}/${patient}`,
      metadata: metadata satisfies Prisma.InputJsonObject,
      imageKey: image.key,
      imageSha256: image.sha256,
      sizeBytes: BigInt(files.image.byteLength),
      shape: [...phantom.shape],
      spacingMm: [...phantom.spacingMm],
      references: {
        create: {
          id: newId("caseRevision"),
          revision: 1,
          labelKey: label.key,
          labelSha256: label.sha256,
          sizeBytes: BigInt(files.labels.byteLength),
          present: [...new Set(phantom.labels)].filter((l) => l > 0).sort((a, b) => a - b),
          notAnnotated: [],
        },
      },
    },
  });
  return id;
}

async function putByDigest(
  store: ObjectStore,
  folder: string,
  bytes: Uint8Array,
): Promise<{ key: string; sha256: string }> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const key = `${folder}/sha256/${sha256.slice(0, 2)}/${sha256}.nii.gz`;
  await store.put(key, bytes, { sha256, contentType: "application/gzip" });
  return { key, sha256 };
}
