import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { DEFAULTS } from "../defaults.ts";
import { parseObjectKey } from "../object-key.ts";
import type { ObjectInfo } from "../object-store.ts";
import type { Bucket } from "./bucket.ts";
import { s3Error } from "./s3-error.ts";

type Known = { sha256: string; contentType?: string };

/** Copies inside the storage (the bytes do not come here) and removes the source. */
export async function adoptObject(bucket: Bucket, from: string, key: string, known: Known): Promise<ObjectInfo> {
  parseObjectKey(key);
  const { client, bucket: Bucket } = bucket;
  try {
    const { ContentLength = 0 } = await client.send(new HeadObjectCommand({ Bucket, Key: from }));
    await (ContentLength <= DEFAULTS.copyWholeBytes
      ? copyWhole(bucket, from, key, known)
      : copyInParts(bucket, from, key, known, ContentLength));
    await client.send(new DeleteObjectCommand({ Bucket, Key: from }));
    const { sha256, contentType = null } = known;
    return { key, sizeBytes: ContentLength, modifiedAt: new Date(), sha256, contentType };
  } catch (error) {
    throw s3Error(error, key);
  }
}

function target({ bucket }: Bucket, key: string, { sha256, contentType }: Known) {
  return {
    Bucket: bucket,
    Key: key,
    Metadata: { sha256 },
    ...(contentType ? { ContentType: contentType } : {}),
  };
}

async function copyWhole(bucket: Bucket, from: string, key: string, known: Known): Promise<void> {
  const CopySource = `${bucket.bucket}/${encodeURIComponent(from)}`;
  const directive = { MetadataDirective: "REPLACE" as const };
  await bucket.client.send(new CopyObjectCommand({ ...target(bucket, key, known), CopySource, ...directive }));
}

async function copyInParts(bucket: Bucket, from: string, key: string, known: Known, sizeBytes: number): Promise<void> {
  const { client } = bucket;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target(bucket, key, known)));
  const upload = { Bucket: bucket.bucket, Key: key, UploadId };
  try {
    const parts: { ETag: string | undefined; PartNumber: number }[] = [];
    for (let start = 0; start < sizeBytes; start += DEFAULTS.copyPartBytes) {
      const end = Math.min(sizeBytes, start + DEFAULTS.copyPartBytes) - 1;
      const PartNumber = parts.length + 1;
      const part = await client.send(
        new UploadPartCopyCommand({
          ...upload,
          PartNumber,
          CopySource: `${bucket.bucket}/${encodeURIComponent(from)}`,
          CopySourceRange: `bytes=${start}-${end}`,
        }),
      );
      parts.push({ ETag: part.CopyPartResult?.ETag, PartNumber });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload));
    throw error;
  }
}
