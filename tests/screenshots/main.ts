// `npm run screenshots`: pictures of the main pages of a running demo, into docs/screenshots. Start it with `npm start`.
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { openDataFolder, projectRoot } from "../../infra/data-folder.ts";
import { findProgram } from "../../infra/engine/install-packages.ts";
import { signIn } from "../e2e/support/sign-in.ts";
import { shrinkPicture } from "./shrink-picture.ts";

interface Demo {
  url: string;
  challenge: string;
  phases: string[];
  accounts: { role: string; email: string; password: string }[];
}

const WIDE = { viewport: { width: 1280, height: 820 }, deviceScaleFactor: 1 };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const MOST_BYTES = 3 * 1024 * 1024;

const out = join(projectRoot, "docs/screenshots");
const dataFolder = await openDataFolder();
const demo = JSON.parse(await readFile(join(dataFolder, "demo.json"), "utf8")) as Demo;
const [challenge, managed] = [`/challenges/${demo.challenge}`, `/organize/${demo.challenge}`];
const [debug, final] = ["debug", demo.phases.find((phase) => phase !== "debug") ?? "debug"];

await mkdir(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? findProgram("chromium") ?? "chromium",
  args: ["--no-sandbox", "--hide-scrollbars"],
});
try {
  for (const colorScheme of ["light", "dark"] as const) await takePublic(browser, colorScheme);
  await takeParticipant(browser);
  await takeOrganizer(browser);
  await takeOperator(browser);
} finally {
  await browser.close();
}
await tellSizes();

/** What everybody sees, wide and on a phone. */
async function takePublic(from: Browser, colorScheme: "light" | "dark"): Promise<void> {
  const dark = colorScheme === "dark";
  const wide = await open(from, { ...WIDE, colorScheme });
  await take(wide, dark ? "landing-dark" : "landing", "/");
  await take(wide, dark ? "leaderboard-dark" : "leaderboard", `${challenge}/leaderboard?phase=${debug}`);
  if (!dark) await take(wide, "challenge", challenge);
  if (!dark) await take(wide, "data", `${challenge}/data`);
  await wide.context().close();
  const phone = await open(from, { ...PHONE, colorScheme });
  if (dark) await take(phone, "landing-phone-dark", "/");
  else await take(phone, "leaderboard-phone", `${challenge}/leaderboard?phase=${debug}`);
  await phone.context().close();
}

/** Joins, hands the fast baseline in as one's own, and follows it to its result. */
async function takeParticipant(from: Browser): Promise<void> {
  const page = await open(from, WIDE);
  await signInAs(page, "participant", `${challenge}/submit?phase=${debug}`);
  const join_ = page.getByRole("button", { name: "Join", exact: true });
  if (await join_.isVisible()) {
    await page.getByRole("checkbox").check();
    await join_.click();
  }
  await page.getByLabel("Container image").setInputFiles(join(dataFolder, "images/baseline-fast.tar"));
  await page.getByLabel("Algorithm name").fill("Quick segmenter");
  await page.getByText(/^SHA-256 /).waitFor({ timeout: 120_000 });
  await shoot(page, "submit");
  await page.getByRole("button", { name: "Submit", exact: true }).click();
  await page.waitForURL(/\/submissions\/sub_/);
  await page.getByText(/^Cases: [1-9]/).waitFor({ timeout: 600_000 });
  await shoot(page, "submission-live");
  await page.getByRole("heading", { name: "By structure" }).waitFor({ timeout: 600_000 });
  await take(page, "submission-done", page.url());
  const state = await page.context().storageState();
  const phone = await open(from, { ...PHONE, colorScheme: "dark", storageState: state });
  await take(phone, "submission-phone-dark", page.url());
  await phone.context().close();

  await page.getByRole("link", { name: "Look at case 1" }).click();
  await page.getByText(/^Voxel \d+/).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1_500);
  await page.getByRole("application").scrollIntoViewIfNeeded();
  await shoot(page, "viewer");
  await page.context().close();
}

async function takeOrganizer(from: Browser): Promise<void> {
  const page = await open(from, WIDE);
  await signInAs(page, "organizer", managed);
  for (const [name, path] of [
    ["manage", `${managed}/submissions`],
    ["phase", `${managed}/phases/${final}`],
    ["cases", `${managed}/cases`],
    ["costs", `${managed}/costs`],
  ] as const)
    await take(page, name, path);
  await page.context().close();
}

async function takeOperator(from: Browser): Promise<void> {
  const page = await open(from, WIDE);
  await signInAs(page, "operator", "/operator");
  await take(page, "operator", "/operator");
  await take(page, "mailbox", "/mailbox");
  await page.context().close();
}

async function open(from: Browser, options: Parameters<Browser["newContext"]>[0]): Promise<Page> {
  const context = await from.newContext({ baseURL: demo.url, reducedMotion: "reduce", ...options });
  return context.newPage();
}

async function signInAs(page: Page, role: string, next: string): Promise<void> {
  const account = demo.accounts.find((one) => one.role === role);
  if (!account) throw new Error(`the demo has no ${role}`);
  await signIn(page, account, next);
}

async function take(page: Page, name: string, path: string): Promise<void> {
  const response = await page.goto(path);
  if (!response?.ok()) throw new Error(`${path} answers ${response?.status()}`);
  await shoot(page, name);
}

async function shoot(page: Page, name: string): Promise<void> {
  // Without the room that a scroll bar would take.
  await page.evaluate("document.documentElement.style.scrollbarGutter = 'auto'; document.fonts.ready");
  await page.waitForTimeout(500); // what is read after the page itself
  const file = join(out, `${name}.png`);
  await writeFile(file, await shrinkPicture(await page.screenshot({ animations: "disabled", caret: "hide" })));
  console.log(`${name}.png`);
}

async function tellSizes(): Promise<void> {
  let bytes = 0;
  const files = await readdir(out);
  for (const name of files) bytes += (await stat(join(out, name))).size;
  console.log(`${files.length} pictures, ${(bytes / 1024 ** 2).toFixed(2)} MiB in docs/screenshots`);
  if (bytes > MOST_BYTES) throw new Error("that is more than 3 MiB: leave one out or make it smaller");
}
