import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { Upload } from "@aws-sdk/lib-storage";
import { DEFAULTS } from "../defaults.ts";
import { HashGate } from "../hash-gate.ts";
import { hashStream } from "../hash-stream.ts";
import { parseObjectKey } from "../object-key.ts";
import type { ObjectBody, ObjectInfo, PutOptions } from "../object-store.ts";
import { readBody } from "../read-body.ts";
import type { Bucket } from "./bucket.ts";
import { s3Error } from "./s3-error.ts";

/**
 * Uploads in one request, or in parts when the body is larger than one part. Each part's SHA-256 is checked by the
 * server; a body whose hash is not the declared one never completes, and what was sent of it is dropped.
 */
export async function putObject(
  { client, bucket }: Bucket,
  key: string,
  body: ObjectBody,
  { sha256, contentType, signal }: PutOptions,
): Promise<ObjectInfo & { sha256: string }> {
  parseObjectKey(key);
  signal?.throwIfAborted();
  const declared = sha256?.toLowerCase() ?? (await hashAhead(body));
  const gate = new HashGate(key, declared);
  const source = readBody(body);
  source.on("error", (error) => gate.destroy(error));
  const upload = new Upload({
    client,
    params: {
      Bucket: bucket,
      Key: key,
      Body: source.pipe(gate),
      ChecksumAlgorithm: "SHA256",
      ...(contentType ? { ContentType: contentType } : {}),
      ...(declared ? { Metadata: { sha256: declared } } : {}),
    },
    partSize: DEFAULTS.partBytes,
    queueSize: DEFAULTS.partsAtOnce,
    leavePartsOnError: false,
  });
  const abort = () => {
    gate.destroy(signal?.reason);
    void upload.abort();
  };
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await upload.done();
    return { key, ...gate.result(), modifiedAt: new Date(), contentType: contentType ?? null };
  } catch (error) {
    throw s3Error(error, key, signal);
  } finally {
    signal?.removeEventListener("abort", abort);
    source.destroy();
  }
}

/** What can be read twice is hashed first, so that the object carries its hash from the start. */
async function hashAhead(body: ObjectBody): Promise<string | undefined> {
  if (body instanceof Readable) return undefined;
  const stream = body instanceof Uint8Array ? readBody(body) : createReadStream(body.path);
  return (await hashStream(stream)).sha256;
}
