import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNifti } from "@bodymark/nifti";
import { expect, test } from "@playwright/test";
import { buildAtlasImage } from "../support/atlas-image.ts";
import { checkPage, checkPages, onPhone } from "./support/check-page.ts";
import { demo, signInAs } from "./support/demo.ts";
import { signUp } from "./support/sign-up.ts";
import { tellWalk } from "./support/tell-walk.ts";

const SHAPE = [24, 20, 8] as const;
const AFFINE = [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1];
const COUNT = SHAPE[0] * SHAPE[1] * SHAPE[2];
const file = (name: string, data: Int16Array | Uint8Array) => ({
  name,
  mimeType: "application/gzip",
  buffer: Buffer.from(encodeNifti({ shape: SHAPE, affine: AFFINE, data }, { gzip: true })),
});
const scan = (seed: number) => Int16Array.from({ length: COUNT }, (_, i) => ((i * 31 + seed * 911) % 500) - 200);
const labels = (label: number) => new Uint8Array(COUNT).fill(label, 800, 2400);

let folder: string;
let archive: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-organize-"));
  archive = join(folder, "image.tar.gz");
  const answer = encodeNifti({ shape: SHAPE, affine: AFFINE, data: labels(1) }, { gzip: true });
  await buildAtlasImage(archive, answer);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const slug = `walk-${Date.now().toString(36)}`;
const base = `/organize/${slug}`;

test("an organizer walks from nothing to a published leaderboard in under two minutes: cases, phases, a team, its submission", async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const startedAt = performance.now();
  await signInAs(page, "organizer", "/organize");
  await page.getByRole("link", { name: "New challenge" }).click();
  await page.getByLabel("Title").fill("Organs in a hurry");
  await page.getByLabel("Address").fill("Not an address");
  await page.getByLabel("Start from").selectOption("bodymaps-2024");
  await page.getByRole("button", { name: "New challenge" }).click();
  await expect(page.locator("#slug-error")).toContainText("lower-case letters");
  await page.getByLabel("Address").fill(slug);
  await page.getByRole("button", { name: "New challenge" }).click();
  await page.waitForURL(new RegExp(`${base}$`));

  await page
    .getByLabel("Overview", { exact: true })
    .or(page.locator("#pages\\.overview"))
    .first()
    .fill("# Task\n\n<script>alert(1)</script>\n\n[bad](javascript:alert(1)) **bold** <svg onload=alert(1)>");
  const preview = page.getByLabel("Preview: Overview");
  await expect(preview.locator("strong")).toHaveText("bold");
  expect(await preview.locator("script, svg, a[href^=javascript]").count()).toBe(0);
  await page.getByLabel("How teams get in").selectOption("approval");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await checkPage(page);

  await page.getByRole("link", { name: "Structures", exact: true }).click();
  await expect(page.getByLabel("Structure of spleen")).toHaveValue("spleen");
  await checkPage(page);

  await page.goto(`${base}/cases`);
  await page.getByText("Or choose single files").click();
  await page
    .getByLabel("Images", { exact: true })
    .setInputFiles([file("one_0000.nii.gz", scan(1)), file("two.nii.gz", scan(2))]);
  await page
    .getByLabel("Labels", { exact: true })
    .setInputFiles([file("one.nii.gz", labels(1)), file("two.nii.gz", labels(99))]);
  await page.getByLabel("cases.csv", { exact: true }).setInputFiles({
    name: "cases.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("case,patient,scanner\none,p1,Scanner A\ntwo,p2,Scanner B\n"),
  });
  await page.getByRole("button", { name: "Send 2 cases" }).click();
  const report = page.getByRole("region", { name: "Report by case" });
  await expect(report.getByRole("row").filter({ hasText: "one" })).toContainText("added");
  await expect(report.getByRole("row").filter({ hasText: "two" })).toContainText("label is 99");
  await expect(page.getByRole("heading", { name: "Cases (1)" })).toBeVisible();
  const slice = page.getByAltText("Middle slice of one with outlines of its structures");
  await slice.scrollIntoViewIfNeeded();
  await expect(slice).toHaveJSProperty("naturalWidth", 192);
  await checkPage(page);

  for (const kind of ["Debug", "Final"]) {
    await page.goto(`${base}/phases/new`);
    await expect(page.getByLabel("Title")).toHaveValue(kind);
    if (kind === "Final") {
      await page.getByLabel("Closes: date and time").fill("2031-03-31T23:59");
      await page.getByLabel("Closes: time zone").fill("AoE");
      await expect(page.getByText("1 Apr 2031, 11:59 UTC")).toBeVisible();
    }
    if (kind === "Debug") await page.getByLabel("Leaderboard is shown").selectOption("approval");
    await page.getByLabel("Cases (optional)", { exact: true }).fill("*");
    await page.getByLabel("Time per case, seconds").fill("soon");
    await page.getByRole("button", { name: "Add the phase" }).click();
    await expect(page.getByText("Enter a number.")).toBeVisible();
    await page.getByLabel("Time per case, seconds").fill("120");
    if (kind === "Debug") await checkPage(page);
    await page.getByRole("button", { name: "Add the phase" }).click();
    await page.waitForURL(new RegExp(`${base}/phases$`));
  }
  await checkPage(page);

  await page.goto(base);
  await page.getByRole("button", { name: "Publish the challenge" }).click();
  await expect(page.getByText("This challenge is public.")).toBeVisible();
  await page.goto(`/challenges/${slug}`);
  await expect(page.getByRole("heading", { name: "Organs in a hurry" })).toBeVisible();

  // A team of another browser asks to be let in, hands an image in, and its result is published.
  const visitor = async () => (await browser.newContext(baseURL ? { baseURL } : {})).newPage();
  const participant = await visitor();
  await signUp(participant, "Tess Team", `/challenges/${slug}/submit`);
  await participant.getByLabel("Team name").fill("The first team");
  await participant.getByRole("checkbox").check();
  await participant.getByRole("button", { name: "Join", exact: true }).click();
  await expect(participant.getByText(/wait/i).first()).toBeVisible();
  await page.goto(`${base}/teams`);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText("admitted", { exact: true })).toBeVisible();
  await participant.goto(`/challenges/${slug}/submit`);
  await participant.getByLabel("Container image").setInputFiles(archive);
  await participant.getByLabel("Algorithm name").fill("All spleen");
  await participant.getByRole("button", { name: "Submit", exact: true }).click();
  await participant.waitForURL(/\/submissions\/sub_/);
  const submittedAt = performance.now();
  await expect(participant.getByText("1/1").first()).toBeVisible({ timeout: 90_000 });
  await expect(participant.getByRole("heading", { name: /result/i }).first()).toBeVisible({ timeout: 30_000 });
  const waitedMs = performance.now() - submittedAt;
  const stranger = await visitor();
  await stranger.goto(`/challenges/${slug}/leaderboard?phase=debug`);
  await expect(stranger.getByText("All spleen")).toHaveCount(0);
  await page.goto(`${base}/submissions?phase=debug`);
  await page.getByRole("button", { name: "Publish the board" }).click();
  await page.getByRole("button", { name: "Apply the change" }).click();
  await expect(page.getByText("Everybody sees this board.")).toBeVisible();
  await stranger.reload();
  await expect(stranger.getByText("All spleen").first()).toBeVisible();
  tellWalk("organizer", performance.now() - startedAt, waitedMs);
  await participant.context().close();
  await stranger.context().close();

  // What has opened is frozen: a change is shown with what it affects, and wants a reason.
  await page.goto(`${base}/phases/debug`);
  await page.getByLabel("Time per case, seconds").fill("60");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(/limits.caseTimeoutS/)).toBeVisible();
  await page.getByLabel("Why is this changed?").fill("Two minutes were a typing error");
  await page.getByRole("button", { name: "Apply the change" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto(`${base}/audit`);
  await expect(page.getByText("phase: amended")).toBeVisible();
  await checkPage(page);
});

for (const scheme of ["light", "dark"] as const) {
  test(`the organizers' pages have titles, pass axe and fit a phone of 360 px (${scheme})`, ({ browser, baseURL }) =>
    onPhone({ browser, baseURL }, scheme, async (page) => {
      await signInAs(page, "organizer", "/organize");
      const { challenge, phases } = demo();
      const own = `/organize/${challenge}`;
      await checkPages(page, [
        ...["/organize", "/organize/new", own, `${own}/structures`, `${own}/cases`, `${own}/phases`],
        ...[`${own}/phases/new`, `${own}/phases/${phases[0]}`, `${own}/organizers`, `${own}/audit`],
      ]);
    }));
}

test("W1: to a participant and a stranger the organizers' pages of a challenge do not exist", async ({ page }) => {
  const own = `/organize/${demo().challenge}`;
  await page.goto(own);
  await expect(page).toHaveURL(/\/sign-in/);
  await signUp(page, "Curious Reader", "/challenges");
  for (const path of [own, `${own}/cases`, `${own}/phases/debug`, `${own}/audit`]) {
    expect([path, (await page.goto(path))?.status()]).toEqual([path, 404]);
    await expect(page, path).toHaveTitle("Not found · Bodymark");
  }
  await page.goto("/organize/new");
  await expect(page.getByText(/Only organizers create challenges/)).toBeVisible();
});
