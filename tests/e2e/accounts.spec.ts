import { expect, type Page, test } from "@playwright/test";
import { totpCode } from "../support/authenticator-app.ts";
import { checkPages, onPhone } from "./support/check-page.ts";
import { followMail, PASSPHRASE, signUp } from "./support/sign-up.ts";

const CHALLENGE = "/challenges/phantom-abdomen";

async function signIn(page: Page, email: string, password = PASSPHRASE): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function join(page: Page, team: string): Promise<void> {
  await page.goto(`${CHALLENGE}/submit`);
  await page.getByLabel("Team name").fill(team);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByLabel("Algorithm name")).toBeVisible();
}

test("a participant signs up, may only look until the mailed link is opened, joins, and adds a second factor that is then asked", async ({
  page,
}) => {
  const email = `walker-${Date.now()}@example.org`;
  await page.goto(`/sign-up?next=${encodeURIComponent(`${CHALLENGE}/submit`)}`);
  await page.getByLabel("Name").fill("Wanda Walker");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Create an account" }).click();
  await expect(page.getByText(`We have sent a mail to ${email}`)).toBeVisible();
  await expect(page.getByRole("link", { name: "mailbox" })).toBeVisible();

  await signIn(page, email);
  await page.waitForURL("**/challenges");
  await page.goto(`${CHALLENGE}/submit`);
  await expect(page.getByText("you can look at everything")).toBeVisible();
  await expect(page.getByRole("button", { name: "Join", exact: true })).toHaveCount(0);
  await followMail(page, email, "Confirm this address");
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.waitForURL(`**${CHALLENGE}/submit`);
  await join(page, `Walkers ${Date.now()}`);

  await page.goto("/account/security");
  await page.locator("#totpPassword").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByAltText(/QR code/)).toBeVisible();
  const secret =
    (await page
      .locator("code")
      .filter({ hasText: /^[A-Z2-7]{32,}$/ })
      .first()
      .textContent()) ?? "";
  await page.getByLabel("Code that the app shows now").fill(totpCode(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("button", { name: "Turn off" })).toBeVisible();

  await page.context().clearCookies();
  await signIn(page, email);
  await page.waitForURL("**/sign-in/second-step**");
  expect((await page.request.get("/api/v1/submissions")).status()).toBe(401);
  await page.getByLabel("Code").fill(totpCode(secret));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/challenges");
  await page.goto("/account/security");
  await expect(page.getByText("this session")).toBeVisible();
});

test("a passkey is added against the password and then signs in without one", async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const { email } = await signUp(page, "Pia Passkey", "/account/security");
  await page.getByLabel("Name of the passkey").fill("laptop");
  await page.locator("#passkeyPassword").fill("not the password");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This is not your password.")).toBeVisible();
  await page.locator("#passkeyPassword").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("button", { name: "Remove laptop" })).toBeVisible();

  await page.context().clearCookies();
  await signIn(page, email);
  await page.waitForURL("**/sign-in/second-step**");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL("**/challenges");
});

test("a team mate comes by a mailed invitation; nobody else may use it; the owner hands over and leaves", async ({
  browser,
  baseURL,
}) => {
  const context = () => browser.newContext(baseURL ? { baseURL } : {});
  const [owner, mate] = [await (await context()).newPage(), await (await context()).newPage()];
  await signUp(owner, "Olga Owner", `${CHALLENGE}/submit`);
  const team = `Pair ${Date.now()}`;
  await join(owner, team);
  const { email } = await signUp(mate, "Mats Mate", "/challenges");
  await owner.goto("/teams");
  await owner.getByRole("link", { name: team }).click();
  await owner.getByLabel("E-mail address").fill(email);
  await owner.getByRole("button", { name: "Send invitation" }).click();
  await expect(owner.getByText(`for ${email}`)).toBeVisible();

  await followMail(mate, email, "See the invitation");
  await expect(mate.getByRole("heading", { name: `Join the team “${team}”` })).toBeVisible();
  const invitation = mate.url();
  await mate.getByRole("button", { name: "Join the team" }).click();
  await expect(mate.getByText("Accept the rules to join.")).toBeVisible();
  await mate.getByRole("checkbox").check();
  await mate.getByRole("button", { name: "Join the team" }).click();
  await mate.waitForURL("**/teams/team_*");
  await owner.goto(invitation);
  await expect(owner.getByRole("heading", { name: "This invitation does not work (any more)" })).toBeVisible();

  owner.on("dialog", (dialog) => void dialog.accept());
  await owner.goto("/notifications");
  await owner.getByRole("link", { name: `Mats Mate joined “${team}”` }).click();
  await owner.getByRole("button", { name: "Make owner Mats Mate" }).click();
  await expect(owner.getByRole("button", { name: "Make owner Mats Mate" })).toHaveCount(0);
  const teamUrl = owner.url();
  await owner.getByRole("button", { name: `Leave the team ${team}` }).click();
  await owner.waitForURL("**/teams");
  expect((await owner.goto(teamUrl))?.status()).toBe(404);
});

test("a forgotten password is set anew by mail; one's data can be taken along and the account deleted", async ({
  page,
}) => {
  const { email } = await signUp(page, "Fay Forgetful", "/account/data");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download my data" }).click();
  expect((await download).suggestedFilename()).toBe("bodymark-export.zip");

  await page.context().clearCookies();
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText(`If ${email} has an account`)).toBeVisible();
  await followMail(page, email, "Choose a new password");
  await page.getByRole("textbox", { name: "New password" }).fill("another long passphrase");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your new password is set")).toBeVisible();
  await signIn(page, email);
  await expect(page.getByText("E-mail or password is wrong")).toBeVisible();
  await signIn(page, email, "another long passphrase");
  await page.waitForURL("**/challenges");

  page.on("dialog", (dialog) => void dialog.accept());
  await page.goto("/account/data");
  await page.getByLabel("Your e-mail address, to be sure").fill(email);
  await page.getByLabel("Current password").fill("another long passphrase");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("heading", { name: "Your account is deleted." })).toBeVisible();
  await signIn(page, email, "another long passphrase");
  await expect(page.getByText("E-mail or password is wrong")).toBeVisible();
});

test("W4, W7: a form from another site changes nothing, and fields that a form does not have are ignored", async ({
  page,
  baseURL,
}) => {
  const { email } = await signUp(page, "Cas Cautious", "/account");
  // Fields that an attacker would like to be read.
  await page.evaluate(`
    for (const [name, value] of [["role", "operator"], ["emailVerified", "false"], ["id", "usr_0"], ["email", "x@example.org"]]) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      document.querySelector("main form").append(input);
    }`);
  await page.getByLabel("Affiliation").fill("Institute of Caution");
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/account"));
  await page.getByRole("button", { name: "Save" }).click();
  const request = await sent;
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto("/account");
  await expect(page.getByText("participant", { exact: true })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();

  // The very request that worked, as another site's page would make a browser send it.
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const body = (request.postData() ?? "").replaceAll("Institute of Caution", "Institute of Mischief");
  const send = (origin: string) =>
    fetch(`${baseURL}/account`, {
      method: "POST",
      headers: { ...request.headers(), cookie, origin },
      body,
      redirect: "manual",
    });
  expect((await send("https://elsewhere.example")).status).toBeGreaterThanOrEqual(400);
  await page.reload();
  await expect(page.getByLabel("Affiliation")).toHaveValue("Institute of Caution");
  const session = (await page.context().cookies()).find(({ name }) => name.includes("session_token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});

for (const scheme of ["light", "dark"] as const) {
  test(`the pages of an account have titles, pass axe and fit a phone of 360 px (${scheme})`, ({ browser, baseURL }) =>
    onPhone({ browser, baseURL }, scheme, async (page) => {
      await signUp(page, `Ann ${scheme} Axe`, `${CHALLENGE}/submit`);
      await join(page, `A team with quite a long name, for narrow screens ${Date.now()}`);
      await page.goto("/teams");
      const team = (await page.getByRole("link", { name: /A team with/ }).getAttribute("href")) ?? "";
      await checkPages(page, [
        "/account",
        "/account/security",
        "/account/keys",
        "/account/notifications",
        "/account/data",
        "/notifications",
        "/teams",
        team,
        "/invitations?token=0123456789abcdef",
        "/confirm?token=none",
        "/forgot-password",
        "/unsubscribe?token=none",
        "/mailbox",
      ]);
    }));
}
