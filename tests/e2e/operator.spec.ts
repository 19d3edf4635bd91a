import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { suiteDataFolder } from "./support/start-bodymark.ts";

const demo = () => JSON.parse(readFileSync(join(suiteDataFolder(), "demo.json"), "utf8"));

async function signIn(page: Page, role: string, next: string): Promise<void> {
  const account = demo().accounts.find((one: { role: string }) => one.role === role);
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function baseline(page: Page): Promise<string> {
  const { challenge, phases } = demo();
  for (const phase of phases) {
    const board = await (await page.request.get(`/api/v1/challenges/${challenge}/phases/${phase}/leaderboard`)).json();
    if (board.entries.length > 0) return board.entries[0].submission;
  }
  throw new Error("no board has an entry");
}

// The baseline is seeded, not handed in, so its journal begins with a claim.
test("an operator sees the workers, the queue, and every step of a submission", async ({ page }) => {
  await signIn(page, "operator", "/operator");
  await expect(page.getByRole("heading", { name: "Workers and queue" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Workers" }).getByText("connected").first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.goto(`/submissions/${await baseline(page)}/journal`);
  const journal = page.getByRole("table", { name: "Journal" });
  for (const step of ["claimed for a run", "repeat 1: started", "result stored: ok"]) {
    await expect(journal.getByText(step).first()).toBeVisible();
  }
});

test("for a participant neither page exists", async ({ page }) => {
  await signIn(page, "participant", "/submissions");
  await expect(page.getByRole("heading", { name: "My submissions" })).toBeVisible();
  expect((await page.goto("/operator"))?.status()).toBe(404);
  expect((await page.goto(`/submissions/${await baseline(page)}/journal`))?.status()).toBe(404);
});
