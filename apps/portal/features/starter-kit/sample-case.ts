import { buffer } from "node:stream/consumers";
import { readSampleCase, type Viewer } from "@bodymark/challenge";
import type { StructuresFile } from "@bodymark/contracts";
import { encodeCase, generateCase, PHANTOM_STRUCTURES } from "@bodymark/phantom";
import { database } from "#server/database.ts";
import { objectStore } from "#server/object-store.ts";

/** One case to try an image on. */
export interface KitCase {
  readonly name: string;
  /** `.nii.gz` files. */
  readonly image: Uint8Array;
  readonly labels: Uint8Array;
  /** Made by a program, since the challenge has no public case. */
  readonly synthetic: boolean;
}

/** A larger scan is not put into a kit, which is made in memory: a synthetic one serves. */
const LARGEST_BYTES = 256 * 1024 ** 2;

/** A public case of the challenge, or a synthetic CT with the challenge's labels where there is none. */
export async function loadSampleCase(
  viewer: Viewer,
  slugs: { challenge: string; phase: string },
  structures: StructuresFile,
): Promise<KitCase> {
  const sample = await readSampleCase(database(), viewer, slugs);
  if (!sample || sample.sizeBytes > LARGEST_BYTES) return makePhantom(structures);
  const store = await objectStore();
  const [image, labels] = await Promise.all([
    store.get(sample.imageKey).then(buffer),
    store.get(sample.labelKey).then(buffer),
  ]);
  return { name: sample.name, image, labels, synthetic: false };
}

/** Structures are matched by name; what the challenge does not have becomes background. */
function makePhantom({ structures }: StructuresFile): KitCase {
  const made = generateCase({ seed: 1, index: 0 });
  const labelOf = new Map(structures.map(({ name, label }) => [name, label]));
  const wanted = new Uint8Array(256);
  for (const { name, label } of PHANTOM_STRUCTURES) {
    const own = labelOf.get(name);
    if (own !== undefined && own <= 255) wanted[label] = own;
  }
  const { image, labels } = encodeCase({ ...made, labels: made.labels.map((label) => wanted[label] ?? 0) });
  return { name: "phantom", image, labels, synthetic: true };
}
