import { expect, test } from "vitest";
import { holdSkipsAgainst, sum, summaryLine } from "./outcome.ts";

test("the last line names what passed, failed and was skipped", () => {
  const outcomes = [
    { passed: 2, failed: 0, skipped: ["a"] },
    { passed: 1, failed: 1, skipped: [] },
  ];
  expect(summaryLine(sum(outcomes))).toBe("3 passed, 1 failed, 1 skipped");
});

test("a skip counts as failed unless the list names it with a reason", () => {
  const outcome = { passed: 1, failed: 0, skipped: ["suite listed", "suite without reason", "suite unknown"] };
  const list = "# Skipped\n\n- `listed`: needs a GPU\n- `without reason`:\nprose about `unknown` things\n";
  expect(holdSkipsAgainst(list, outcome)).toEqual({
    outcome: { passed: 1, failed: 2, skipped: ["suite listed"] },
    unlisted: ["suite without reason", "suite unknown"],
  });
});
