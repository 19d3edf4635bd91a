import { readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { publishBoard } from "@bodymark/challenge";
import { newId } from "@bodymark/contracts";
import { expect, type Page, test } from "@playwright/test";
import { makeDoneSubmission } from "../support/done-submission.ts";
import { makeSmallChallenge } from "../support/small-challenge.ts";
import { cookiesOf, makeSession, openSuiteDatabase, type Session } from "./support/behind-the-scenes.ts";
import { demo } from "./support/demo.ts";

type Suite = ReturnType<typeof openSuiteDatabase>;
let suite: Suite;
const made: string[] = [];

test.beforeAll(() => {
  suite = openSuiteDatabase();
});
test.afterAll(async () => {
  // Other specs look at the public challenges.
  await suite.db.challenge.updateMany({ where: { id: { in: made } }, data: { visibility: "draft" } });
  await suite.db.$disconnect();
});

/** A challenge with a hidden phase, one evaluated submission and everything else that an address may name. */
async function scene(visibility: "public" | "draft") {
  const { db } = suite;
  const challenge = await makeSmallChallenge(db);
  made.push(challenge.challengeId);
  const { challengeId, slug } = challenge;
  const phase = await challenge.phase({ caseVisibility: "hidden", publication: "approval" });
  const { viewer, teamId } = await challenge.member();
  const uploadId = await challenge.upload(viewer);
  const of = { challengeId, phaseId: phase.id, teamId, userId: viewer.userId, uploadId, dice: 0.7654321 };
  const { id, caseId } = await makeDoneSubmission(db, of);
  const algorithm = `algorithm-${id}`;
  await db.submission.update({ where: { id }, data: { algorithm } });
  await db.challenge.update({ where: { id: challengeId }, data: { visibility, title: `Title of ${slug}` } });
  await publishBoard(db, phase.id, "test");
  const { name } = await db.case.findUniqueOrThrow({ where: { id: caseId } });
  const params = { slug, phase: phase.slug, case: name, ordinal: "1", announcement: newId("announcement") };
  const secrets = [algorithm, "0.765", ...(visibility === "draft" ? [`Title of ${slug}`] : [])];
  return { challengeId, submission: id, teamId, params, secrets };
}
type Scene = Awaited<ReturnType<typeof scene>>;

/** Every page and route of the portal whose address holds an id or a name, with those of a scene; not the API. */
function addresses({ submission, teamId, params }: Scene): string[] {
  const folder = join(import.meta.dirname, "../../apps/portal/app");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file) && file.includes("[") && !file.startsWith("api/"))
    .map((file) => {
      const path = file.replace(/\/?(page\.tsx|route\.ts)$/, "").replace(/\([\w-]+\)\//g, "");
      const id = path.startsWith("teams/") ? teamId : submission;
      return `/${path.replace(/\[(\w+)\]/g, (_, name: string) => {
        const value = { ...params, id }[name];
        if (!value) throw new Error(`${path}: give the test a value for [${name}]`);
        return value;
      })}`;
    })
    .sort();
}

const look = async (path: string, cookie?: string) => {
  const response = await fetch(`${demo().url}${path}`, { redirect: "manual", headers: cookie ? { cookie } : {} });
  return { status: response.status, location: response.headers.get("location") ?? "", text: await response.text() };
};

test("W1: no page and no file of a draft, or of another team in a public challenge, is there by a guessed address", async () => {
  const [draft, open] = [await scene("draft"), await scene("public")];
  const rival = await makeSession(suite, "Rival");
  for (const { challengeId } of [draft, open]) {
    const members = { create: { userId: rival.userId, challengeId } };
    await suite.db.team.create({
      data: { id: newId("team"), challengeId, name: `Rivals ${challengeId}`, rulesAcceptedAt: new Date(), members },
    });
  }
  for (const here of [draft, open]) {
    const paths = addresses(here);
    expect(paths.length).toBeGreaterThan(25);
    // What a public challenge shows to everybody: its own pages, but no case of a hidden phase, and no other's things.
    const isPublic = (path: string) =>
      here === open && path.startsWith("/challenges/") && !path.includes(here.params.case) && !path.includes("/ann_");
    for (const path of paths) {
      const answers = await Promise.all([look(path), look(path, rival.cookie)]);
      for (const [i, { status, location, text }] of answers.entries()) {
        const who = i === 0 ? "nobody" : "a rival";
        for (const secret of here.secrets) expect(text.includes(secret) ? `${path} tells ${secret}` : null).toBeNull();
        if (isPublic(path)) continue;
        if (who === "nobody" && status === 307)
          expect([path, location.startsWith("/sign-in?next=")]).toEqual([path, true]);
        else expect([path, who, status]).toEqual([path, who, 404]);
      }
    }
  }
});

test("W1: another's notification is neither told nor marked as read", async () => {
  const [owner, thief] = [await makeSession(suite, "Owner"), await makeSession(suite, "Thief")];
  const id = newId("notification");
  const href = "/submissions/secret-place";
  await suite.db.notification.create({
    data: { id, userId: owner.userId, kind: "evaluation", title: "T", href, dedupeKey: id },
  });
  const { location } = await look(`/notifications/open?id=${id}`, thief.cookie);
  expect(location).toBe("/notifications");
  expect((await suite.db.notification.findUniqueOrThrow({ where: { id } })).readAt).toBeNull();
});

/** A server of somebody else's on this machine: what it is asked for, and the page it answers with. */
async function listen(page = "", policy = ""): Promise<{ url: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (policy) response.setHeader("content-security-policy", policy);
    response.setHeader("content-type", "text/html").end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, asked, server };
}

async function openAs(page: Page, session: Session, path: string): Promise<void> {
  await page.context().addCookies(cookiesOf(session));
  await page.goto(path);
}

test("W4: pages of another origin of the same site change nothing by form, by a form without origin, or by script", async ({
  page,
}) => {
  const victim = await makeSession(suite, "Vic Victim", "organizer");
  await suite.db.user.update({ where: { id: victim.userId }, data: { affiliation: "Before" } });
  await openAs(page, victim, "/account");
  // The form as the server writes it works without any script of ours: this is what an attacker copies.
  const fields = await page.evaluate<[string, string][]>(
    `[...new FormData([...document.forms].find((form) => form.elements.affiliation)).entries()]`,
  );
  const raw = (await look("/account", victim.cookie)).text;
  const hidden = [...raw.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)].map(
    ([, name, value]) => [name ?? "", value ?? ""],
  );
  expect(hidden.length).toBeGreaterThan(0);
  const inputs = [...hidden, ...fields.filter(([name]) => !name.startsWith("$")), ["affiliation", "Mischief"]]
    .filter(([name], i, all) => all.findLastIndex(([other]) => other === name) === i)
    .map(([name, value]) => `<textarea name='${name}'>${value}</textarea>`)
    .join("");
  const { url } = demo();
  const form = `<form method=post enctype=multipart/form-data action='${url}/account'>${inputs}</form>`;
  const send = "<script>document.forms[0].submit()</script>";
  const script = `<script>Promise.allSettled([
    fetch("${url}/api/v1/challenges", { method: "POST", credentials: "include", mode: "no-cors", headers: { "content-type": "text/plain" }, body: '{"slug":"mischief","title":"M"}' }),
    fetch("${url}/api/v1/challenges", { method: "POST", credentials: "include", headers: { "content-type": "application/json" }, body: '{"slug":"mischief","title":"M"}' }),
    fetch("${url}/api/v1/submissions", { credentials: "include" }).then((r) => r.text()).then((text) => { document.title = "read " + text.length }),
  ]).then(() => { document.body.id = "done" })</script>`;
  // A sandboxed page has no origin: its form says `Origin: null`.
  for (const [kind, attack, policy] of [
    ["form", `${form}${send}`, ""],
    ["sandbox", `${form}${send}`, "sandbox allow-scripts allow-forms"],
    ["script", `<body>${script}`, ""],
  ] as const) {
    const evil = await listen(attack, policy);
    const answers: number[] = [];
    page.on("response", (response) => {
      if (response.request().method() === "POST") answers.push(response.status());
    });
    await page.goto(evil.url);
    // Of what a script may not read Chromium tells nothing; it must have had no effect all the same.
    if (kind !== "script") await expect.poll(() => answers.length, kind).toBeGreaterThan(0);
    else {
      await expect(page.locator("#done")).toBeAttached();
      expect(await page.title()).not.toMatch(/^read/);
    }
    expect([kind, answers.filter((status) => status < 400)]).toEqual([kind, []]);
    evil.server.close();
  }
  const after = await suite.db.user.findUniqueOrThrow({ where: { id: victim.userId } });
  expect(after.affiliation).toBe("Before");
  expect(await suite.db.challenge.count({ where: { slug: "mischief" } })).toBe(0);
});

const PAYLOAD = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;

test("W5, W6: script in titles, names, files and Markdown is text on every page, and no address in them is fetched", async ({
  page,
}) => {
  const { db } = suite;
  const listener = await listen();
  const evil = `${PAYLOAD} [a](javascript:window.pwned=1) <svg onload=alert(1)> ![p](${listener.url}/picture.png) <img src="${listener.url}/img"> <link rel=stylesheet href="${listener.url}/css"> [b](data:text/html,<script>1</script>)`;
  const here = await scene("public");
  const owner = await makeSession(suite, PAYLOAD, "organizer");
  const { challengeId, submission, params } = here;
  await db.challengeOrganizer.create({ data: { challengeId, userId: owner.userId, role: "owner" } });
  await db.challenge.update({
    where: { id: challengeId },
    data: {
      ...{ title: PAYLOAD, summary: PAYLOAD, overview: evil, rules: evil, dataNotes: evil },
      discussionUrl: `${listener.url}/discussion`,
    },
  });
  await db.structure.updateMany({ where: { challengeId, label: 1 }, data: { name: PAYLOAD } });
  await db.phase.updateMany({
    where: { challengeId },
    data: { title: PAYLOAD, description: evil, publication: "live", caseVisibility: "public" },
  });
  await db.case.updateMany({ where: { challengeId }, data: { metadata: { scanner: PAYLOAD, [PAYLOAD]: "=1+1" } } });
  await db.team.updateMany({ where: { challengeId }, data: { name: `=cmd|' /C calc'!A1 ${PAYLOAD}` } });
  await db.submission.update({
    where: { id: submission },
    data: {
      ...{ algorithm: `=HYPERLINK("${listener.url}")${PAYLOAD}`, description: evil },
      method: {
        paperUrl: `${listener.url}/paper`,
        codeUrl: `${listener.url}/code`,
        architecture: PAYLOAD,
        licence: PAYLOAD,
      },
    },
  });
  const { uploadId } = await db.submission.findUniqueOrThrow({ where: { id: submission } });
  await db.upload.update({ where: { id: uploadId }, data: { fileName: PAYLOAD } });
  const { id: phaseId } = await db.phase.findFirstOrThrow({ where: { challengeId } });
  await publishBoard(db, phaseId, "test");

  const blocked: string[] = [];
  page.on("dialog", (dialog) => {
    blocked.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // A payload that were markup would be stopped by the policy, and say so: it must not even come to that.
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) blocked.push(message.text());
  });
  await page.context().addCookies(cookiesOf(owner));
  const [challenge, organize] = [`/challenges/${params.slug}`, `/organize/${params.slug}`];
  for (const path of [
    ...["/", "/challenges", "/account", challenge, `${challenge}/rules`, `${challenge}/data`],
    ...[`${challenge}/leaderboard`, `${challenge}/submit`, `/submissions/${submission}`],
    ...[organize, `${organize}/structures`, `${organize}/cases`, `${organize}/phases`, `${organize}/teams`],
    ...[`${organize}/submissions`, `${organize}/submissions/${submission}`],
  ]) {
    const response = await page.goto(path);
    expect([path, response?.status()]).toEqual([path, 200]);
    expect([path, await page.evaluate("window.pwned")]).toEqual([path, undefined]);
    const live = await page.locator("[onerror], [onload], a[href^='javascript:' i], a[href^='data:' i]").count();
    expect([path, live, blocked]).toEqual([path, 0, []]);
  }
  const csv = await (
    await page.request.get(`/api/v1${challenge}/phases/${params.phase}/leaderboard?format=csv`)
  ).text();
  expect(csv).toContain("'=HYPERLINK");
  expect(csv).not.toMatch(/(^|[,;\r\n]"?)[=+@]/);
  expect(listener.asked).toEqual([]);
  listener.server.close();
});

test("W5: the policy of a page stops a script, a handler and a frame that got into it all the same", async ({
  page,
}) => {
  const listener = await listen("window.pwned = 1");
  const markup = `${PAYLOAD}<script src="${listener.url}/x.js"></script><base href="${listener.url}/"><iframe src="${listener.url}/frame"></iframe><object data="${listener.url}/o"></object>`;
  const violations: string[] = [];
  await page.exposeFunction("noteViolation", (directive: string) => violations.push(directive));
  await page.addInitScript(`addEventListener("securitypolicyviolation", (e) => noteViolation(e.effectiveDirective))`);
  // Also for an address that ends as a picture's does, and one that does not exist.
  for (const path of ["/sign-in", "/challenges/a.png", "/nothing-here"]) {
    await page.route(`**${path}`, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/<body[^>]*>/, (tag) => `${tag}${markup}`);
      await route.fulfill({ response, body });
    });
    violations.length = 0;
    await page.goto(path);
    await expect
      .poll(() => new Set(violations), path)
      .toEqual(new Set(["script-src-attr", "script-src-elem", "base-uri", "frame-src", "object-src"]));
    expect([path, await page.evaluate("window.pwned")]).toEqual([path, undefined]);
  }
  expect(listener.asked).toEqual([]);
  listener.server.close();
});

test("W8: what is stored as a picture is a picture to a browser, whatever else it could be", async ({ page }) => {
  const owner = await makeSession(suite, "Paul Painter", "organizer");
  const here = await scene("public");
  const { challengeId, params } = here;
  await suite.db.challengeOrganizer.create({ data: { challengeId, userId: owner.userId, role: "owner" } });
  await page.context().addCookies(cookiesOf(owner));
  const put = (name: string, data: string | Buffer) =>
    page.request.put(`/api/v1/challenges/${params.slug}/pictures/${name}`, {
      headers: { "content-type": "image/png", "sec-fetch-site": "same-origin" },
      data: Buffer.from(data),
    });
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  for (const [name, data] of [
    ["a.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"],
    ["a.png", "<!doctype html><script>alert(1)</script>"],
    ["a.svg", "<svg/>"],
    ["a.html", png],
    ["a.gif", png],
    ["a.png.html", png],
    ["a.png", "%PDF-1.7"],
    ["a.png", ` ${png.toString("latin1")}`],
  ] as const)
    expect([name, [404, 422].includes((await put(name, data)).status())]).toEqual([name, true]);
  // A GIF that is JavaScript, and HTML, as well.
  expect((await put("both.gif", "GIF89a=1;window.pwned=1;//<script>window.pwned=1</script>")).status()).toBe(200);
  const at = `/api/v1/challenges/${params.slug}/pictures/both.gif`;
  const response = await page.goto(at);
  expect(response?.headers()).toMatchObject({ "content-type": "image/gif", "x-content-type-options": "nosniff" });
  expect(await page.evaluate("[document.contentType, window.pwned]")).toEqual(["image/gif", undefined]);
  await page.goto("/sign-in");
  const loaded = await page.evaluate<string>(`new Promise((resolve) => {
    const script = document.createElement("script");
    script.nonce = document.querySelector("script[nonce]").nonce;
    script.src = "${at}";
    script.onload = () => resolve("ran");
    script.onerror = () => resolve("refused");
    document.head.append(script);
  })`);
  expect([loaded, await page.evaluate("window.pwned")]).toEqual(["refused", undefined]);
});

test("W8: every answer of pages, files and API says that its type is not to be guessed", async ({ request }) => {
  const { challenge, phases } = demo();
  for (const path of [
    ...["/", "/nothing", "/icon.svg", "/cli/bodymark.tgz", "/api/health", "/api/v1/openapi.json", "/api/v1/nothing"],
    ...[`/api/v1/challenges/${challenge}/phases/${phases[0]}/leaderboard?format=csv`],
    `/challenges/${challenge}/phases/${phases[0]}/starter-kit.zip`,
  ]) {
    const headers = (await request.get(path)).headers();
    expect([path, headers["x-content-type-options"]]).toEqual([path, "nosniff"]);
    if (path.startsWith("/api/")) expect(headers["content-security-policy"]).toContain("default-src 'none'");
    if (/\.(zip|tgz)$/.test(path)) expect(headers["content-disposition"]).toMatch(/^attachment/);
  }
});

test("W9: guesses are counted whatever address a sender claims to have, and a known account is told no other words", async ({
  page,
}) => {
  const { db } = suite;
  const known = await makeSession(suite, "Gus Guessed");
  const attempt = async (email: string, i: number) => {
    await page.setExtraHTTPHeaders({ "x-forwarded-for": `198.51.100.${i}`, forwarded: `for=198.51.100.${i}` });
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    const message = page.getByText("E-mail or password is wrong");
    await expect(message).toBeVisible();
    return message.textContent();
  };
  expect(await attempt(known.email, 1)).toBe(await attempt(`nobody-${Date.now()}@example.org`, 2));
  // One machine behind many claimed addresses: what the database counts is one address.
  const rows = await db.rateLimit.count();
  for (let i = 3; i < 6; i++) await attempt(known.email, i);
  expect(await db.rateLimit.count()).toBe(rows);
  const remaining: number[] = [];
  for (let i = 0; i < 4; i++) {
    const headers = { "x-forwarded-for": `203.0.113.${i}` };
    const response = await page.request.get("/api/v1/challenges", { headers });
    remaining.push(Number(response.headers()["ratelimit-remaining"]));
  }
  expect(new Set(remaining).size).toBe(4);
});
