import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPublicKey, verifyBundle } from "@bodymark/bundle";
import { DEFAULT_SHAPE, DEFAULT_SPACING_MM, encodeCase, generateCase, PHANTOM_STRUCTURES } from "@bodymark/phantom";
import { scoreCase } from "@bodymark/scoring";
import { expect, type Page, test } from "@playwright/test";
import { PUBLIC_SEED } from "../../prisma/seed/demo-cases.ts";
import { buildAtlasImage } from "../support/atlas-image.ts";
import { checkPage, checkPages, onPhone } from "./support/check-page.ts";
import { layoutShifts, watchLayoutShifts } from "./support/layout-shifts.ts";
import { signUp } from "./support/sign-up.ts";
import { tellWalk } from "./support/tell-walk.ts";

const CHALLENGE = "/challenges/phantom-abdomen";
const DEBUG_CASES = 3;

let folder: string;
let archive: string;
let expected: { dice: string; nsd: string };

/** The image answers each scan with the first public case's labels, so its scores can be computed beforehand. */
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-walk-"));
  archive = join(folder, "atlas.tar.gz");
  const labelPaths: string[] = [];
  let atlas: Uint8Array = new Uint8Array();
  for (let index = 0; index < DEBUG_CASES; index++) {
    const { labels } = encodeCase(
      generateCase({ seed: PUBLIC_SEED, index, shape: DEFAULT_SHAPE, spacingMm: DEFAULT_SPACING_MM }),
    );
    if (index === 0) atlas = labels;
    const path = join(folder, `labels-${index}.nii.gz`);
    await writeFile(path, labels);
    labelPaths.push(path);
  }
  await buildAtlasImage(archive, atlas, { pauseMs: 300 });
  expected = await scoreAtlas(labelPaths);
});

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Means over structures of the means over the cases whose reference has them, to three decimals. */
async function scoreAtlas(labelPaths: readonly string[]): Promise<{ dice: string; nsd: string }> {
  const cells = new Map<number, { dice: number[]; nsd: number[] }>();
  for (const referencePath of labelPaths) {
    const { scores } = await scoreCase(
      { name: "case", referencePath, predictionPath: labelPaths[0] ?? "" },
      { structures: PHANTOM_STRUCTURES, definition: "surface-distance", metrics: ["dice", "nsd"], affine: "use-input" },
    );
    for (const { label, status, dice, nsd } of scores.structures) {
      if (status !== "ok" && status !== "prediction-empty") continue;
      const cell = cells.get(label) ?? { dice: [], nsd: [] };
      cell.dice.push(dice ?? 0);
      cell.nsd.push(typeof nsd === "number" ? nsd : 0);
      cells.set(label, cell);
    }
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const structures = [...cells.values()];
  return {
    dice: mean(structures.map((c) => mean(c.dice))).toFixed(3),
    nsd: mean(structures.map((c) => mean(c.nsd))).toFixed(3),
  };
}

async function signUpAndJoin(page: Page, name: string): Promise<void> {
  await signUp(page, name, `${CHALLENGE}/submit`);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: /join/i }).click();
  await expect(page.getByLabel("Algorithm name")).toBeVisible();
}

async function submit(page: Page, file: string, algorithm: string): Promise<void> {
  await page.getByLabel("Container image").setInputFiles(file);
  await page.getByLabel("Algorithm name").fill(algorithm);
  await page.getByRole("button", { name: "Submit", exact: true }).click();
  await page.waitForURL(/\/submissions\/sub_/);
}

/** From a result's page: holds it against the baseline, checks its signature, looks at a case in the viewer by keyboard. */
async function compareAndLook(page: Page): Promise<void> {
  const id = page.url().split("/").at(-1) ?? "";
  await page.getByLabel("Compare with").selectOption({ index: 1 });
  await expect(page.getByRole("columnheader", { name: "Δ DSC" })).toBeVisible();

  const bundle = await (await page.request.get(`/api/v1/submissions/${id}/bundle`)).body();
  const key = readPublicKey(await (await page.request.get("/.well-known/bodymark.pem")).text());
  const { manifest, result } = verifyBundle(bundle, key);
  expect([manifest.submission, result?.summary.meanDice?.toFixed(3)]).toEqual([id, expected.dice]);

  await page.getByRole("link", { name: "Look at case 1" }).click();
  const scan = page.getByRole("application", { name: /Scan with/ });
  const place = page.getByText(/^Voxel \d+, \d+, \d+: -?\d+ HU, reference .+, prediction .+/);
  await expect(place).toBeVisible({ timeout: 60_000 });
  const before = await place.textContent();
  await scan.focus();
  await page.keyboard.press("PageUp");
  await expect(place).not.toHaveText(before ?? "");
  await page.keyboard.press("o");
  await expect(page.getByText("both agree")).toBeVisible();
  await checkPage(page);
}

test("a participant walks from sign-up to the leaderboard in under two minutes: mail, team, starter kit, upload, live page, result", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await watchLayoutShifts(page);
  const startedAt = performance.now();
  await signUp(page, "Ada Newcomer", `${CHALLENGE}/submit`);
  await page.getByLabel("Team name").fill(`Newcomers ${Date.now()}`);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByLabel("Algorithm name")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the starter kit" }).click();
  expect((await download).suggestedFilename()).toMatch(/starter-kit\.zip$/);
  await submit(page, archive, "First public case as atlas");
  const submittedAt = performance.now();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("First public case as atlas");
  await page.evaluate("Object.assign(window, { layoutShift: 0, layoutShifts: [] })"); // what came before was another page
  // Without a reload: the page follows the evaluation to its end.
  await expect(page.getByText("3/3").first()).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(expected.dice).first()).toBeVisible({ timeout: 30_000 });
  const waitedMs = performance.now() - submittedAt;
  const shifts = await layoutShifts(page);
  expect(shifts.sum, shifts.moved.join(" · ")).toBeLessThan(0.05);
  await page.goto(`${CHALLENGE}/leaderboard?phase=debug`);
  await expect(page.getByRole("row").filter({ hasText: "First public case as atlas" }).first()).toBeVisible();
  tellWalk("participant", performance.now() - startedAt, waitedMs);

  await page.goBack();
  await checkPage(page);
  await compareAndLook(page);

  await page.goto(`${CHALLENGE}/leaderboard?phase=debug`);
  const row = page.getByRole("row").filter({ hasText: "First public case as atlas" }).first();
  await expect(row).toContainText(expected.dice);
  await expect(row).toContainText(expected.nsd);
  await expect(row).toContainText("0 of 3");
  const board = await (await page.request.get("/api/v1/challenges/phantom-abdomen/phases/debug/leaderboard")).json();
  const entry = board.entries.find((e: { algorithm: string }) => e.algorithm === "First public case as atlas");
  expect(entry.dice.toFixed(3)).toBe(expected.dice);
});

test("an archive that breaks off, and an image for another processor, are refused with a sentence that says what to do", async ({
  page,
}) => {
  await signUpAndJoin(page, "Bad Luck");
  const broken = join(folder, "broken.tar.gz");
  await buildAtlasImage(
    broken,
    new Uint8Array(200_000).map((_, i) => (i * 7919) % 251),
  );
  await truncate(broken, 300_000);
  await submit(page, broken, "Broken archive");
  await expect(page.getByText("invalid-archive").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/docker save/).first()).toBeVisible();

  const foreign = join(folder, "foreign.tar");
  await buildAtlasImage(foreign, new Uint8Array(10), { architecture: "s390x" });
  await page.goto(`${CHALLENGE}/submit?phase=debug`);
  await submit(page, foreign, "For a mainframe");
  await expect(page.getByText("unsupported-image").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/s390x/).first()).toBeVisible();
});

for (const scheme of ["light", "dark"] as const) {
  test(`the public pages have titles, pass axe and fit a phone of 360 px (${scheme})`, ({ browser, baseURL }) =>
    onPhone({ browser, baseURL }, scheme, (page) =>
      checkPages(page, [
        ...["/", "/challenges", CHALLENGE, `${CHALLENGE}/leaderboard?phase=debug`, `${CHALLENGE}/rules`],
        ...[`${CHALLENGE}/data`, "/sign-in", "/sign-up", "/docs", "/challenges/none-such"],
      ]),
    ));
}

test("W1: a stranger gets 404 for somebody else's submission, on page and API alike", async ({ page, request }) => {
  const board = await (await request.get("/api/v1/challenges/phantom-abdomen/phases/debug/leaderboard")).json();
  const id = board.entries[0].submission;
  expect((await request.get(`/api/v1/submissions/${id}`)).status()).toBeGreaterThanOrEqual(401);
  await signUpAndJoin(page, "Curious Stranger");
  expect((await page.request.get(`/api/v1/submissions/${id}`)).status()).toBe(404);
  expect((await page.goto(`/submissions/${id}`))?.status()).toBe(404);
});
