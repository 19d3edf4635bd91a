import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, expect, type Page } from "@playwright/test";

/** A width that the smallest phones in use have, in CSS pixels. */
const PHONE = { width: 360, height: 740 };

/** The page that is open has a title, and axe finds nothing to mend. */
export async function checkPage(page: Page): Promise<void> {
  const path = new URL(page.url()).pathname;
  await expect(page, path).toHaveTitle(/Bodymark/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.target}`)).toEqual([]);
}

/** Opens each path and checks it; nothing of it is wider than the screen. */
export async function checkPages(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await checkPage(page);
    const overflow = await page.evaluate<number>(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect.soft(overflow, `${path} is wider than its screen`).toBeLessThanOrEqual(0);
  }
}

/** Runs a walk on a phone of 360 px; the context is closed after it. */
export async function onPhone(
  { browser, baseURL }: { browser: Browser; baseURL: string | undefined },
  colorScheme: "light" | "dark",
  walk: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: PHONE, colorScheme, ...(baseURL ? { baseURL } : {}) });
  await walk(await context.newPage());
  await context.close();
}
