import { GENERAL_SCHEMES, metricRuleSchema, rankingRulesSchema, structureWeightSchema } from "@bodymark/ranking";
import { z } from "zod";

/** How a phase ranks: the rules of `packages/ranking` and the bootstrap; frozen, with its hash, when the phase opens. */
export const phaseRulesSchema = rankingRulesSchema.extend({
  bootstrap: z
    .object({ draws: z.number().int().min(0).max(10_000), seed: z.number().int().min(0) })
    .default({ draws: 1000, seed: 1 }),
});
export type PhaseRules = z.infer<typeof phaseRulesSchema>;

/** DSC and NSD, equally weighted. */
export const DEFAULT_RULES: PhaseRules = phaseRulesSchema.parse({
  scheme: "mean-then-rank",
  metrics: [
    { name: "dice", direction: "higher" },
    { name: "nsd", direction: "higher" },
  ],
});

/** What a phase's board has a value of for every case, and so can be ranked by. */
export const BOARD_METRICS = ["dice", "nsd", "time"] as const;
export type BoardMetric = (typeof BOARD_METRICS)[number];
const DIRECTIONS: Readonly<Record<BoardMetric, "higher" | "lower">> = { dice: "higher", nsd: "higher", time: "lower" };

/** The ranking that an organizer may set: schemes that need nothing but values per case, over what a board has. */
export const chosenRulesSchema = z.strictObject({
  scheme: z.enum(GENERAL_SCHEMES),
  metrics: z
    .array(
      metricRuleSchema
        .extend({ name: z.enum(BOARD_METRICS), direction: z.enum(["higher", "lower"]).optional() })
        .strict()
        .transform((rule, context) => {
          const direction = DIRECTIONS[rule.name];
          if (rule.direction !== undefined && rule.direction !== direction) {
            context.addIssue({ code: "custom", path: ["direction"], message: `${rule.name} is better ${direction}` });
          }
          return { name: rule.name, direction, weight: rule.weight };
        }),
    )
    .min(1)
    .superRefine(refuseTwice),
  structures: z.array(structureWeightSchema.strict()).min(1).superRefine(refuseTwice).optional(),
  groups: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(100), structures: z.array(z.string()).min(1) }))
    .superRefine(refuseTwice)
    .optional(),
  bootstrap: phaseRulesSchema.shape.bootstrap.unwrap().strict().default({ draws: 1000, seed: 1 }),
});

function refuseTwice(list: readonly { name: string }[], context: z.RefinementCtx): void {
  const names = list.map(({ name }) => name);
  for (const [i, name] of names.entries())
    if (names.indexOf(name) < i)
      context.addIssue({ code: "custom", path: [i, "name"], message: `${name} is listed twice` });
}
