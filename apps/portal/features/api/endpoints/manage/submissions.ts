import {
  disqualifySubmission,
  findManagedPhase,
  listEntered,
  listQueue,
  markSubmission,
  readJournal,
  readStale,
  rerunSubmission,
  rescorePhase,
  restoreSubmission,
} from "@bodymark/challenge";
import { submissionStateSchema } from "@bodymark/contracts";
import { z } from "zod";
import { database } from "#server/database.ts";
import { queue } from "#server/queue.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import {
  confirmSchema,
  journalLineShape,
  managedSubmissionShape,
  queueShape,
  rescoreShape,
  staleShape,
} from "../../manage-shapes.ts";
import { pageQuery } from "../../shapes.ts";

export const listEnteredEndpoint = defineEndpoint({
  id: "listEnteredSubmissions",
  method: "GET",
  path: "/challenges/{slug}/submissions",
  summary: "All submissions to a challenge, newest first (its organizers)",
  signedIn: true,
  query: pageQuery.extend({
    phase: z.string().max(100).optional(),
    team: z.string().max(40).optional(),
    state: submissionStateSchema.optional(),
  }),
  response: z.object({ items: z.array(managedSubmissionShape), nextCursor: z.string().nullable() }),
  run: ({ viewer, params, query }) => listEntered(database(), viewer, params.slug ?? "", query),
});

export const listQueueEndpoint = defineEndpoint({
  id: "listQueue",
  method: "GET",
  path: "/challenges/{slug}/queue",
  summary: "What waits and runs in a challenge, re-scorings too, with place and estimate (its organizers)",
  signedIn: true,
  response: queueShape,
  run: ({ viewer, params }) => listQueue(database(), viewer, params.slug ?? ""),
});

export const readStaleEndpoint = defineEndpoint({
  id: "readOutdatedResults",
  method: "GET",
  path: "/challenges/{slug}/outdated",
  summary: "Phases with results that stand on an older reference than there is (organizers)",
  signedIn: true,
  response: z.object({ items: z.array(staleShape) }),
  run: async ({ viewer, params }) => ({ items: await readStale(database(), viewer, params.slug ?? "") }),
});

export const rescoreSubmissionEndpoint = defineEndpoint({
  id: "rescoreSubmission",
  method: "POST",
  path: "/submissions/{id}/rescore",
  summary: "Score one submission again from kept predictions (editors)",
  signedIn: true,
  body: z.strictObject(confirmSchema.shape),
  response: rescoreShape,
  async run({ viewer, params, body: { confirm } }) {
    const id = params.id ?? "";
    const slugs = await findManagedPhase(database(), viewer, id);
    return rescorePhase(database(), await queue(), viewer, slugs, { submissions: [id], confirm });
  },
});

export const readJournalEndpoint = defineEndpoint({
  id: "readJournal",
  method: "GET",
  path: "/submissions/{id}/journal",
  summary: "Everything that happened to a submission's evaluations, oldest first (organizers)",
  signedIn: true,
  query: z.object({ ordinal: z.coerce.number().int().min(1).max(1_000_000).optional() }),
  response: z.object({ items: z.array(journalLineShape) }),
  run: async ({ viewer, params, query: { ordinal } }) => ({
    items: await readJournal(database(), viewer, params.id ?? "", ordinal === undefined ? {} : { ordinal }),
  }),
});

export const rerunSubmissionEndpoint = defineEndpoint({
  id: "rerunSubmission",
  method: "POST",
  path: "/submissions/{id}/rerun",
  summary: "Run a submission again (editors); earlier evaluations are kept, the quota is not charged",
  signedIn: true,
  body: z.strictObject(confirmSchema.shape),
  response: z.object({ evaluation: z.string(), attempt: z.number().int() }),
  run: async ({ viewer, params, body }) =>
    rerunSubmission(database(), await queue(), viewer, params.id ?? "", { confirm: body.confirm }),
});

export const disqualifySubmissionEndpoint = defineEndpoint({
  id: "disqualifySubmission",
  method: "POST",
  path: "/submissions/{id}/disqualify",
  summary: "Take a submission off its board, with a reason that its team is told (editors)",
  signedIn: true,
  body: z.strictObject({ reason: z.string().max(500), ...confirmSchema.shape }),
  response: z.object({ disqualified: z.boolean() }),
  async run({ viewer, params, body }) {
    await disqualifySubmission(database(), viewer, params.id ?? "", body);
    return { disqualified: true };
  },
});

export const restoreSubmissionEndpoint = defineEndpoint({
  id: "restoreSubmission",
  method: "POST",
  path: "/submissions/{id}/restore",
  summary: "Take a disqualification back (editors)",
  signedIn: true,
  response: z.object({ disqualified: z.boolean() }),
  async run({ viewer, params }) {
    await restoreSubmission(database(), viewer, params.id ?? "");
    return { disqualified: false };
  },
});

export const markSubmissionEndpoint = defineEndpoint({
  id: "markSubmission",
  method: "PUT",
  path: "/submissions/{id}/marks",
  summary: "Mark a submission as baseline or verified, or take a mark off (editors)",
  signedIn: true,
  body: z.strictObject({ baseline: z.boolean().optional(), verified: z.boolean().optional() }),
  response: z.object({ baseline: z.boolean(), verified: z.boolean() }),
  run: ({ viewer, params, body }) => markSubmission(database(), viewer, params.id ?? "", body),
});
