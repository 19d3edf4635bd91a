import { pipeline, Readable } from "node:stream";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { RangeNotSatisfiable, StorageUnavailable } from "../errors.ts";
import { HashGate } from "../hash-gate.ts";
import { parseObjectKey } from "../object-key.ts";
import type { ByteRange, GetOptions } from "../object-store.ts";
import type { Bucket } from "./bucket.ts";
import { headObject } from "./head-object.ts";
import { s3Error } from "./s3-error.ts";

/** Opens the object; a whole read passes a gate that compares its hash with the one it was put with. */
export async function getObject({ client, bucket }: Bucket, key: string, options: GetOptions): Promise<Readable> {
  parseObjectKey(key);
  const { range, signal } = options;
  if (range && (range.length === 0 || range.offset === 0)) {
    // S3 cannot say an empty range, and answers 416 to any range of an empty object.
    const info = await headObject({ client, bucket }, key);
    if (info && (range.length === 0 || info.sizeBytes === 0)) return emptyRange(info.sizeBytes, range, key);
  }
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...(range ? { Range: rangeHeader(range) } : {}) });
    const { Body, Metadata } = await client.send(command, signal ? { abortSignal: signal } : {});
    if (!(Body instanceof Readable)) throw new StorageUnavailable(`the object storage sent no body for "${key}"`);
    if (range) return Body;
    const gate = new HashGate(key, Metadata?.sha256);
    pipeline(Body, gate, () => {}); // errors reach the reader by way of the gate
    return gate;
  } catch (error) {
    throw s3Error(error, key, signal);
  }
}

function emptyRange(sizeBytes: number, range: ByteRange, key: string): Readable {
  if (range.offset > 0 && range.offset >= sizeBytes) {
    throw new RangeNotSatisfiable(`"${key}" has ${sizeBytes} bytes: none from ${range.offset} on`);
  }
  return Readable.from([], { objectMode: false });
}

function rangeHeader({ offset, length }: ByteRange): string {
  return `bytes=${offset}-${length === undefined ? "" : offset + length - 1}`;
}
