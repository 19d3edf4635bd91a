import { type CostsView, formatHours, formatMoney } from "@bodymark/challenge";
import { USE_OUTCOMES } from "@bodymark/contracts";
import { Facts } from "#ui/facts.tsx";
import { formatBytes, formatCount } from "#ui/format-number.ts";
import { COSTS_TEXTS as T } from "./texts.ts";

/** A challenge's use in all, with units, and what of it came to what. */
export function CostFacts({ costs }: { costs: CostsView }) {
  const { use, money, storage, storageMoneyPerMonth } = costs.total;
  const { reruns, currency } = costs;
  const outcomes = USE_OUTCOMES.filter((outcome) => use.outcomes[outcome].runs > 0);
  const F = T.facts;
  return (
    <div className="grid gap-x-12 gap-y-6 lg:grid-cols-2">
      <Facts
        facts={[
          [F.gpu, `${formatHours(use.gpuHours)} GPU h`],
          [F.core, `${formatHours(use.coreHours)} core-h`],
          [F.cpu, `${formatHours(use.cpuHours)} CPU h${T.cpuUnread(use.cpuUnread)}`],
          [F.containers, formatCount(use.runs, "container")],
          ...(money === null ? [] : [[F.money, formatMoney(money, currency)] as const]),
        ]}
      />
      <Facts
        facts={[
          [
            F.outcomes,
            <ul key="outcomes">
              {outcomes.map((outcome) => (
                <li key={outcome}>
                  {formatHours(use.outcomes[outcome].containerHours)} h {T.outcomes[outcome]}
                </li>
              ))}
            </ul>,
          ],
          [
            F.reruns,
            `${formatHours(reruns.use.gpuHours)} GPU h, ${formatHours(reruns.use.coreHours)} core-h${reruns.money === null ? "" : `, ${formatMoney(reruns.money, currency)}`}`,
          ],
          [
            F.storage,
            `${formatBytes(storage.bytes)}: ${T.storageParts(formatBytes(storage.imageBytes), formatBytes(storage.predictionBytes), formatBytes(storage.caseBytes))}${T.unmeasured(storage.unmeasured)}`,
          ],
          ...(storageMoneyPerMonth === null
            ? []
            : [[F.storageMoney, `${formatMoney(storageMoneyPerMonth, currency)} ${T.perMonth}`] as const]),
        ]}
      />
    </div>
  );
}
