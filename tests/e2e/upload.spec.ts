import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page, test } from "@playwright/test";
import { demo, signInAs } from "./support/demo.ts";

const MIB = 1024 * 1024;
let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bodymark-upload-"));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openSubmitPage = (page: Page) => signInAs(page, "participant", `/challenges/${demo().challenge}/submit`);

const chooseFile = (page: Page, path: string) => page.locator("#image-file").setInputFiles(path);

test("a file that cannot be an image archive is refused at once, and nothing is sent", async ({ page }) => {
  await openSubmitPage(page);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
  writeFileSync(join(folder, "notes.tar"), "these are notes");
  await chooseFile(page, join(folder, "notes.tar"));
  await expect(page.getByText(/not an image archive/)).toBeVisible();
  expect(sent.filter((line) => line.includes("/api/v1/uploads"))).toEqual([]);
});

test("an upload goes on after a pause and after a reload, and ends with the file's own SHA-256", async ({ page }) => {
  const bytes = randomBytes(100 * MIB);
  Buffer.from([0x1f, 0x8b, 8]).copy(bytes);
  const path = join(folder, "image.tar.gz");
  writeFileSync(path, bytes);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
  const violations: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) violations.push(message.text());
  });
  // What the page's own workers answer: the hash that the browser computes beside the server.
  const answers: unknown[] = [];
  await page.exposeFunction("noteAnswer", (answer: unknown) => answers.push(answer));
  await page.addInitScript(`
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => noteAnswer(data));
      }
    };
  `);
  await openSubmitPage(page);
  // A quick machine would be done before anybody could pause: the second chunk waits a while.
  let chunks = 0;
  await page.route(/\/api\/v1\/uploads\//, async (route) => {
    if (route.request().method() === "PATCH" && ++chunks === 2) await sleep(5_000);
    await route.continue().catch(() => undefined); // paused meanwhile
  });

  await chooseFile(page, path);
  // One whole chunk is on the server, the next is on its way.
  await expect.poll(() => sent.filter((line) => line.startsWith("PATCH")).length, { timeout: 60_000 }).toBe(2);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.reload();
  await expect(page.getByText(/image\.tar\.gz .* broke off/)).toBeVisible();
  const before = sent.length;
  await chooseFile(page, path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await expect(page.getByText(sha256)).toBeVisible({ timeout: 90_000 });
  expect(answers).toContain(sha256);

  const after = sent.slice(before).filter((line) => line.includes("/api/v1/uploads"));
  expect(after[0]).toMatch(/^HEAD /);
  expect(after.filter((line) => line.startsWith("POST"))).toEqual([]);
  expect(violations).toEqual([]);

  await page.reload();
  await expect(page.getByText(sha256)).toBeVisible(); // whole, and not handed in yet: no second upload
});
