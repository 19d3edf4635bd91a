import { Readable } from "node:stream";
import { openPicture, putPicture } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { objectStore } from "#server/object-store.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import { readPicture } from "../../read-picture.ts";

export const putPictureEndpoint = defineEndpoint({
  id: "putPicture",
  method: "PUT",
  path: "/challenges/{slug}/pictures/{picture}",
  summary: "Keep a picture for a challenge's pages: PNG, JPEG, WebP or GIF of at most 5 MiB (editors)",
  description: "What it is is told by its bytes. Pages name it `pictures/NAME`.",
  signedIn: true,
  rawBody: "application/octet-stream",
  response: z.object({ name: z.string(), sha256: z.string(), sizeBytes: z.number().int(), contentType: z.string() }),
  run: async ({ viewer, params, request }) => {
    const picture = { name: params.picture ?? "", bytes: await readPicture(request) };
    return putPicture(database(), await objectStore(), viewer, params.slug ?? "", picture);
  },
});

export const getPictureEndpoint = defineEndpoint({
  id: "getPicture",
  method: "GET",
  path: "/challenges/{slug}/pictures/{picture}",
  summary: "A picture of a challenge's pages",
  signedIn: false,
  response: z.unknown(),
  alternatives: ["image/png", "image/jpeg", "image/webp", "image/gif"],
  run: async ({ viewer, params }) => {
    const opened = await openPicture(database(), await objectStore(), viewer, params.slug ?? "", params.picture ?? "");
    return new Response(Readable.toWeb(opened.body) as ReadableStream, {
      headers: {
        "content-type": opened.contentType,
        "content-length": String(opened.sizeBytes),
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        etag: `"${opened.sha256}"`,
        "cache-control": "private, max-age=300",
      },
    });
  },
});
