import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findCaseTable, readCaseTable } from "../src/index.ts";
import { STRUCTURES, testFolder } from "./files.ts";

const folder = testFolder();
const read = async (text: string) => {
  const table = await readCaseTable(await folder.put("cases.csv", text), STRUCTURES);
  return table && { ...table, notAnnotated: Object.fromEntries(table.notAnnotated) };
};

describe("a table of cases", () => {
  it("marks structures by name or label in a column of their own", async () => {
    expect(await read("case,sex,not-annotated\na,F,\nb,M,aorta; 3\nc.nii.gz,F,liver\n")).toEqual({
      notAnnotated: { b: [1, 3], c: [2] },
      unknown: [],
    });
    expect(await read('\ufeffnot_annotated,case\r\n"aorta,spleen",a\r\n')).toMatchObject({
      notAnnotated: { a: [1, 3] },
    });
  });

  it("marks them in a column named like the structure, too", async () => {
    const text = "case,aorta,liver\na,not-annotated,yes\nb,,Not annotated\n";
    expect(await read(text)).toMatchObject({ notAnnotated: { a: [1], b: [2] } });
  });

  it("may hold nothing but metadata, and names what it marks in vain", async () => {
    expect(await read("name,age\na,50\n")).toEqual({ notAnnotated: {}, unknown: [] });
    expect(await read("case,not-annotated\na,aorta|tail\n")).toEqual({ notAnnotated: { a: [1] }, unknown: ["tail"] });
    expect(await readCaseTable(join(folder.path(), "none.csv"), STRUCTURES)).toBeNull();
  });

  it("is wrong usage where it is no CSV, or marks structures of no case", async () => {
    await expect(read('case,not-annotated\na,"aorta\n')).rejects.toMatchObject({ code: "usage" });
    await expect(read("id,not-annotated\na,aorta\n")).rejects.toThrow('no column "case"');
  });

  it("is found in the reference's folder or the one above", async () => {
    await mkdir(join(folder.path(), "labels"));
    const file = await folder.put("labels/a.nii.gz", "");
    expect(await findCaseTable(join(folder.path(), "labels"))).toBeNull();
    const above = await folder.put("cases.csv", "case\n");
    expect(await findCaseTable(join(folder.path(), "labels"))).toBe(above);
    expect(await findCaseTable(file)).toBe(above);
    const beside = await folder.put("labels/cases.csv", "case\n");
    expect(await findCaseTable(file)).toBe(beside);
  });
});
