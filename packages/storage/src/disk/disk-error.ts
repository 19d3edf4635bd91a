import { InvalidKey, StorageDenied, StorageFull, StorageUnavailable } from "../errors.ts";

const CLASSES: Record<string, typeof StorageFull | typeof StorageDenied | typeof InvalidKey> = {
  ENOSPC: StorageFull,
  EDQUOT: StorageFull,
  EACCES: StorageDenied,
  EPERM: StorageDenied,
  EROFS: StorageDenied,
  ENOTDIR: InvalidKey,
  EISDIR: InvalidKey,
  ENOTEMPTY: InvalidKey,
  ENAMETOOLONG: InvalidKey,
};

/** A file system's error as one of ours; anything else is returned as it is. */
export function diskError(error: unknown, key: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return error;
  const Class = CLASSES[String(error.code)] ?? StorageUnavailable;
  const hint = Class === InvalidKey ? " (another object's key is its folder, or the reverse)" : "";
  return new Class(`cannot store or read "${key}": ${error.code}${hint}`, { cause: error });
}
