import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport } from "./read-reports.ts";

const folder = mkdtempSync(join(tmpdir(), "bodymark-reports-"));
afterAll(() => rmSync(folder, { recursive: true }));
function report(content: unknown): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test("a test file that could not be loaded counts as one failed test", () => {
  const file = report({
    testResults: [
      { status: "failed", assertionResults: [] },
      {
        status: "passed",
        assertionResults: [
          { fullName: "adds", status: "passed" },
          { fullName: "waits for a GPU", status: "pending" },
        ],
      },
    ],
  });
  expect(readVitestReport(file, 1)).toEqual({ passed: 1, failed: 1, skipped: ["waits for a GPU"] });
});

test("a run that ended badly without a failed test, or without a report, failed", () => {
  expect(readVitestReport(report({ testResults: [] }), 1).failed).toBe(1);
  expect(readVitestReport(join(folder, "none.json"), 1).failed).toBe(1);
  expect(readPlaywrightReport(join(folder, "none.json"), 1).failed).toBe(1);
});

test("a browser test that passed only when tried again counts as failed", () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const file = report({
    suites: [
      {
        title: "a.spec.ts",
        specs: [spec("opens", "expected"), spec("wobbles", "flaky")],
        suites: [{ title: "later", specs: [spec("is for phones", "skipped")] }],
      },
    ],
  });
  expect(readPlaywrightReport(file, 0)).toEqual({ passed: 1, failed: 1, skipped: ["later is for phones"] });
});
