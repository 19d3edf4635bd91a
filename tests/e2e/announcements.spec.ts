import { expect, test } from "@playwright/test";
import { checkPages, onPhone } from "./support/check-page.ts";
import { demo, signInAs } from "./support/demo.ts";
import { followMail } from "./support/sign-up.ts";

test("somebody without an account subscribes by the mailed link, is mailed what an organizer announces, and by one click is not any more", async ({
  page,
  browser,
  baseURL,
}) => {
  const { challenge } = demo();
  const tab = `/challenges/${challenge}/announcements`;
  const email = `reader-${Date.now()}@example.org`;
  await page.goto(tab);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByText(`We have sent a mail to ${email}`)).toBeVisible();
  await followMail(page, email, "Confirm the subscription");
  await page.getByRole("button", { name: "Confirm the subscription" }).click();
  await expect(page.getByText("You are subscribed to the announcements of")).toBeVisible();

  const organizer = await (await browser.newContext(baseURL ? { baseURL } : {})).newPage();
  await signInAs(organizer, "organizer", `/organize/${challenge}/announcements`);
  const announce = async (title: string) => {
    await organizer.goto(`/organize/${challenge}/announcements`);
    await organizer.getByLabel("Title").fill(title);
    await organizer.getByLabel("Text", { exact: true }).fill("Read the **rules** again.");
    await expect(organizer.getByRole("region", { name: "Preview: Text" }).locator("strong")).toHaveText("rules");
    await organizer.getByLabel(/^confirmed subscribers/).check();
    await organizer.getByRole("button", { name: "Publish" }).click();
    await expect(organizer.getByText(/^It is mailed to \d+ confirmed subscriber/)).toBeVisible();
    await expect(organizer.getByText(/^This cannot be undone/)).toBeVisible();
    await organizer.getByRole("button", { name: "Publish and send" }).click();
    await expect(organizer.getByText("The mail is on its way.")).toBeVisible();
  };
  const first = `First news ${Date.now()}`;
  await announce(first);
  await page.goto(tab);
  await expect(page.getByRole("heading", { name: first })).toBeVisible();
  const mail = page.getByRole("article").filter({ hasText: email }).filter({ hasText: first });
  await expect(async () => {
    await page.goto("/mailbox");
    await expect(mail).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(mail.locator("strong")).toHaveText("rules");

  const link = (await mail.getByRole("link", { name: "Unsubscribe" }).getAttribute("href")) ?? "";
  await page.goto(link);
  await expect(page.getByText(/^End this subscription to the announcements of/)).toBeVisible();
  const oneClick = () => page.request.post(`/api${link}`, { form: { "List-Unsubscribe": "One-Click" } });
  expect((await oneClick()).status()).toBe(200);
  expect((await oneClick()).status()).toBe(200);
  await page.goto(link);
  await expect(page.getByText("This subscription has ended")).toBeVisible();

  const second = `Second news ${Date.now()}`;
  await announce(second);
  await expect(async () => {
    await organizer.reload();
    await expect(organizer.getByRole("listitem").filter({ hasText: second })).toContainText("written");
    await expect(organizer.getByText("more to come")).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await page.goto("/mailbox");
  await expect(page.getByRole("article").filter({ hasText: email }).filter({ hasText: second })).toHaveCount(0);
  await organizer.context().close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages of announcements pass axe and fit a phone of 360 px (${colorScheme})`, async ({
    browser,
    baseURL,
  }) => {
    const { challenge } = demo();
    await onPhone({ browser, baseURL }, colorScheme, async (page) => {
      await checkPages(page, [`/challenges/${challenge}/announcements`, "/news", "/subscribe/confirm?token=none"]);
      await signInAs(page, "organizer", `/organize/${challenge}/announcements`);
      await checkPages(page, [`/organize/${challenge}/announcements`, "/account/notifications"]);
      await page.goto(`/organize/${challenge}/announcements`);
      const one = await page.getByRole("region", { name: "Published" }).getByRole("link").first().getAttribute("href");
      await checkPages(page, [one ?? "", (one ?? "").replace("/organize/", "/challenges/")]);
    });
  });
}
