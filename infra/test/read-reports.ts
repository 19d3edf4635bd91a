import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { nothing, type Outcome, oneFailed } from "./outcome.ts";

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Counts of a Vitest JSON report. A file that could not be loaded, and a run that died, count as one failed test. */
export function readVitestReport(file: string, exitCode: number): Outcome {
  if (!existsSync(file)) return exitCode === 0 ? nothing : oneFailed;
  const { testResults } = vitestReport.parse(JSON.parse(readFileSync(file, "utf8")));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  return orFailed(exitCode, {
    passed: count("passed"),
    failed: count("failed") + broken,
    skipped: tests.filter(({ status }) => status !== "passed" && status !== "failed").map(({ fullName }) => fullName),
  });
}

interface PlaywrightSuite {
  readonly title: string;
  readonly specs: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[];
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}
const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
    suites: z.array(playwrightSuite).optional(),
  }),
);
const playwrightReport = z.object({ suites: z.array(playwrightSuite) });

/** Counts of a Playwright JSON report. A test that passed only when tried again counts as failed. */
export function readPlaywrightReport(file: string, exitCode: number): Outcome {
  if (!existsSync(file)) return exitCode === 0 ? nothing : oneFailed;
  const { suites } = playwrightReport.parse(JSON.parse(readFileSync(file, "utf8")));
  const tests = suites.flatMap((suite) => testsOf(suite, []));
  const named = (status: string) => tests.filter((test) => test.status === status);
  return orFailed(exitCode, {
    passed: named("expected").length,
    failed: named("unexpected").length + named("flaky").length,
    skipped: named("skipped").map(({ name }) => name),
  });
}

function testsOf(suite: PlaywrightSuite, above: readonly string[]): { name: string; status: string }[] {
  const path = [...above, suite.title];
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.map(({ status }) => ({ name: [...path.slice(1), title].join(" "), status })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, path))];
}

/** A run that ended badly without a failed test (an error outside tests, a crash) still failed. */
function orFailed(exitCode: number, outcome: Outcome): Outcome {
  return exitCode !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}
