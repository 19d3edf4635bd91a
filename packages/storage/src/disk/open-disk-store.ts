import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { copyObjectToFile } from "../copy-object-to-file.ts";
import { DEFAULTS } from "../defaults.ts";
import type { ObjectStore } from "../object-store.ts";
import { adoptFile } from "./adopt-file.ts";
import { checkRoot } from "./check-root.ts";
import { deleteObject } from "./delete-object.ts";
import { diskError } from "./disk-error.ts";
import { getObject } from "./get-object.ts";
import { headObject } from "./head-object.ts";
import { layoutOf } from "./layout.ts";
import { listObjects } from "./list-objects.ts";
import { putObject } from "./put-object.ts";
import { removeStaleTemporaries } from "./remove-stale-temporaries.ts";

/** Objects as files: the object `a/b` is the file `root/a/b`. Several processes may use one root. */
export async function openDiskStore(folder: string): Promise<ObjectStore> {
  const root = resolve(folder);
  const layout = layoutOf(root);
  try {
    await mkdir(layout.temporary, { recursive: true });
    await mkdir(layout.staging, { recursive: true });
    await removeStaleTemporaries(layout.temporary, DEFAULTS.temporaryAgeMs);
  } catch (error) {
    throw diskError(error, root);
  }
  const head = (key: string) => headObject(layout, key);
  const get: ObjectStore["get"] = (key, options = {}) => getObject(layout, key, options);
  return {
    staging: {
      kind: "disk",
      folder: layout.staging,
      read: async (name) => createReadStream(join(layout.staging, name), { highWaterMark: DEFAULTS.readChunkBytes }),
      remove: (name) => rm(join(layout.staging, name), { force: true }),
      adopt: (name, key, known) => adoptFile(layout, join(layout.staging, name), key, known),
    },
    put: (key, body, options = {}) => putObject(layout, key, body, options),
    get,
    head,
    delete: (key) => deleteObject(layout, key),
    list: (prefix) => listObjects(root, prefix),
    copyToFile: (key, path, options) => copyObjectToFile({ head, get }, key, path, options),
    check: () => checkRoot(layout),
    close: () => {},
  };
}
