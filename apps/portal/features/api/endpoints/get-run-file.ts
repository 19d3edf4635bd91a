import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { type CaseFiles, readCaseFiles } from "@bodymark/challenge";
import { z } from "zod";
import { drawDifference } from "#features/volumes/draw-difference.ts";
import { database } from "#server/database.ts";
import { objectStore } from "#server/object-store.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { Problem } from "../problem.ts";

const fileSchema = z.enum(["image", "reference", "prediction", "difference", "log"]);
type RunFile = z.infer<typeof fileSchema>;

export const getRunFileEndpoint = defineEndpoint({
  id: "getRunFile",
  method: "GET",
  path: "/submissions/{id}/cases/{ordinal}/{file}",
  summary: "A file of one public case: image, reference, prediction, difference or log",
  description:
    "Volumes are gzipped NIfTI; a difference holds 1 where both agree, 2 missed, 3 extra, 4 another label. Hidden cases have none.",
  signedIn: true,
  response: z.string(),
  media: "application/gzip",
  alternatives: ["text/plain"],
  async run({ viewer, params }) {
    const file = fileSchema.safeParse(params.file);
    if (!file.success || !/^[1-9]\d{0,6}$/.test(params.ordinal ?? ""))
      throw new Problem(404, "not-found", "There is no such file.");
    const files = await readCaseFiles(database(), viewer, params.id ?? "", Number(params.ordinal));
    return await answer(files, file.data);
  },
});

async function answer(files: CaseFiles, file: RunFile): Promise<Response> {
  const store = await objectStore();
  const { imageKey, referenceKey, predictionKey, logKey } = files;
  if (file === "difference") {
    const keys = [referenceKey, need(predictionKey)];
    const [reference, prediction] = await Promise.all(keys.map(async (key) => buffer(await store.get(key))));
    return volume(new Uint8Array(drawDifference(reference ?? Buffer.of(), prediction ?? Buffer.of())));
  }
  if (file === "log") {
    const text = (await store.get(need(logKey))).pipe(createGunzip());
    return new Response(Readable.toWeb(text) as ReadableStream<Uint8Array>, {
      headers: {
        // A stranger's bytes: text, whatever they are.
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
      },
    });
  }
  const key = { image: imageKey, reference: referenceKey, prediction: need(predictionKey, file === "prediction") }[
    file
  ];
  return volume(Readable.toWeb(await store.get(key)) as ReadableStream<Uint8Array>);
}

/** A key that must be there where `wanted`. */
function need(key: string | null, wanted = true): string {
  if (key === null && wanted) throw new Problem(404, "not-found", "This case has no such file.");
  return key ?? "";
}

function volume(body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, {
    headers: { "content-type": "application/gzip", "cache-control": "private, max-age=300" },
  });
}
