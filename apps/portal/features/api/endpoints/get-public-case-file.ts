import { Readable } from "node:stream";
import { readPublicCase } from "@bodymark/challenge";
import { ObjectMissing } from "@bodymark/storage";
import { z } from "zod";
import { database } from "#server/database.ts";
import { objectStore } from "#server/object-store.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { Problem } from "../problem.ts";

const fileSchema = z.enum(["image", "reference"]);

export const getPublicCaseFileEndpoint = defineEndpoint({
  id: "getPublicCaseFile",
  method: "GET",
  path: "/challenges/{slug}/phases/{phase}/cases/{case}/{file}",
  summary: "The scan or the reference of a public case, as gzipped NIfTI",
  description: "`file` is `image` or `reference`. Cases of a hidden phase have none, nor have those that one uses too.",
  signedIn: false,
  response: z.string(),
  media: "application/gzip",
  async run({ viewer, params }) {
    const file = fileSchema.safeParse(params.file);
    if (!file.success) throw new Problem(404, "not-found", "There is no such file.");
    const slugs = { challenge: params.slug ?? "", phase: params.phase ?? "", case: params.case ?? "" };
    const item = await readPublicCase(database(), viewer, slugs);
    const store = await objectStore();
    const body = await store.get(file.data === "image" ? item.imageKey : item.referenceKey).catch((error: unknown) => {
      if (error instanceof ObjectMissing) throw new Problem(404, "not-found", "This case has no such file.");
      throw error;
    });
    return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
      headers: { "content-type": "application/gzip", "cache-control": "private, max-age=300, no-transform" },
    });
  },
});
