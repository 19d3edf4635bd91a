import { open } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { openObjectStore, StorageDenied, StorageUnavailable } from "../src/index.ts";
import { describeObjectStore } from "./contract.ts";
import { hasGo, NEEDS_GO, type S3Server, startS3Server } from "./s3-server.ts";

if (hasGo()) {
  let server: S3Server | undefined;
  afterAll(() => server?.stop());

  describeObjectStore("objects in S3", async () => {
    const s3 = await startS3Server();
    server = s3;
    return {
      store: await openObjectStore(s3.settings),
      leftovers: () => s3.unfinishedUploads(),
      stage: async (name, bytes) => {
        await s3.client.send(
          new PutObjectCommand({ Bucket: s3.settings.bucket, Key: `.staging/${name}`, Body: bytes }),
        );
      },
      corrupt: async (key) => {
        const file = await open(join(s3.folder, key), "r+");
        await file.write(Buffer.from([0, 1, 2, 3]), 0, 4, 100);
        await file.close();
      },
    };
  });

  describe("objects in S3, on their own", () => {
    test("wrong keys and a missing bucket are denied, without another try", async () => {
      if (!server) throw new Error("the contract's server is gone");
      for (const wrong of [{ secretAccessKey: "wrong" }, { bucket: "no-such-bucket" }]) {
        const store = await openObjectStore({ ...server.settings, ...wrong });
        await expect(store.put("x", Buffer.from("x"))).rejects.toThrow(StorageDenied);
        await expect(store.get("x")).rejects.toThrow(StorageDenied);
        await expect(store.check()).rejects.toThrow(StorageDenied);
        store.close();
      }
    });

    test("a server that cannot be reached is unavailable, and worth another try", async () => {
      if (!server) throw new Error("the contract's server is gone");
      const store = await openObjectStore({ ...server.settings, endpoint: "http://127.0.0.1:9" });
      await expect(store.put("x", Buffer.from("x"))).rejects.toThrow(StorageUnavailable);
      await expect(store.head("x")).rejects.toMatchObject({ code: "storage-unavailable", retry: true });
      store.close();
    });
  });
} else {
  test.skip(NEEDS_GO);
}
