import { Readable } from "node:stream";
import {
  type CaseFile,
  caseRequestSchema,
  enterCase,
  findKnownFiles,
  listOrganizerCases,
  openCaseFile,
  removeCase,
} from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { objectStore } from "#server/object-store.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import { enteredCaseShape, organizerCaseShape } from "../../organize-shapes.ts";
import { Problem } from "../../problem.ts";

export const listCasesEndpoint = defineEndpoint({
  id: "listCases",
  method: "GET",
  path: "/challenges/{slug}/cases",
  summary: "All cases of a challenge (its organizers)",
  signedIn: true,
  response: z.object({ items: z.array(organizerCaseShape) }),
  run: async ({ viewer, params }) => ({ items: await listOrganizerCases(database(), viewer, params.slug ?? "") }),
});

export const enterCaseEndpoint = defineEndpoint({
  id: "enterCase",
  method: "POST",
  path: "/challenges/{slug}/cases",
  summary: "Add a case whose two files are uploaded, or mend its reference (editors)",
  description:
    "Files are named by the SHA-256 of your complete uploads of kind `case`. Both are read from end to end; what is wrong comes back as `reports` per file. Another label map for a known name is a new revision of the reference.",
  signedIn: true,
  body: caseRequestSchema,
  response: enteredCaseShape,
  run: async ({ viewer, params, body }) => enterCase(database(), await objectStore(), viewer, params.slug ?? "", body),
});

export const findKnownFilesEndpoint = defineEndpoint({
  id: "findKnownFiles",
  method: "POST",
  path: "/challenges/{slug}/known-files",
  summary: "Which files need not be uploaded again (editors)",
  signedIn: true,
  body: z.strictObject({ sha256: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(2_000) }),
  response: z.object({ known: z.array(z.string()) }),
  run: async ({ viewer, params, body }) => ({
    known: await findKnownFiles(database(), viewer, params.slug ?? "", body.sha256),
  }),
});

export const removeCaseEndpoint = defineEndpoint({
  id: "removeCase",
  method: "DELETE",
  path: "/challenges/{slug}/cases/{case}",
  summary: "Remove a case that is in no phase and on which nothing has run (editors)",
  signedIn: true,
  response: z.object({ removed: z.string() }),
  run: async ({ viewer, params }) => {
    await removeCase(database(), viewer, params.slug ?? "", params.case ?? "");
    return { removed: params.case };
  },
});

const FILES: Readonly<Record<string, CaseFile>> = { image: "image", label: "label", preview: "preview" };

export const getCaseFileEndpoint = defineEndpoint({
  id: "getCaseFile",
  method: "GET",
  path: "/challenges/{slug}/cases/{case}/{file}",
  summary: "A file of a case: image, label or preview (its organizers)",
  signedIn: true,
  response: z.unknown(),
  alternatives: ["application/gzip", "image/png"],
  run: async ({ viewer, params }) => {
    const file = FILES[params.file ?? ""];
    if (!file) throw new Problem(404, "not-found", "There is nothing under this address.");
    const wanted = { name: params.case ?? "", file };
    const opened = await openCaseFile(database(), await objectStore(), viewer, params.slug ?? "", wanted);
    const disposition = file === "preview" ? "inline" : "attachment";
    return new Response(Readable.toWeb(opened.body) as ReadableStream, {
      headers: {
        "content-type": opened.contentType,
        "content-disposition": `${disposition}; filename="${opened.fileName}"`,
        "cache-control": "private, no-store, no-transform",
      },
    });
  },
});
