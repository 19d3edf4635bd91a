import { isId, newId } from "@bodymark/contracts";
import type { Database } from "@bodymark/db";
import type { ObjectStore } from "@bodymark/storage";
import { Server } from "@tus/server";
import { completeUpload } from "./complete-upload.ts";
import type { UploadContext } from "./context.ts";
import { createUpload } from "./create-upload.ts";
import { failUpload } from "./fail-upload.ts";
import { fileKind } from "./file-kinds.ts";
import { UPLOAD_LIMITS } from "./limits.ts";
import { openDatastore } from "./open-datastore.ts";
import { problem } from "./problem.ts";
import { ReceivingStore } from "./receiving-store.ts";
import { refusalOf } from "./refusal-of.ts";
import { type Swept, sweepUploads } from "./sweep-uploads.ts";
import { createUploadLocker } from "./upload-lock.ts";
import { UploadRefusal } from "./upload-refusal.ts";
import { viewUpload } from "./upload-view.ts";

export interface Uploads {
  /** Answers a request under `path`. `ownerId` is who is signed in, or null. Never throws. */
  handle(request: Request, ownerId: string | null): Promise<Response>;
  /** Gives up what was abandoned and finishes what a killed server left; to be called every few minutes. */
  sweep(): Promise<Swept>;
}

/**
 * The upload server: tus 1.0 at `path` (POST, HEAD, PATCH, DELETE, OPTIONS), and for an owner's own view
 * `GET path` and `GET path/<id>` as JSON. Another's upload is answered like one that does not exist.
 */
export function openUploads(options: {
  db: Database;
  store: ObjectStore;
  path: string;
  onError?: (error: unknown) => void;
}): Uploads {
  const { db, store, path } = options;
  const { datastore, prefix } = openDatastore(store.staging, db);
  const receiving = new ReceivingStore({
    inner: datastore,
    prefix,
    refuse: (id, refusal) => failUpload(context, id, refusal),
    check: () => store.check(),
    kindOf: async (id) => fileKind((await db.upload.findUnique({ where: { id }, select: { kind: true } }))?.kind),
  });
  const context: UploadContext = { db, store, receiving };
  const refusals = new WeakMap<object, UploadRefusal>();
  const owners = new WeakMap<object, string>();
  const server = new Server({
    path,
    datastore: receiving,
    relativeLocation: true, // right behind any proxy
    allowedOrigins: [], // no other site's scripts
    locker: createUploadLocker(),
    lockDrainTimeout: UPLOAD_LIMITS.lockDrainMs,
    namingFunction: () => newId("upload"),
    onUploadCreate: async (request, { id, size, metadata = {} }) => {
      const upload = { id, sizeBytes: size ?? 0, metadata };
      await createUpload({ db, staging: store.staging }, owners.get(request) ?? "", upload);
      return {};
    },
    onUploadFinish: async (_request, { id }) => {
      await completeUpload(context, id);
      return {};
    },
    onResponseError: (request, error) => {
      const refusal = refusalOf(error);
      if (refusal.retry) options.onError?.(error);
      refusals.set(request, refusal);
      return { status_code: refusal.status, body: refusal.message };
    },
  });

  async function answer(request: Request, ownerId: string | null): Promise<Response> {
    if (request.method === "OPTIONS") return server.handleWeb(request);
    if (!ownerId) throw new UploadRefusal("not-signed-in", "Sign in, or give an API key, to upload.");
    refuseOtherSites(request);
    owners.set(request, ownerId);
    const id = idOf(request, path);
    if (id === null) return request.method === "GET" ? listOpen(ownerId) : passOn(request);
    const row = isId("upload", id) ? await db.upload.findFirst({ where: { id, ownerId } }) : null;
    if (!row) throw new UploadRefusal("not-found", "There is no such upload.");
    if (row.state === "open" && row.completedAt) await completeUpload(context, id);
    if (request.method === "GET")
      return Response.json(viewUpload(await db.upload.findUniqueOrThrow({ where: { id } })));
    if (row.state === "complete" || row.completedAt) return answerComplete(request, row);
    if (row.state !== "open") throw new UploadRefusal("no-longer-exists", row.message ?? "The upload was given up.");
    return passOn(request, id, Number(row.sizeBytes));
  }

  async function passOn(request: Request, id?: string, sizeBytes?: number): Promise<Response> {
    const response = await server.handleWeb(request);
    const refusal = refusals.get(request);
    if (refusal) {
      if (id && request.method === "PATCH") await touch(id, null);
      return problem(refusal);
    }
    const offset = Number(response.headers.get("upload-offset"));
    if (id && request.method === "PATCH" && offset !== sizeBytes) await touch(id, offset);
    // All bytes had come, then the server was killed before it noted so.
    if (id && request.method === "HEAD" && offset === sizeBytes) await completeUpload(context, id);
    if (id && request.method === "DELETE") await db.upload.deleteMany({ where: { id, state: "open" } });
    return response;
  }

  async function touch(id: string, offset: number | null): Promise<void> {
    const idleS = UPLOAD_LIMITS.idleMs / 1000;
    await db.$executeRaw`
      update "Upload" set "offsetBytes" = coalesce(${offset}::bigint, "offsetBytes"), "touchedAt" = now(),
        "expiresAt" = now() + ${idleS} * interval '1 second'
      where id = ${id} and state = 'open'`;
  }

  async function listOpen(ownerId: string): Promise<Response> {
    const where = { ownerId, state: "open" };
    const rows = await db.upload.findMany({ where, orderBy: { createdAt: "desc" }, take: 100 });
    return Response.json({ uploads: rows.map(viewUpload) });
  }

  return {
    sweep: () => sweepUploads(context, options.onError ?? (() => {})),
    handle: async (request, ownerId) => {
      try {
        return await answer(request, ownerId);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal.retry) options.onError?.(error);
        return problem(refusal);
      }
    },
  };
}

function answerComplete(request: Request, row: { sizeBytes: bigint }): Response {
  if (request.method !== "HEAD") {
    throw new UploadRefusal("already-complete", "The upload is complete; it cannot be changed.");
  }
  const size = String(row.sizeBytes);
  const headers = {
    "Tus-Resumable": "1.0.0",
    "Upload-Offset": size,
    "Upload-Length": size,
    "Cache-Control": "no-store",
  };
  return new Response(null, { status: 200, headers });
}

/** The part of the address behind `path`, or null for `path` itself. */
function idOf(request: Request, path: string): string | null {
  const rest = new URL(request.url).pathname.slice(path.length).replace(/^\/|\/$/g, "");
  return rest === "" ? null : rest;
}

/** Browsers say from where a script sends; a cookie must not serve another site (CSRF). */
function refuseOtherSites(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") {
    throw new UploadRefusal(
      "foreign-origin",
      "Uploads are taken from the platform's own pages and from the command line.",
    );
  }
}
