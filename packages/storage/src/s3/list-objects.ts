import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { ObjectEntry } from "../object-store.ts";
import type { Bucket } from "./bucket.ts";
import { s3Error } from "./s3-error.ts";

/** Page by page; staged uploads, whose names begin with a dot, are left out. */
export async function* listObjects({ client, bucket }: Bucket, prefix: string): AsyncGenerator<ObjectEntry> {
  try {
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (!Key || Key.startsWith(".") || Key.endsWith("/")) continue;
        yield { key: Key, sizeBytes: Size ?? 0, modifiedAt: LastModified ?? new Date(0) };
      }
    }
  } catch (error) {
    throw s3Error(error, prefix);
  }
}
