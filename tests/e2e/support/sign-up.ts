import { expect, type Page } from "@playwright/test";

export const PASSPHRASE = "a long enough passphrase";

/** Opens the newest mail to an address in the demo's mailbox and follows its link with this label. */
export async function followMail(page: Page, email: string, label: string): Promise<void> {
  await page.goto("/mailbox");
  const mail = page.getByRole("article").filter({ hasText: email }).first();
  await mail.getByRole("link", { name: label }).click();
}

/** Signs up, confirms the address by the mailed link, signs in, and ends at `next`. */
export async function signUp(page: Page, name: string, next: string): Promise<{ email: string }> {
  const email = `${name.toLowerCase().replaceAll(" ", "-")}-${Date.now()}@example.org`;
  await page.goto(`/sign-up?next=${encodeURIComponent(next)}`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Create an account" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await followMail(page, email, "Confirm this address");
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByLabel("Password").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname === new URL(next, url).pathname);
  return { email };
}
