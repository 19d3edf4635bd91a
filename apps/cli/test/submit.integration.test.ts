import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import {
  createSubmission,
  readChallenge,
  readEntry,
  readSubmission,
  submissionRequestSchema,
  type Viewer,
} from "@bodymark/challenge";
import { type Database, openDatabase } from "@bodymark/db";
import { openObjectStore } from "@bodymark/storage";
import { openUploads, type Uploads } from "@bodymark/uploads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../tests/support/fresh-database.ts";
import { makeSmallChallenge, type SmallChallenge } from "../../../tests/support/small-challenge.ts";

const BODYMARK = fileURLToPath(new URL("../bin/bodymark.mjs", import.meta.url));
const MIB = 1024 * 1024;

let folder: string;
let fresh: FreshDatabase;
let db: Database;
let challenge: SmallChallenge;
let uploads: Uploads;
let server: Server;
let url: string;
/** Who holds which key. */
const keys = new Map<string, NonNullable<Viewer>>();
const requests: string[] = [];
/** Cuts the connection of an upload's request after this many bytes. */
let cutAfterBytes = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-submit-"));
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  challenge = await makeSmallChallenge(db);
  const store = await openObjectStore({ kind: "disk", root: join(folder, "objects") });
  uploads = openUploads({ db, store, path: "/api/v1/uploads" });
  server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const answer = await serve(request).catch((error: { status?: number; code?: string; message: string }) =>
      Response.json({ code: error.code, detail: error.message }, { status: error.status ?? 500 }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await db.$disconnect();
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

/** No checker is awake: a submission stays where it was put until the test moves it. */
const nobody = { wake: async () => {}, onWake: async () => {}, close: async () => {} };

/** The routes that the command uses, over the portal's own operations. */
async function serve(request: IncomingMessage): Promise<Response> {
  const path = new URL(request.url ?? "/", url).pathname;
  const viewer = keys.get(request.headers.authorization?.replace("Bearer ", "") ?? "") ?? null;
  if (path.startsWith("/api/v1/uploads")) return uploads.handle(toRequest(request), viewer?.userId ?? null);
  const [, , , , slug = "", , phase = ""] = path.split("/");
  if (path.endsWith("/submissions")) {
    const body = submissionRequestSchema.parse(JSON.parse(await text(request)));
    const created = await createSubmission(db, nobody, viewer, { challenge: slug, phase }, body);
    return Response.json({ ...created, state: "checking" }, { status: 201 });
  }
  if (path.startsWith("/api/v1/submissions/")) return Response.json(await readSubmission(db, viewer, slug));
  if (path.endsWith("/entry")) {
    const { refusal } = await readEntry(db, viewer, { challenge: slug, phase });
    return Response.json({ quota: null, refusal: refusal && { code: refusal.code, detail: refusal.message } });
  }
  return Response.json(await readChallenge(db, viewer, slug));
}

function toRequest(request: IncomingMessage): Request {
  const hasBody = request.method === "POST" || request.method === "PATCH";
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= cutAfterBytes) return;
    cutAfterBytes = Number.POSITIVE_INFINITY;
    request.socket.destroy();
  });
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method ?? "GET",
    headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    ...(hasBody ? { body: Readable.toWeb(request) as never, duplex: "half" } : {}),
  } as RequestInit);
}

async function account(): Promise<string> {
  const { viewer } = await challenge.member();
  const key = randomBytes(8).toString("hex");
  keys.set(key, viewer);
  return key;
}

async function archive(name: string, sizeBytes: number): Promise<string> {
  const bytes = randomBytes(sizeBytes);
  Buffer.from([0x1f, 0x8b, 8]).copy(bytes);
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

interface Run {
  child: ChildProcess;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function start(args: string[], environment: Record<string, string> = {}): Run {
  const env = {
    ...process.env,
    XDG_STATE_HOME: join(folder, "state"),
    BODYMARK_API_KEY: "",
    BODYMARK_URL: "",
    ...environment,
  };
  const child = spawn(process.execPath, [BODYMARK, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]).then(
    ([stdout, stderr, [code]]) => ({
      code: code as number | null,
      stdout,
      stderr,
    }),
  );
  return { child, ended };
}

const submit = (image: string, phase: string, key: string, ...more: string[]) =>
  start(["submit", "--url", url, "--challenge", challenge.slug, "--phase", phase, "--image", image, ...more], {
    BODYMARK_API_KEY: key,
  });

describe("bodymark submit", () => {
  test("uploads, hands in, and tells the submission's id", async () => {
    const [phase, key] = [await challenge.phase(), await account()];
    const image = await archive("first.tar.gz", 3 * MIB);
    const { code, stdout, stderr } = await submit(image, phase.slug, key, "--no-wait").ended;
    expect(stderr).toContain("100 %");
    expect(code).toBe(0);
    const { id, state } = JSON.parse(stdout) as { id: string; state: string };
    expect(state).toBe("checking");
    const row = await db.submission.findUniqueOrThrow({ where: { id }, include: { upload: true } });
    expect(row).toMatchObject({ algorithm: "first", upload: { state: "complete", fileName: "first.tar.gz" } });
    expect(row.upload?.sha256).toBe(row.upload?.declaredSha256);

    const status = await start(["status", id, "--url", url], { BODYMARK_API_KEY: key }).ended;
    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({ id, state: "checking" });
    const stranger = await start(["status", id, "--url", url], { BODYMARK_API_KEY: await account() }).ended;
    expect(stranger).toMatchObject({ code: 1, stdout: "" });
  });

  test.each([
    ["done", 0, { state: "done" }],
    ["failed", 3, { state: "failed", failureCode: "unsupported-image", failureStage: "accept" }],
    ["cancelled", 3, { state: "cancelled" }],
  ])("follows a submission until it is %s and exits with %i", async (state, expected, data) => {
    const [phase, key] = [await challenge.phase(), await account()];
    const image = await archive(`${state}.tar`, 1000);
    const run = submit(image, phase.slug, key, "--name", "mine");
    const find = () =>
      db.submission.findFirst({ where: { phase: { slug: phase.slug, challengeId: challenge.challengeId } } });
    await expect.poll(find, { timeout: 20_000 }).not.toBeNull();
    await db.submission.update({ where: { id: (await find())?.id ?? "" }, data });
    const { code, stdout, stderr } = await run.ended;
    expect(stderr).toContain(state);
    expect(JSON.parse(stdout)).toMatchObject({ state });
    expect(code).toBe(expected);
  });

  test("an upload that is cut off goes on by itself, without sending anything twice", async () => {
    const [phase, key] = [await challenge.phase(), await account()];
    const image = await archive("cut.tar.gz", 20 * MIB);
    cutAfterBytes = 8 * MIB;
    requests.length = 0;
    const { code } = await submit(image, phase.slug, key, "--no-wait").ended;
    expect(code).toBe(0);
    expect(requests.filter((line) => line === "POST /api/v1/uploads")).toHaveLength(1);
    expect(requests.some((line) => line.startsWith("HEAD /api/v1/uploads/"))).toBe(true);
  });

  test("called again after it was killed, it resumes the same upload", async () => {
    const [phase, key] = [await challenge.phase(), await account()];
    const image = await archive("killed.tar.gz", 150 * MIB);
    const first = submit(image, phase.slug, key, "--no-wait");
    const { userId } = keys.get(key) ?? { userId: "" };
    await expect
      .poll(() => db.upload.findFirst({ where: { ownerId: userId, offsetBytes: { gt: 0 } } }), {
        timeout: 30_000,
        interval: 5,
      })
      .not.toBeNull();
    first.child.kill("SIGKILL");
    await first.ended;
    requests.length = 0;
    const { code } = await submit(image, phase.slug, key, "--no-wait").ended;
    expect(code).toBe(0);
    expect(requests.filter((line) => line === "POST /api/v1/uploads")).toEqual([]);
    expect(await db.upload.count({ where: { ownerId: userId } })).toBe(1);
  });

  test("hands in all that the form asks for, and says at once what of it is wrong", async () => {
    const [phase, key] = [await challenge.phase(), await account()];
    const image = await archive("said.tar", 1000);
    const said = {
      ...{
        "--name": "Net",
        "--description": "A net.",
        "--paper": "https://a.example/p",
        "--code": "https://a.example",
      },
      ...{ "--licence": "MIT", "--architecture": "U-Net", "--parameters-million": "31.5" },
      ...{ "--pre-training": "self-supervised", "--pre-trained-scans": "9262", "--label-map": "7=1" },
    };
    const flags = Object.entries(said).flat();
    const { code, stdout } = await submit(image, phase.slug, key, ...flags, "--anonymous", "--no-wait").ended;
    expect(code).toBe(0);
    expect(await db.submission.findUniqueOrThrow({ where: { id: JSON.parse(stdout).id } })).toMatchObject({
      ...{ algorithm: "Net", description: "A net.", anonymous: true, labelMap: { "7": 1 } },
      method: {
        ...{ paperUrl: "https://a.example/p", codeUrl: "https://a.example", licence: "MIT", architecture: "U-Net" },
        ...{ parametersMillion: 31.5, preTraining: "self-supervised", preTrainedScans: 9262 },
      },
    });
    requests.length = 0;
    const wrong = ["--paper", "ftp://a.example", "--pre-training", "some", "--parameters-million", "many"];
    const refused = await submit(image, phase.slug, key, ...wrong).ended;
    expect([refused.code, requests]).toEqual([2, []]);
    for (const option of ["--paper", "--pre-training", "--parameters-million"])
      expect(refused.stderr).toContain(option);
    const foreign = await submit(image, phase.slug, key, "--label-map", "7=999").ended;
    expect([foreign.code, foreign.stderr.includes("999")]).toEqual([2, true]);
  });

  test("what cannot be an image is refused before anything is sent", async () => {
    const [phase, key] = [await challenge.phase(), await account()];
    await writeFile(join(folder, "text.tar"), "not an archive");
    requests.length = 0;
    const { code, stderr } = await submit(join(folder, "text.tar"), phase.slug, key).ended;
    expect([code, requests]).toEqual([1, []]);
    expect(stderr).toContain("invalid-archive");
    expect(stderr).toContain("docker save");
  });

  test("an image larger than the phase allows is refused before it is sent", async () => {
    const [phase, key] = [await challenge.phase({ limits: { imageBytes: 1000 } }), await account()];
    const { code, stderr } = await submit(await archive("large.tar", 1001), phase.slug, key).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("image-too-large");
    expect(requests.at(-1)).toBe(`GET /api/v1/challenges/${challenge.slug}`);
  });

  test("a refusal of the platform is told in its own words, before anything is sent", async () => {
    const phase = await challenge.phase({ quotaCount: 0 });
    requests.length = 0;
    const { code, stderr } = await submit(await archive("quota.tar", 1000), phase.slug, await account()).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("has used its 0 submissions");
    expect(requests.filter((line) => line.startsWith("POST"))).toEqual([]);
  });

  test("wrong usage exits with 2: no key, no file, no such challenge or phase, no address", async () => {
    const [phase, key] = [await challenge.phase(), await account()];
    const image = await archive("usage.tar", 1000);
    const runs = [
      submit(image, phase.slug, ""),
      submit(join(folder, "missing.tar"), phase.slug, key),
      submit(image, "no-such-phase", key),
      start(["submit", "--url", url, "--challenge", "none", "--phase", "x", "--image", image], {
        BODYMARK_API_KEY: key,
      }),
      start(["submit", "--url", "nowhere", "--challenge", "none", "--phase", "x", "--image", image], {
        BODYMARK_API_KEY: key,
      }),
      start(["submit", "--challenge", "none", "--phase", "x", "--image", image], { BODYMARK_API_KEY: key }),
      start(["submit", "--url", url, "--challenge", "none", "--phase", "x"], { BODYMARK_API_KEY: key }),
      start(["status", "nonsense", "--url", url], { BODYMARK_API_KEY: key }),
    ];
    for (const run of runs) {
      const { code, stdout, stderr } = await run.ended;
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).not.toBe("");
    }
  });
});
