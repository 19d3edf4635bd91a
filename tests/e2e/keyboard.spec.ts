import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { buildAtlasImage } from "../support/atlas-image.ts";
import { type DemoRole, demo, signInAs } from "./support/demo.ts";
import { layoutShifts, watchLayoutShifts } from "./support/layout-shifts.ts";
import { PASSPHRASE, signUp } from "./support/sign-up.ts";

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-keyboard-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Where the focus is seen: an outline on what has it, or around it. */
const FOCUS_SEEN = `(() => {
  let element = document.activeElement;
  const name = element.outerHTML.slice(0, 160);
  for (let i = 0; element && i < 3; i++, element = element.parentElement) {
    const { outlineStyle, outlineWidth, visibility } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (visibility === "visible" && outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && box.width > 0) return "";
  }
  return name;
})()`;

/** Presses Tab until `target` has the focus; wherever it is on the way it can be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(FOCUS_SEEN), "focus that cannot be seen").toBe("");
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
  }
  throw new Error(`60 steps do not reach ${target}`);
}

async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

test("with the keyboard alone a participant signs in, joins, chooses a file, submits, and cancels", async ({
  page,
}) => {
  const challenge = `/challenges/${demo().challenge}`;
  const { email } = await signUp(page, `Kay Keyboard ${Date.now()}`, "/challenges");
  await page.context().clearCookies();
  const archive = join(folder, "slow.tar.gz");
  await buildAtlasImage(archive, new Uint8Array(1000), { pauseMs: 30_000 });

  await page.goto(challenge);
  await press(page, page.getByRole("link", { name: "Skip to the content" }));
  await expect(page).toHaveURL(/#/);
  await press(page, page.getByRole("main").getByRole("link", { name: /^Join/ }).first());
  await page.waitForURL(/\/sign-in/);
  await press(page, page.getByLabel("E-mail"), "Shift");
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/submit/);

  await press(page, page.getByRole("checkbox"), "Space");
  await press(page, page.getByRole("button", { name: "Join", exact: true }));
  await expect(page.getByLabel("Algorithm name")).toBeVisible();
  const input = page.locator("#image-file");
  await tabTo(page, input);
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(archive);
  await expect(page.getByText(/^SHA-256 [0-9a-f]{64}/)).toBeVisible();
  await tabTo(page, page.getByLabel("Algorithm name"));
  await page.keyboard.type("By keyboard");
  await press(page, page.getByRole("button", { name: "Submit", exact: true }));
  await page.waitForURL(/\/submissions\/sub_/);

  page.once("dialog", (dialog) => void dialog.accept());
  await press(page, page.getByRole("button", { name: "Cancel", exact: false }));
  await expect(page.getByText("cancelled", { exact: false }).first()).toBeVisible({ timeout: 30_000 });
});

test("nothing on the main pages is pushed about while they load", async ({ page }) => {
  await watchLayoutShifts(page);
  const { challenge, phases } = demo();
  const [own, managed] = [`/challenges/${challenge}`, `/organize/${challenge}`];
  const board = `${own}/leaderboard?phase=${phases[0]}`;
  const pages: Record<DemoRole, string[]> = {
    participant: ["/", "/challenges", own, board, `${own}/data`, `${own}/submit`, "/submissions", "/account", "/teams"],
    organizer: ["/organize", managed, `${managed}/cases`, `${managed}/phases`, `${managed}/submissions`],
    operator: ["/operator"],
  };
  for (const role of ["participant", "organizer", "operator"] as const) {
    await page.context().clearCookies();
    await signInAs(page, role, pages[role][0] ?? "/");
    for (const path of pages[role]) {
      await page.goto(path);
      await page.waitForTimeout(300); // what comes late would push what stands
      const { sum, moved } = await layoutShifts(page);
      expect.soft(sum, `${path} moves ${moved.join(" · ")}`).toBeLessThan(0.05);
    }
  }
});
