import { Readable } from "node:stream";
import { DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { copyObjectToFile } from "../copy-object-to-file.ts";
import { DEFAULTS } from "../defaults.ts";
import type { ObjectStoreSettings } from "../environment.ts";
import { ObjectMissing, StorageDenied, StorageUnavailable } from "../errors.ts";
import { parseObjectKey } from "../object-key.ts";
import type { ObjectStore } from "../object-store.ts";
import { adoptObject } from "./adopt-object.ts";
import type { Bucket } from "./bucket.ts";
import { getObject } from "./get-object.ts";
import { headObject } from "./head-object.ts";
import { listObjects } from "./list-objects.ts";
import { putObject } from "./put-object.ts";
import { removeStaged } from "./remove-staged.ts";
import { s3Error } from "./s3-error.ts";

const STAGING_PREFIX = ".staging/";

/** Objects in an S3 bucket, which must exist. */
export async function openS3Store(settings: Extract<ObjectStoreSettings, { kind: "s3" }>): Promise<ObjectStore> {
  const configuration = clientConfiguration(settings);
  const client = new S3Client(configuration);
  const bucket = { client, bucket: settings.bucket };
  const head = (key: string) => headObject(bucket, key);
  const get: ObjectStore["get"] = (key, options = {}) => getObject(bucket, key, options);
  const send = async <T>(key: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw s3Error(error, key);
    }
  };
  const readStaged = async (name: string) => {
    const command = new GetObjectCommand({ Bucket: settings.bucket, Key: `${STAGING_PREFIX}${name}` });
    const { Body } = await client.send(command);
    if (!(Body instanceof Readable)) throw new StorageUnavailable(`the object storage sent no body for "${name}"`);
    return Body;
  };
  return {
    staging: {
      kind: "s3",
      bucket: settings.bucket,
      prefix: STAGING_PREFIX,
      client: configuration,
      read: (name) => send(name, () => readStaged(name)),
      remove: (name) => removeStaged(bucket, `${STAGING_PREFIX}${name}`),
      adopt: (name, key, known) => adoptObject(bucket, `${STAGING_PREFIX}${name}`, key, known),
    },
    put: (key, body, options = {}) => putObject(bucket, key, body, options),
    get,
    head,
    delete: (key) =>
      send(key, async () => {
        await client.send(new DeleteObjectCommand({ Bucket: settings.bucket, Key: parseObjectKey(key) }));
      }),
    list: (prefix) => listObjects(bucket, prefix),
    copyToFile: (key, path, options) => copyObjectToFile({ head, get }, key, path, options),
    check: () => checkBucket(bucket),
    close: () => client.destroy(),
  };
}

async function checkBucket({ client, bucket }: Bucket): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    const ours = s3Error(error, bucket);
    if (ours instanceof ObjectMissing) throw new StorageDenied(`there is no bucket "${bucket}"`, { cause: error });
    throw ours;
  }
}

function clientConfiguration(settings: Extract<ObjectStoreSettings, { kind: "s3" }>) {
  const { endpoint, region, accessKeyId, secretAccessKey, forcePathStyle } = settings;
  return {
    region,
    forcePathStyle,
    maxAttempts: DEFAULTS.attempts,
    requestHandler: { connectionTimeout: DEFAULTS.connectTimeoutMs, requestTimeout: DEFAULTS.requestTimeoutMs },
    ...(endpoint ? { endpoint } : {}),
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  };
}
