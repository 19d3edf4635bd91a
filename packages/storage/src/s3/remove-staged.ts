import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Bucket } from "./bucket.ts";
import { s3Error } from "./s3-error.ts";

/** Removes a staged upload with the notes that the upload server keeps beside it (`<name>.info`, `<name>.part`). */
export async function removeStaged({ client, bucket: Bucket }: Bucket, name: string): Promise<void> {
  try {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: name }));
    for (const { Key } of Contents) {
      if (Key === name || Key?.startsWith(`${name}.`)) await client.send(new DeleteObjectCommand({ Bucket, Key }));
    }
  } catch (error) {
    throw s3Error(error, name);
  }
}
