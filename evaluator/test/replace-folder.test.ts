import { expect, test } from "vitest";
import { deepFolder } from "../src/run/docker/replace-folder.ts";

const FAILURE = `driver "btrfs" failed to remove root filesystem: error walking subvolumes: lstat /x/btrfs/subvolumes/${"4a".repeat(32)}/tmp/${"a/".repeat(2000)}a: file name too long`;

test("finds the root folder of a tree too deep for the engine, and nothing in other failures", () => {
  expect(deepFolder(FAILURE)).toBe("tmp");
  expect(deepFolder("driver failed: device or resource busy")).toBeNull();
  expect(deepFolder("lstat /elsewhere/a: file name too long")).toBeNull();
});
