import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand, ListMultipartUploadsCommand, ListPartsCommand, S3Client } from "@aws-sdk/client-s3";
import type { ObjectStoreSettings } from "../src/index.ts";

const VERSION = "v1.8.0";
const MODULE = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;

/** The name under which the S3 tests are skipped where Go is missing; `tests/SKIPPED.md` gives the reason. */
export const NEEDS_GO = "S3 storage against a real S3 server needs Go to build one";

export function hasGo(): boolean {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export interface S3Server {
  settings: Extract<ObjectStoreSettings, { kind: "s3" }>;
  client: S3Client;
  /** The folder in which the server keeps the bucket's objects as files. */
  folder: string;
  unfinishedUploads(): Promise<string[]>;
  /** Bytes of the whole parts that have come of an unfinished upload. */
  bytesOfParts(key: string): Promise<number>;
  /** Takes the server away for a while; its objects stay. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an S3 server (versitygw over a folder) on a free loopback port, with one empty bucket. */
export async function startS3Server(): Promise<S3Server> {
  const binary = await buildServer();
  const root = await mkdtemp(join(tmpdir(), "bodymark-s3-"));
  const accessKeyId = "bodymark";
  const secretAccessKey = randomBytes(16).toString("hex");
  const port = await freePort();
  const environment = { ...process.env, ROOT_ACCESS_KEY_ID: accessKeyId, ROOT_SECRET_ACCESS_KEY: secretAccessKey };
  const launch = () =>
    spawn(binary, ["--port", `127.0.0.1:${port}`, "--quiet", "posix", root], { env: environment, stdio: "ignore" });
  let server = launch();
  const settings = {
    kind: "s3" as const,
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    bucket: "bodymark-test",
    accessKeyId,
    secretAccessKey,
    forcePathStyle: true,
  };
  const client = new S3Client({ ...settings, credentials: { accessKeyId, secretAccessKey } });
  const stop = async () => {
    client.destroy();
    await stopProcess(server);
    await rm(root, { recursive: true, force: true });
  };
  try {
    await createBucket(client, settings.bucket, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    settings,
    client,
    folder: join(root, settings.bucket),
    unfinishedUploads: async () => {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: settings.bucket }));
      return Uploads.map(({ Key }) => Key ?? "");
    },
    pause: () => stopProcess(server),
    async resume() {
      server = launch();
      await createBucket(client, settings.bucket, server).catch((error: unknown) => {
        if (!(error instanceof Error && /BucketAlready/.test(error.name))) throw error;
      });
    },
    bytesOfParts: (key) => bytesOfParts(client, settings.bucket, key),
    stop,
  };
}

async function bytesOfParts(client: S3Client, bucket: string, key: string): Promise<number> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  const UploadId = Uploads.find(({ Key }) => Key === key)?.UploadId;
  if (!UploadId) return 0;
  const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket: bucket, Key: key, UploadId }));
  return Parts.reduce((total, { Size = 0 }) => total + Size, 0);
}

/** Builds the server once and keeps it in the cache folder: some 100 s cold on two cores, nothing afterwards. */
async function buildServer(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "bodymark");
  const binary = join(cache, `versitygw-${VERSION}`);
  if (await exists(binary)) return binary;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "build-"));
  try {
    const env = { ...process.env, GOBIN: folder, CGO_ENABLED: "0" };
    await promisify(execFile)("go", ["install", "-trimpath", "-ldflags=-s -w", MODULE], { env });
    const [name] = await readdir(folder);
    await rename(join(folder, name ?? "versitygw"), binary);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return binary;
}

async function createBucket(client: S3Client, bucket: string, server: ChildProcess): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`the S3 server ended with ${server.exitCode}`);
    try {
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
