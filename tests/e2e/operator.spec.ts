import { expect, type Page, test } from "@playwright/test";
import { checkPage } from "./support/check-page.ts";
import { demo, signInAs } from "./support/demo.ts";

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
  await signInAs(page, "operator", "/operator");
  await expect(page.getByRole("heading", { name: "Workers and queue" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Workers" }).getByText("connected").first()).toBeVisible();
  await checkPage(page);

  await page.goto(`/submissions/${await baseline(page)}/journal`);
  const journal = page.getByRole("table", { name: "Journal" });
  for (const step of ["claimed for a run", "repeat 1: started", "result stored: ok"]) {
    await expect(journal.getByText(step).first()).toBeVisible();
  }
});

test("W1: for a participant neither page exists", async ({ page }) => {
  await signInAs(page, "participant", "/submissions");
  await expect(page.getByRole("heading", { name: "My submissions" })).toBeVisible();
  expect((await page.goto("/operator"))?.status()).toBe(404);
  expect((await page.goto(`/submissions/${await baseline(page)}/journal`))?.status()).toBe(404);
});
