import { readComparisons } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";

const value = z.number().nullable();

export const listComparisonsEndpoint = defineEndpoint({
  id: "listComparisons",
  method: "GET",
  path: "/submissions/{id}/comparisons",
  summary: "What a result can be held against: the best entry, the baselines, the team's other submissions",
  signedIn: true,
  response: z.object({
    items: z.array(
      z.object({
        kind: z.enum(["best", "baseline", "own"]),
        submission: z.string(),
        algorithm: z.string(),
        team: z.string(),
        submittedAt: z.iso.datetime(),
        dice: value,
        nsd: value,
        medianMs: value,
        structures: z.array(z.object({ label: z.number().int(), dice: value, nsd: value, hd95Mm: value })),
      }),
    ),
  }),
  run: async ({ viewer, params }) => ({ items: await readComparisons(database(), viewer, params.id ?? "") }),
});
