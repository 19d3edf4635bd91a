import { Readable } from "node:stream";
import { pack } from "tar-stream";
import { describe, expect, test } from "vitest";
import { readOutput } from "../src/collect/read-output.ts";

const LABEL_MAP = { kind: "label-map", path: "/workspace/outputs/case.nii.gz", format: "nifti" } as const;
const FOLDER = { kind: "only-file", folder: "/output/images/segmentation", format: "metaimage" } as const;

function tarOf(...entries: Parameters<ReturnType<typeof pack>["entry"]>[0][]): Readable {
  const tar = pack();
  for (const entry of entries) {
    if (entry.type === undefined) tar.entry(entry, "x");
    else tar.entry(entry);
  }
  tar.finalize();
  return Readable.from(tar, { objectMode: false });
}

describe("O2: what stands where the output should be", () => {
  test.each(["character-device", "block-device", "fifo", "symlink", "link", "directory", "contiguous-file"] as const)(
    "is refused unread where it is a %s",
    async (type) => {
      const tar = tarOf({ name: "case.nii.gz", type, linkname: "/etc/passwd" });
      await expect(readOutput(tar, LABEL_MAP, 1000)).rejects.toMatchObject({ code: "invalid-output" });
    },
  );

  test.each([0o4755, 0o2755])("is refused with mode %o", async (mode) => {
    const tar = tarOf({ name: "case.nii.gz", mode });
    await expect(readOutput(tar, LABEL_MAP, 1000)).rejects.toMatchObject({ code: "invalid-output" });
  });

  test("is refused as a device in a folder whose files may have any name, too", async () => {
    const tar = tarOf({ name: "segmentation/", type: "directory" }, { name: "segmentation/x", type: "block-device" });
    await expect(readOutput(tar, FOLDER, 1000)).rejects.toMatchObject({ code: "invalid-output" });
  });
});

test("O4: of a folder only files directly in it are read, and no more entries than a bound", async () => {
  const files = await readOutput(
    tarOf(
      { name: "segmentation/", type: "directory" },
      { name: "segmentation/a/b.mha" },
      { name: "segmentation/c.mha" },
    ),
    FOLDER,
    1000,
  );
  expect(files.map(({ name }) => name)).toEqual(["c.mha"]);
  const many = Array.from({ length: 10_001 }, (_, i) => ({ name: `other/${i}` }));
  await expect(readOutput(tarOf(...many), FOLDER, 1e6)).rejects.toMatchObject({ code: "invalid-output" });
});
