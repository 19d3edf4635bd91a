import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { ObjectMissing } from "../errors.ts";
import { parseObjectKey } from "../object-key.ts";
import type { ObjectInfo } from "../object-store.ts";
import type { Bucket } from "./bucket.ts";
import { s3Error } from "./s3-error.ts";

export async function headObject({ client, bucket }: Bucket, key: string): Promise<ObjectInfo | null> {
  parseObjectKey(key);
  try {
    const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return {
      key,
      sizeBytes: head.ContentLength ?? 0,
      modifiedAt: head.LastModified ?? new Date(0),
      sha256: head.Metadata?.sha256 ?? null,
      contentType: head.ContentType ?? null,
    };
  } catch (error) {
    const ours = s3Error(error, key);
    if (ours instanceof ObjectMissing) return null;
    throw ours;
  }
}
