import { S3ServiceException } from "@aws-sdk/client-s3";
import { BodymarkError } from "@bodymark/contracts";
import {
  InvalidKey,
  ObjectMissing,
  RangeNotSatisfiable,
  StorageDenied,
  StorageFull,
  StorageUnavailable,
} from "../errors.ts";

const MISSING = new Set(["NoSuchKey", "NotFound"]);
const DENIED = new Set(["AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket", "Forbidden"]);
const FULL = new Set(["XMinioStorageFull", "QuotaExceeded", "InsufficientStorage"]);
const KEY = new Set([
  "KeyTooLongError",
  "InvalidObjectName",
  "ObjectParentIsFile",
  "ExistingObjectIsDirectory",
  "XMinioInvalidObjectName",
]);

/** An SDK's error as one of ours; an aborted call's is the signal's reason. */
export function s3Error(error: unknown, key: string, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof BodymarkError) return error;
  const name = error instanceof Error ? error.name : "";
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  const options = { cause: error };
  if (MISSING.has(name)) return new ObjectMissing(key, options);
  if (name === "InvalidRange" || status === 416)
    return new RangeNotSatisfiable(`nothing of "${key}" is in the range`, options);
  if (DENIED.has(name) || status === 403 || status === 401) {
    return new StorageDenied(`the object storage refuses "${key}": ${name}`, options);
  }
  if (FULL.has(name) || status === 507) return new StorageFull(`the object storage is full`, options);
  if (KEY.has(name)) return new InvalidKey(`the object storage cannot hold "${key}": ${name}`, options);
  return new StorageUnavailable(`the object storage did not store or give "${key}": ${name || String(error)}`, options);
}
