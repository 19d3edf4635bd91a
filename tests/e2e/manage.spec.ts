import { expect, test } from "@playwright/test";
import { checkPages, onPhone } from "./support/check-page.ts";
import { demo, signInAs } from "./support/demo.ts";

test("an organizer marks a submission, disqualifies it with a reason and takes it back", async ({ page }) => {
  await signInAs(page, "organizer", "/organize");
  const { challenge, phases } = demo();
  await page.goto(`/organize/${challenge}/submissions?phase=${phases[0]}`);
  await page.getByRole("table").getByRole("link").first().click();
  await page.getByLabel(/^Verified/).check();
  await page.getByRole("button", { name: "Save marks" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByLabel(/^Verified/).uncheck();
  await page.getByRole("button", { name: "Save marks" }).click();
  await expect(page.getByText("verified", { exact: true })).toBeHidden();

  await page.getByLabel("Reason").fill("a try");
  await page.getByRole("button", { name: "Disqualify" }).click();
  await expect(page.getByText(/leaves the board of/)).toBeVisible();
  await page.getByRole("button", { name: "Apply the change" }).click();
  await expect(page.getByText(/: a try$/)).toBeVisible();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText(/: a try$/)).toBeHidden();
});

test("an organizer re-scores a phase once shown what that does, and compares its boards", async ({ page }) => {
  // It waits in the queue behind whatever the demo still runs.
  test.setTimeout(240_000);
  await signInAs(page, "organizer", "/organize");
  const { challenge, phases } = demo();
  await page.goto(`/organize/${challenge}/submissions?phase=${phases[0]}`);
  await page.getByRole("button", { name: "Re-score from kept predictions" }).click();
  await expect(page.getByText(/scored again from kept predictions/)).toBeVisible();
  await page.getByRole("button", { name: "Apply the change" }).click();
  await expect(page.getByText(/queued to be scored again/)).toBeVisible();
  await page.getByRole("link", { name: "Compare revisions of the board" }).click();
  await page.waitForURL(/\/boards\//);
  await expect(async () => {
    await page.goto(`/organize/${challenge}/boards/${phases[0]}`);
    await expect(page.getByText(/^re-scored against revision/).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 180_000, intervals: [1_000] });
  await expect(page.getByRole("table")).toContainText("Rank after");
});

test("an organizer sees what the demo's containers used, sets a budget and takes it away", async ({ page }) => {
  const { challenge, phases } = demo();
  await signInAs(page, "organizer", `/organize/${challenge}/costs`);
  const table = page.getByRole("table", { name: /^Table of use by phase/ });
  await expect(table.getByRole("row")).toHaveCount(phases.length + 2);
  await table.getByRole("button", { name: "Core-h reserved" }).click();
  await expect(table.getByRole("columnheader", { name: "Core-h reserved" })).toHaveAttribute("aria-sort", "descending");
  await page.getByLabel("Budget for evaluations").fill("1000000");
  await page.getByLabel("Unit", { exact: true }).selectOption("core-hours");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/of 1,000,000 core-h used \(0 %\)/)).toBeVisible();
  await page.getByLabel("Budget for evaluations").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("No budget is set")).toBeVisible();
});

for (const scheme of ["light", "dark"] as const) {
  test(`the pages on which organizers run a challenge pass axe and fit a phone of 360 px (${scheme})`, ({
    browser,
    baseURL,
  }) =>
    onPhone({ browser, baseURL }, scheme, async (page) => {
      const { challenge, phases } = demo();
      const base = `/organize/${challenge}`;
      await signInAs(page, "organizer", `${base}/submissions`);
      const submission = (await page.getByRole("table").getByRole("link").first().getAttribute("href")) ?? "";
      await checkPages(page, [
        `${base}/teams`,
        `${base}/submissions?phase=${phases[0]}`,
        submission,
        `${base}/boards/${phases[0]}`,
        `${base}/costs`,
      ]);
    }));
}
