/** What a suite came to. A skipped test is named, so that it can be looked up in tests/SKIPPED.md. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

export const nothing: Outcome = { passed: 0, failed: 0, skipped: [] };
export const oneFailed: Outcome = { passed: 0, failed: 1, skipped: [] };

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failed: outcomes.reduce((total, { failed }) => total + failed, 0),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  };
}

/** The last line of a test run; continuous integration reads it. */
export function summaryLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

/**
 * Under `CI=true` a test may skip only if tests/SKIPPED.md lists it: a line with its title in backticks and a reason.
 * Any other that skipped counts as failed. Returns those by name as well.
 */
export function holdSkipsAgainst(list: string, outcome: Outcome): { outcome: Outcome; unlisted: string[] } {
  const listed = list.split("\n").flatMap((line) => {
    const [, title, reason] = /^[-*|]\s*`([^`]+)`(.*)$/.exec(line.trim()) ?? [];
    return title && reason?.replace(/[\s:—–|-]/g, "") ? [title] : [];
  });
  const unlisted = outcome.skipped.filter((name) => !listed.some((title) => name.includes(title)));
  const skipped = outcome.skipped.filter((name) => !unlisted.includes(name));
  return { outcome: { ...outcome, failed: outcome.failed + unlisted.length, skipped }, unlisted };
}
