import { pricesSchema } from "@bodymark/challenge-file";
import { budgetUnitSchema } from "@bodymark/contracts";
import { z } from "zod";

const value = z.number().nullable();
const figures = z.object({
  runs: z.number().int().describe("Containers"),
  containerHours: z.number(),
  gpuHours: z.number(),
  coreHours: z.number(),
  cpuHours: z.number(),
  cpuUnread: z.number().int().describe("Containers whose CPU time could not be read"),
});
const use = figures.extend({
  outcomes: z.object({
    "warm-up": figures,
    ok: figures,
    failed: figures,
    cancelled: figures,
    "platform-fault": figures,
  }),
});
const cost = z.object({
  use,
  money: value,
  storage: z.object({
    bytes: z.number(),
    imageBytes: z.number(),
    predictionBytes: z.number(),
    caseBytes: z.number(),
    unmeasured: z.number().int().describe("Files of before sizes were noted"),
  }),
  storageMoneyPerMonth: value,
});

/** What `readCosts` of packages/challenge answers. */
export const costsShape = z.object({
  currency: z.string().nullable(),
  prices: pricesSchema,
  budget: z
    .object({
      amount: z.number(),
      unit: budgetUnitSchema,
      currency: z.string().nullable(),
      used: z.number(),
      expected: z.number().describe("What evaluations that run now may still use"),
      reached: z.number().int().describe("0, 70, 90 or 100 %"),
      stop: z.enum(["used-up", "promised"]).nullable().describe("Why no new evaluation begins"),
    })
    .nullable(),
  total: cost,
  reruns: z.object({ use, money: value }).describe("Asked for by organizers: in the total and in phases, in no team"),
  phases: z.array(cost.extend({ slug: z.string(), title: z.string(), keptLimitBytes: z.number() })),
  teams: z.array(cost.extend({ id: z.string(), name: z.string() })),
});
