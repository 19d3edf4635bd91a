import { expect, test } from "vitest";
import { sortCaseFiles } from "#features/organize/sort-case-files.ts";

const file = (name: string, text = "") => new File([text], name);
const at = (path: string, text = "") => ({ file: file(path.split("/").at(-1) ?? "", text), path });

test("files of a dropped folder are sorted by where they lay, however deep, and cases.csv tells their facts", async () => {
  const { cases, problems } = await sortCaseFiles([
    at("set/images/b_0000.nii.gz"),
    at("set/labels/b.nii.gz"),
    at("images/a.nii.gz"),
    at("set/cases.csv", "case,patient,scanner\na,p1,Scanner A\n"),
    at("set/labels/.DS_Store"),
    at("set/elsewhere/c.nii.gz"),
  ]);
  expect(cases.map(({ name, image, label, facts }) => [name, image?.name, label?.name, facts?.patient])).toEqual([
    ["a", "a.nii.gz", undefined, "p1"],
    ["b", "b_0000.nii.gz", "b.nii.gz", undefined],
  ]);
  expect(problems).toEqual([
    "set/labels/.DS_Store: only .nii.gz files are taken.",
    "set/elsewhere/c.nii.gz: lies neither in images/ nor in labels/.",
  ]);
});

test("a file that was chosen for itself is what its input says, wherever it lay", async () => {
  const { cases } = await sortCaseFiles([
    { file: file("one.nii.gz"), part: "images" },
    { file: file("one.nii.gz"), part: "labels" },
  ]);
  expect(cases).toMatchObject([{ name: "one", image: expect.any(File), label: expect.any(File) }]);
});
