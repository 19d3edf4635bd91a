import { access, constants } from "node:fs/promises";
import { diskError } from "./disk-error.ts";
import type { DiskLayout } from "./layout.ts";

/**
 * Resolves when the store's root is there and can be read and written. A disk that is not mounted looks like a store
 * without a single object; what tells them apart is a folder that every store has.
 *
 * @throws StorageUnavailable or StorageDenied
 */
export async function checkRoot({ root, temporary }: DiskLayout): Promise<void> {
  try {
    await access(temporary, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw diskError(error, root);
  }
}
