import { USE_OUTCOMES } from "@bodymark/contracts";
import { toCsvLine } from "../to-csv-line.ts";
import type { CostsView } from "./read-costs.ts";
import type { UseByOutcome } from "./use-figures.ts";

const KINDS = ["total", "phase", "team", "reruns"] as const;

/** Costs as CSV: a line for the total, each phase, each team and the organizers' re-runs; units stand in the header. */
export function writeCostsCsv(costs: CostsView): string {
  const header = [
    ...["part", "id", "name", "containers", "gpu_hours", "reserved_core_hours", "cpu_hours_measured"],
    "containers_without_cpu_time",
    ...USE_OUTCOMES.flatMap((outcome) => {
      const name = outcome.replace("-", "_");
      return [`${name}_containers`, `${name}_gpu_hours`, `${name}_core_hours`];
    }),
    ...["image_bytes", "kept_prediction_bytes", "case_bytes"],
    ...["currency", "money", "storage_money_per_month"],
  ];
  const line = (
    part: (typeof KINDS)[number],
    [id, name]: [string, string],
    { use, money }: { use: UseByOutcome; money: number | null },
    stored: CostsView["total"] | null,
  ) =>
    toCsvLine([
      ...[part, id, name],
      ...[use.runs, use.gpuHours, use.coreHours, use.cpuHours, use.cpuUnread],
      ...USE_OUTCOMES.flatMap((outcome) => {
        const { runs, gpuHours, coreHours } = use.outcomes[outcome];
        return [runs, gpuHours, coreHours];
      }),
      stored?.storage.imageBytes ?? null,
      stored?.storage.predictionBytes ?? null,
      stored?.storage.caseBytes ?? null,
      costs.currency,
      money,
      stored?.storageMoneyPerMonth ?? null,
    ]);
  return [
    toCsvLine(header),
    line("total", ["", ""], costs.total, costs.total),
    ...costs.phases.map((phase) => line("phase", [phase.slug, phase.title], phase, phase)),
    ...costs.teams.map((team) => line("team", [team.id, team.name], team, team)),
    line("reruns", ["", ""], costs.reruns, null),
  ].join("");
}
