import type { Database } from "@bodymark/db";
import type { ObjectStore } from "@bodymark/storage";
import type { ReceivingStore } from "./receiving-store.ts";

/** What the operations on uploads work with. */
export interface UploadContext {
  db: Database;
  store: ObjectStore;
  receiving: ReceivingStore;
}
