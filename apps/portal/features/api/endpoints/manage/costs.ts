import { readCosts, writeCostsCsv } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { costsShape } from "../../costs-shape.ts";
import { defineEndpoint } from "../../define-endpoint.ts";

export const readCostsEndpoint = defineEndpoint({
  id: "readCosts",
  method: "GET",
  path: "/challenges/{slug}/costs",
  summary: "What a challenge's evaluations have used and what is stored, by phase and team (organizers)",
  description:
    "Hours are of whole containers, warm-ups and repeats too. `gpuHours` and `coreHours` are times what was held or reserved, `cpuHours` what was measured. Money is at the prices of now.",
  signedIn: true,
  query: z.object({ format: z.enum(["json", "csv"]).default("json") }),
  response: costsShape,
  alternatives: ["text/csv"],
  async run({ viewer, params, query }) {
    const slug = params.slug ?? "";
    const costs = await readCosts(database(), viewer, slug);
    if (query.format === "json") return costs;
    return new Response(writeCostsCsv(costs), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${slug}-costs.csv"`,
        "cache-control": "no-store",
      },
    });
  },
});
