import { UsageError } from "@bodymark/contracts";
import { expect, test } from "vitest";
import { readObjectStoreSettings } from "../src/index.ts";

test("without S3 variables objects lie on disk, in the data folder", () => {
  expect(readObjectStoreSettings({ BODYMARK_DATA: "/data" })).toEqual({ kind: "disk", root: "/data/objects" });
  expect(readObjectStoreSettings({ S3_BUCKET: "" })).toMatchObject({ kind: "disk" });
});

test("an endpoint chooses S3, addressed by path", () => {
  const environment = { S3_ENDPOINT: "http://127.0.0.1:7070", S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" };
  expect(readObjectStoreSettings(environment)).toEqual({
    kind: "s3",
    endpoint: "http://127.0.0.1:7070",
    region: "us-east-1",
    bucket: "bodymark",
    accessKeyId: "a",
    secretAccessKey: "b",
    forcePathStyle: true,
  });
});

test("a wrong endpoint is wrong usage that names the variable", () => {
  expect(() => readObjectStoreSettings({ S3_ENDPOINT: "not a url" })).toThrow(UsageError);
  expect(() => readObjectStoreSettings({ S3_ENDPOINT: "not a url" })).toThrow("S3_ENDPOINT");
});
