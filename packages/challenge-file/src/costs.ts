import { BUDGET_UNITS } from "@bodymark/contracts";
import { z } from "zod";

const price = z.number().min(0).max(1e6).nullable().default(null);

/** What things cost; null: no price, and it counts for nothing in sums of money. */
export const pricesSchema = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "write a currency by its three letters, as EUR")
    .nullable()
    .default(null),
  gpuHour: price,
  coreHour: price,
  /** A month of 10⁹ bytes. */
  gbMonth: price,
});
export type Prices = z.output<typeof pricesSchema>;

export const budgetSchema = z.strictObject({
  amount: z.number().positive("must be more than 0").max(1e12),
  unit: z.enum(BUDGET_UNITS),
});
export type Budget = z.output<typeof budgetSchema>;

/** What a challenge's evaluations may cost in all. Its organizers alone see it. */
export const costsSchema = z
  .strictObject({ prices: pricesSchema.prefault({}), budget: budgetSchema.nullable().default(null) })
  .superRefine(({ prices, budget }, context) => {
    const say = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    const priced = prices.gpuHour !== null || prices.coreHour !== null || prices.gbMonth !== null;
    if (priced && prices.currency === null) say(["prices", "currency"], "prices need a currency, such as EUR");
    if (budget?.unit === "money" && !prices.gpuHour && !prices.coreHour)
      say(["budget", "unit"], "a budget in money needs a price per GPU hour or core-hour");
  });
export type Costs = z.output<typeof costsSchema>;
