import { join } from "node:path";
import { parseObjectKey } from "../object-key.ts";

/** Where things lie under a disk store's root. Keys never begin with a dot, so these folders hide no object. */
export interface DiskLayout {
  root: string;
  temporary: string;
  staging: string;
  objectPath(key: string): string;
  /** Hash and content type of an object, as JSON beside the tree of objects. */
  notePath(key: string): string;
}

export function layoutOf(root: string): DiskLayout {
  return {
    root,
    temporary: join(root, ".temporary"),
    staging: join(root, ".staging"),
    objectPath: (key) => join(root, ...parseObjectKey(key).split("/")),
    notePath: (key) => join(root, ".notes", ...`${parseObjectKey(key)}.json`.split("/")),
  };
}
