import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { suiteDataFolder } from "./support/start-bodymark.ts";

const demo = () =>
  JSON.parse(readFileSync(join(suiteDataFolder(), "demo.json"), "utf8")) as {
    challenge: string;
    phases: string[];
    accounts: { role: string; email: string; password: string }[];
  };

async function signIn(page: Page): Promise<void> {
  const organizer = demo().accounts.find(({ role }) => role === "organizer");
  await page.goto("/sign-in?next=/organize");
  await page.getByLabel("E-mail").fill(organizer?.email ?? "");
  await page.getByLabel("Password", { exact: true }).fill(organizer?.password ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(({ pathname }) => pathname === "/organize");
}

test("an organizer marks a submission, disqualifies it with a reason and takes it back", async ({ page }) => {
  await signIn(page);
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
  await signIn(page);
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

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages on which organizers run a challenge pass axe and fit a phone of 360 px (${colorScheme})`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({
      ...{ viewport: { width: 360, height: 740 }, colorScheme, baseURL: baseURL ?? "" },
    });
    const page = await context.newPage();
    await signIn(page);
    const { challenge, phases } = demo();
    const base = `/organize/${challenge}`;
    await page.goto(`${base}/submissions`);
    const submission = await page.getByRole("table").getByRole("link").first().getAttribute("href");
    for (const path of [
      ...[`${base}/teams`, `${base}/submissions?phase=${phases[0]}`, submission ?? ""],
      `${base}/boards/${phases[0]}`,
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.target}`)).toEqual([]);
      const overflow = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect.soft(overflow, path).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
}
