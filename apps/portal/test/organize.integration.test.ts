import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createAccount, createAuth } from "@bodymark/auth";
import { type Database, openDatabase } from "@bodymark/db";
import { encodeNifti } from "@bodymark/nifti";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { openEndpoints } from "./open-endpoints.ts";

const BODYMARK = fileURLToPath(new URL("../../cli/bin/bodymark.mjs", import.meta.url));

let fresh: FreshDatabase;
let db: Database;
let folder: string;
let server: Server;
let url: string;
let organizer: { userId: string; apiKey: string };
let participant: { userId: string; apiKey: string };
const former = process.env.DATABASE_URL;

/** The portal's own endpoints behind a bare server: what Next's routes do, without building pages. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-code-"));
  fresh = await freshDatabase();
  process.env.DATABASE_URL = fresh.url;
  process.env.BODYMARK_DATA = folder;
  process.env.BODYMARK_SECRET ??= "s".repeat(40);
  db = openDatabase(fresh.url);
  const auth = createAuth({ database: db, secret: process.env.BODYMARK_SECRET, baseUrl: "http://localhost:3000" });
  const account = (role: "organizer" | "participant") =>
    createAccount(auth, db, { email: `${role}@example.org`, password: "a long password", name: role, role });
  organizer = await account("organizer");
  participant = await account("participant");

  const { serveUpload } = await import("../features/uploads/serve-upload.ts");
  const serve = await openEndpoints();
  server = createServer(async (incoming, outgoing) => {
    const request = toRequest(incoming);
    const { pathname } = new URL(request.url);
    const answer = pathname.startsWith("/api/v1/uploads")
      ? await serveUpload(request)
      : await (serve(request) ?? Response.json({ code: "not-found", detail: "no route" }, { status: 404 }));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) await pipeline(Readable.fromWeb(answer.body as never), outgoing).catch(() => {});
    else outgoing.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await db.$disconnect();
  const { database } = await import("../server/database.ts");
  await database().$disconnect();
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
  if (former) process.env.DATABASE_URL = former;
});

function toRequest(incoming: IncomingMessage): Request {
  const hasBody = !["GET", "HEAD"].includes(incoming.method ?? "GET");
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? "GET",
    headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    ...(hasBody ? { body: Readable.toWeb(incoming) as never, duplex: "half" } : {}),
  } as RequestInit);
}

async function bodymark(args: string[], key = organizer.apiKey) {
  const env = { ...process.env, XDG_STATE_HOME: join(folder, "state"), BODYMARK_API_KEY: key, BODYMARK_URL: url };
  const child = spawn(process.execPath, [BODYMARK, "challenge", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, stdout, stderr };
}

const call = (method: string, path: string, key: string, body?: unknown) =>
  fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const SHAPE = [10, 8, 6] as const;
const volume = (data: Int16Array | Uint8Array) =>
  encodeNifti({ shape: SHAPE, affine: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1], data }, { gzip: true });
const scan = (seed: number) => volume(Int16Array.from({ length: 480 }, (_, i) => ((i * 31 + seed * 97) % 400) - 150));
const map = (label: number) => volume(new Uint8Array(480).fill(label, 100, 200));

/** A challenge with everything in it: pages, a picture, structures in a file, phases, two cases with facts. */
async function writeFolder(name: string, more = ""): Promise<string> {
  const dir = join(folder, name);
  for (const part of ["pages", "pictures", "cases/images", "cases/labels"])
    await mkdir(join(dir, part), { recursive: true });
  await writeFile(join(dir, "pages/overview.md"), "# Livers\n\n![Figure](pictures/figure.png)\n\nLine without end");
  await writeFile(
    join(dir, "pictures/figure.png"),
    Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(99)]),
  );
  const structures = [
    { label: 1, name: "liver", toleranceMm: [1, 2], groups: ["large"] },
    { label: 2, name: "aorta", toleranceMm: 1, groups: ["tubular", "hard"] },
  ];
  await writeFile(join(dir, "structures.json"), JSON.stringify({ structures }));
  for (const [i, label] of [1, 2].entries()) {
    await writeFile(join(dir, `cases/images/case-${i + 1}_0000.nii.gz`), scan(i));
    await writeFile(join(dir, `cases/labels/case-${i + 1}.nii.gz`), map(label));
  }
  await writeFile(
    join(dir, "cases/cases.csv"),
    'case,patient,not-annotated,scanner,ageYears\ncase-1,p-1,,"Brand ""A"", 3 T",61\ncase-2,,liver,B,\n',
  );
  await writeFile(
    join(dir, "challenge.yaml"),
    `schema: bodymark.challenge/1
slug: ${name}
title: Livers
summary: Find them
admission: domain
emailDomains: [University.edu]
discussionUrl: https://forum.example.org/livers
pages: { overview: pages/overview.md, rules: "Be kind: always." }
logo: pictures/figure.png
structures: structures.json
phases:
  - slug: debug
    title: Debug
    kind: debug
    caseVisibility: public
    cases: [case-1]
  - slug: final
    title: Final
    kind: final
    opensAt: 2030-01-01 00:00 Asia/Tokyo
    closesAt: 2030-03-31 23:59 AoE
    profile: strict
    limits: { caseTimeoutS: 90.5, memoryBytes: 3g, cpus: 1.5, gpus: all, repeats: 3 }
    definition: monai
    absentPolicy: count
    counting: chosen
    publication: approval
    logPolicy: never
    quota: { count: 3, failures: 9, windowS: 604800 }
    gate: debug
    cases: ["case-*"]
    timingCases: [case-2]
    ranking:
      scheme: rank-then-mean
      metrics: [{ name: dice }, { name: time, weight: 0.5 }]
      structures: [{ name: liver, weight: 2 }, { name: aorta }]
      groups: [{ name: tubes, structures: [aorta] }]
      bootstrap: { draws: 500, seed: 7 }
organizers: [{ email: organizer@example.org, role: owner }]
${more}`,
  );
  return dir;
}

describe("bodymark challenge", () => {
  test("applied, exported and compared again, nothing is lost; applied again, nothing changes", async () => {
    const dir = await writeFolder("livers");
    const before = await bodymark(["diff", dir]);
    expect(before).toMatchObject({ code: 0, stdout: expect.stringContaining("livers: is not there yet\n") });
    expect(await db.challenge.count({ where: { slug: "livers" } })).toBe(0);

    const applied = await bodymark(["apply", dir]);
    expect(applied).toMatchObject({ code: 0 });
    expect(await bodymark(["diff", dir])).toMatchObject({ code: 0, stdout: "livers: no differences\n" });
    const rows = await db.auditLog.count();
    expect(await bodymark(["apply", dir, "--json"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"changes":[]'),
    });
    expect(await db.auditLog.count()).toBe(rows);

    const copy = join(folder, "livers-copy");
    expect(await bodymark(["export", "livers", copy])).toMatchObject({ code: 0 });
    expect(await bodymark(["diff", copy, "--prune"])).toMatchObject({ code: 0, stdout: "livers: no differences\n" });
    expect(await readFile(join(copy, "pages/overview.md"), "utf8")).toMatch(/end$/);
    expect(await readFile(join(copy, "cases/images/case-1.nii.gz"))).toEqual(Buffer.from(scan(0)));
    const yaml = (await readFile(join(copy, "challenge.yaml"), "utf8")).replace("slug: livers", "slug: livers-again");
    await writeFile(join(copy, "challenge.yaml"), yaml);
    expect(await bodymark(["apply", copy])).toMatchObject({ code: 0 });
    const read = async (slug: string) => (await call("GET", `/challenges/${slug}/definition`, organizer.apiKey)).json();
    const [first, second] = [await read("livers"), await read("livers-again")];
    expect({ ...second.document, slug: "livers" }).toEqual(first.document);
  });

  test("tells every mistake with file, line and column before it asks the platform", async () => {
    const dir = await writeFolder("mistakes", "colour: red\nvisibility: hidden\n");
    await writeFile(join(dir, "cases/labels/case-9.nii.gz"), map(1));
    await writeFile(join(dir, "cases/images/notes.txt"), "x");
    const { code, stderr } = await bodymark(["apply", dir, "--url", "http://127.0.0.1:1"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${dir}/challenge.yaml:40:1: there is no field “colour” here`);
    expect(stderr).toMatch(/challenge\.yaml:41:1: visibility: /);
    expect(stderr).toMatch(/cases\/labels\/case-9\.nii\.gz:1:1: has no images/);
    expect(stderr).toMatch(/cases\/images\/notes\.txt:1:1: is not a \.nii\.gz/);
  });

  test("a case that cannot be taken is told by file, and the challenge stays as it is", async () => {
    const dir = await writeFolder("partly");
    expect(await bodymark(["apply", dir])).toMatchObject({ code: 0 });
    await writeFile(join(dir, "cases/labels/case-2.nii.gz"), map(9));
    const yaml = (await readFile(join(dir, "challenge.yaml"), "utf8")).replace("title: Livers", "title: Changed");
    await writeFile(join(dir, "challenge.yaml"), yaml);
    const { code, stderr } = await bodymark(["apply", dir]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/labels\/case-2\.nii\.gz: label is 9/)]);
    expect(await db.challenge.findUnique({ where: { slug: "partly" } })).toMatchObject({ title: "Livers" });
    await writeFile(join(dir, "cases/labels/case-2.nii.gz"), map(1));
    expect(await bodymark(["apply", dir])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("cases.case-2.labelSha256"),
    });
    expect(await db.caseReference.count({ where: { case: { name: "case-2", challenge: { slug: "partly" } } } })).toBe(
      2,
    );
  });

  test("what was changed in the browser meanwhile is told, and undone only when asked to", async () => {
    const dir = await writeFolder("meanwhile");
    expect(await bodymark(["apply", dir])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^meanwhile: created/),
    });
    expect(await bodymark(["apply", dir])).toMatchObject({ code: 0, stdout: "meanwhile: no differences\n" });
    expect((await call("PATCH", "/challenges/meanwhile", organizer.apiKey, { title: "By hand" })).status).toBe(200);
    await writeFile(join(dir, "cases/labels/case-1.nii.gz"), map(2));
    const refused = await bodymark(["apply", dir]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/exported: title\n.*challenge\.edited/) });
    const read = async () => (await call("GET", "/challenges/meanwhile/definition", organizer.apiKey)).json();
    expect((await read()).document.title).toBe("By hand");
    const stale = { ...(await read()), ifVersion: "0".repeat(32) };
    expect(
      (
        await call("PUT", "/challenges/meanwhile/definition", organizer.apiKey, {
          document: stale.document,
          ifVersion: stale.ifVersion,
        })
      ).status,
    ).toBe(409);
    const yaml = (await readFile(join(dir, "challenge.yaml"), "utf8")).replace("title: Livers", "title: By hand");
    await writeFile(join(dir, "challenge.yaml"), yaml);
    expect(await bodymark(["apply", dir])).toMatchObject({ code: 0 });
    expect((await call("PATCH", "/challenges/meanwhile", organizer.apiKey, { title: "Again" })).status).toBe(200);
    expect(await bodymark(["apply", dir, "--overwrite"])).toMatchObject({ code: 0 });
    expect((await read()).document.title).toBe("By hand");
  });

  test("what only the platform can find is told at its line, in the order of its own rules", async () => {
    const dir = await writeFolder("at-line");
    const yaml = (await readFile(join(dir, "challenge.yaml"), "utf8")).replace(
      "cases: [case-1]",
      "cases: [case-1, case-7]",
    );
    await writeFile(join(dir, "challenge.yaml"), yaml);
    expect(await bodymark(["diff", dir])).toMatchObject({
      ...{ code: 2, stderr: expect.stringMatching(/challenge\.yaml:16:\d+: “Debug” names the case “case-7”/) },
    });
    const csv = "case,not-annotated\ncase-2,aorta;liver\n";
    await writeFile(join(dir, "cases/cases.csv"), csv);
    await writeFile(join(dir, "challenge.yaml"), yaml.replace(", case-7", ""));
    expect(await bodymark(["apply", dir])).toMatchObject({ code: 0 });
    expect(await bodymark(["diff", dir])).toMatchObject({ code: 0, stdout: "at-line: no differences\n" });
  });

  test("a phase that has opened is changed only with a reason, after its effects were told", async () => {
    const dir = await writeFolder("running", "visibility: public\n");
    expect(await bodymark(["apply", dir])).toMatchObject({ code: 0 });
    const yaml = (await readFile(join(dir, "challenge.yaml"), "utf8")).replace(
      "cases: [case-1]",
      "cases: [case-1]\n    limits: { caseTimeoutS: 5 }",
    );
    await writeFile(join(dir, "challenge.yaml"), yaml);
    const refused = await bodymark(["apply", dir]);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("“Debug” has opened: limits.caseTimeoutS (frozen"),
    });
    expect(await bodymark(["apply", dir, "--reason", "A typing error"])).toMatchObject({ code: 0 });
    expect(await db.phaseAmendment.findFirst({ where: { phase: { challenge: { slug: "running" } } } })).toMatchObject({
      reason: "A typing error",
    });
  });

  test("presets and init give a folder that can be applied; what is there is never written over", async () => {
    const dir = join(folder, "flare");
    expect(await bodymark(["init", dir, "--preset", "flare-22", "--slug", "flare"])).toMatchObject({ code: 0 });
    expect(await bodymark(["init", dir, "--preset", "flare-22"])).toMatchObject({ code: 2 });
    expect(await bodymark(["init", dir, "--preset", "none"])).toMatchObject({ code: 2 });
    expect(await bodymark(["apply", dir])).toMatchObject({ code: 0 });
    expect(await db.structure.count({ where: { challenge: { slug: "flare" } } })).toBe(13);
    await cp(dir, join(folder, "flare-foreign"), { recursive: true });
    expect(await bodymark(["apply", join(folder, "flare-foreign")], participant.apiKey)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("there is no challenge “flare” that you organize"),
    });
  });
});

describe("organizers' HTTP API", () => {
  test("W1, W7: participants may not create, strangers find nothing, and unknown fields are refused", async () => {
    const body = { slug: "api-made", title: "API" };
    expect((await call("POST", "/challenges", participant.apiKey, body)).status).toBe(403);
    expect((await call("POST", "/challenges", organizer.apiKey, { ...body, role: "owner" })).status).toBe(422);
    expect((await call("POST", "/challenges", organizer.apiKey, body)).status).toBe(201);
    const phase = { title: "Open", kind: "open" };
    const at = "/challenges/api-made";
    for (const [method, path, sent] of [
      ["GET", `${at}/definition`, undefined],
      ["PATCH", at, { title: "Stolen" }],
      ["PUT", `${at}/phases/open`, phase],
      ["GET", `${at}/organizers`, undefined],
      ["PUT", `${at}/organizers`, { email: "participant@example.org", role: "owner" }],
      ["GET", `${at}/cases`, undefined],
      ["GET", `${at}/audit`, undefined],
    ] as const) {
      expect([path, (await call(method, path, participant.apiKey, sent)).status]).toEqual([path, 404]);
    }
    expect((await call("PUT", `${at}/phases/open`, organizer.apiKey, { ...phase, frozenAt: null })).status).toBe(422);
    expect((await call("PUT", `${at}/phases/open`, organizer.apiKey, phase)).status).toBe(200);
    expect((await call("PATCH", at, organizer.apiKey, { title: "Mine", slug: "other" })).status).toBe(422);
    const fields = await (await call("PATCH", at, organizer.apiKey, { discussionUrl: "javascript:alert(1)" })).json();
    expect(fields).toMatchObject({ status: 422, fields: [{ path: "discussionUrl" }] });
    expect(
      (await call("PUT", `${at}/organizers`, organizer.apiKey, { email: "participant@example.org", role: "reviewer" }))
        .status,
    ).toBe(200);
    expect((await call("GET", `${at}/definition`, participant.apiKey)).status).toBe(200);
    expect((await call("PATCH", at, participant.apiKey, { title: "Stolen" })).status).toBe(403);
    expect((await call("DELETE", `${at}/organizers?email=organizer@example.org`, organizer.apiKey)).status).toBe(422);
    expect((await call("DELETE", `${at}/phases/open`, organizer.apiKey)).status).toBe(200);
  });

  test("W8: pictures come back as what they are, and cannot run anything", async () => {
    const response = await fetch(`${url}/api/v1/challenges/running/pictures/figure.png`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    expect((await fetch(`${url}/api/v1/challenges/livers/pictures/figure.png`)).status).toBe(404);
    const svg = await fetch(`${url}/api/v1/challenges/livers/pictures/evil.png`, {
      method: "PUT",
      headers: { authorization: `Bearer ${organizer.apiKey}` },
      body: "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    });
    expect(svg.status).toBe(422);
  });
});
