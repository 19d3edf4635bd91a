import { readEntry } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";

const allowance = z.object({
  limit: z.number().int().nullable(),
  used: z.number().int(),
  left: z.number().int().nullable().describe("null: no limit"),
  nextFreeAt: z.iso.datetime().nullable(),
});

export const getEntryEndpoint = defineEndpoint({
  id: "getEntry",
  method: "GET",
  path: "/challenges/{slug}/phases/{phase}/entry",
  summary: "Whether a submission of yours would be taken now, and what is left of the quota",
  description: "Ask before you upload gigabytes.",
  signedIn: true,
  response: z.object({
    refusal: z.object({ code: z.string(), detail: z.string(), retryAt: z.iso.datetime().nullable() }).nullable(),
    quota: allowance
      .extend({
        windowS: z.number().int(),
        failures: allowance.nullable().describe("Failures of your own, where they have a limit apart"),
        free: z.number().int().describe("Submissions in the window that cost nothing"),
      })
      .nullable(),
  }),
  async run({ viewer, params }) {
    const slugs = { challenge: params.slug ?? "", phase: params.phase ?? "" };
    const { quota, refusal } = await readEntry(database(), viewer, slugs);
    const told = refusal && {
      code: refusal.code,
      detail: refusal.message,
      retryAt: refusal.retryAt?.toISOString() ?? null,
    };
    return {
      refusal: told,
      quota: quota && { ...quota, ...inIso(quota), failures: quota.failures && inIso(quota.failures) },
    };
  },
});

function inIso<Allowed extends { nextFreeAt: Date | null }>(allowed: Allowed) {
  return { ...allowed, nextFreeAt: allowed.nextFreeAt?.toISOString() ?? null };
}
