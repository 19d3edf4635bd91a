import { Readable } from "node:stream";
import {
  cancelRescore,
  compareBoards,
  EXPORT_FORMATS,
  exportPhase,
  listBoards,
  MOST_RERUNS,
  publishPhase,
  RERUN_CHOICES,
  rerunSubmissions,
  rescorePhase,
} from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { queue } from "#server/queue.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import {
  boardRevisionShape,
  cancelledRescoreShape,
  comparisonShape,
  confirmSchema,
  rerunShape,
  rescoreShape,
} from "../../manage-shapes.ts";

const slugsOf = (params: Readonly<Record<string, string>>) => ({
  challenge: params.slug ?? "",
  phase: params.phase ?? "",
});
const submissionIds = z.array(z.string().max(40)).min(1).max(MOST_RERUNS);
const revision = z.coerce.number().int().min(1).max(1_000_000).optional();

export const rescorePhaseEndpoint = defineEndpoint({
  id: "rescorePhase",
  method: "POST",
  path: "/challenges/{slug}/phases/{phase}/rescore",
  summary: "Score submissions again from kept predictions, all or some (editors)",
  description: "No container runs. When the last has ended the board is published anew with the reference's revision.",
  signedIn: true,
  body: z.strictObject({
    submissions: submissionIds.optional(),
    outdated: z.boolean().optional().describe("Only what stands on an older revision of the reference"),
    ...confirmSchema.shape,
  }),
  response: rescoreShape,
  run: async ({ viewer, params, body }) => rescorePhase(database(), await queue(), viewer, slugsOf(params), body),
});

export const cancelRescoreEndpoint = defineEndpoint({
  id: "cancelRescore",
  method: "POST",
  path: "/challenges/{slug}/phases/{phase}/rescore/cancel",
  summary: "End re-scorings that wait or run, all or some (editors)",
  description: "Earlier results stand; what is through already stays re-scored. No submission is cancelled by it.",
  signedIn: true,
  body: z.strictObject({ submissions: submissionIds.optional() }),
  response: cancelledRescoreShape,
  run: ({ viewer, params, body }) => cancelRescore(database(), viewer, slugsOf(params), body),
});

export const rerunSubmissionsEndpoint = defineEndpoint({
  id: "rerunSubmissions",
  method: "POST",
  path: "/challenges/{slug}/phases/{phase}/rerun",
  summary: "Run several submissions again, named or chosen by how they ended (editors)",
  description:
    "Answers `confirmation-needed` with how many that is first. What is under way or disqualified is left out and told. The quota is not charged.",
  signedIn: true,
  body: z.strictObject({ which: z.union([z.enum(RERUN_CHOICES), submissionIds]), ...confirmSchema.shape }),
  response: rerunShape,
  run: async ({ viewer, params, body }) => rerunSubmissions(database(), await queue(), viewer, slugsOf(params), body),
});

export const publishPhaseEndpoint = defineEndpoint({
  id: "publishPhase",
  method: "POST",
  path: "/challenges/{slug}/phases/{phase}/publish",
  summary: "Show everybody a board that is held back (editors)",
  signedIn: true,
  body: z.strictObject(confirmSchema.shape),
  response: z.object({ publishedAt: z.string() }),
  run: ({ viewer, params, body }) => publishPhase(database(), viewer, slugsOf(params), body),
});

export const listBoardsEndpoint = defineEndpoint({
  id: "listBoardRevisions",
  method: "GET",
  path: "/challenges/{slug}/phases/{phase}/boards",
  summary: "The revisions of a phase's board, newest first (organizers)",
  signedIn: true,
  response: z.object({ items: z.array(boardRevisionShape) }),
  run: async ({ viewer, params }) => ({ items: await listBoards(database(), viewer, slugsOf(params)) }),
});

export const compareBoardsEndpoint = defineEndpoint({
  id: "compareBoards",
  method: "GET",
  path: "/challenges/{slug}/phases/{phase}/boards/comparison",
  summary: "Two revisions of a phase's board side by side (organizers)",
  description: "By default the newest, and the last one of another reference or scorer.",
  signedIn: true,
  query: z.object({ before: revision, after: revision }),
  response: comparisonShape,
  run: ({ viewer, params, query }) => compareBoards(database(), viewer, slugsOf(params), query),
});

export const exportPhaseEndpoint = defineEndpoint({
  id: "exportPhase",
  method: "GET",
  path: "/challenges/{slug}/phases/{phase}/export",
  summary: "Every score, case and submission of a phase (organizers)",
  description: "`csv` has a line per submission, case, structure and metric, as `bodymark rank` reads it.",
  signedIn: true,
  query: z.object({ format: z.enum(EXPORT_FORMATS).default("csv") }),
  response: z.string(),
  media: "text/csv",
  alternatives: ["application/json", "application/zip"],
  async run({ viewer, params, query }) {
    const { fileName, media, content } = await exportPhase(database(), viewer, slugsOf(params), query.format);
    const body = Readable.toWeb(Readable.from(content, { objectMode: false })) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        "content-type": media,
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  },
});
