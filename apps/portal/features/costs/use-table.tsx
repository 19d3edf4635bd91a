import { type CostFigures, type CostsView, formatHours, formatMoney, type UseByOutcome } from "@bodymark/challenge";
import { formatByteLimit, formatBytes } from "#ui/format-number.ts";
import { type Figure, type SortableRow, SortableTable } from "./sortable-table.tsx";
import { COSTS_TEXTS as T } from "./texts.ts";

const C = T.columns;
const hours = (value: number): Figure => ({ text: formatHours(value), value });
const bytes = (value: number): Figure => ({ text: formatBytes(value), value });
const nothing: Figure = { text: "—", value: 0 };

/** What each phase has used and stores. */
export function PhaseTable({ costs }: { costs: CostsView }) {
  return (
    <SortableTable
      label={T.phaseTable}
      nameTitle={C.phase}
      columns={[...columnsOf(costs), { title: C.images }, { title: C.predictions, card: true }, { title: C.cases }]}
      rows={costs.phases.map((phase) => ({
        id: phase.slug,
        name: phase.title,
        figures: [
          ...figuresOf(costs, phase),
          bytes(phase.storage.imageBytes),
          {
            text: C.ofLimit(formatBytes(phase.storage.predictionBytes), formatByteLimit(phase.keptLimitBytes)),
            value: phase.storage.predictionBytes,
          },
          bytes(phase.storage.caseBytes),
        ],
      }))}
      footer={[
        {
          id: "total",
          name: T.totalRow,
          figures: [...figuresOf(costs, costs.total), ...stored(costs.total), bytes(costs.total.storage.caseBytes)],
        },
      ]}
    />
  );
}

/** What each team has used and stores, and apart from them what organizers ran again. */
export function TeamTable({ costs }: { costs: CostsView }) {
  const reruns: SortableRow = {
    id: "reruns",
    name: T.rerunsRow,
    figures: [...figuresOf(costs, costs.reruns), nothing, nothing],
  };
  return (
    <SortableTable
      label={T.teamTable}
      nameTitle={C.team}
      columns={[...columnsOf(costs), { title: C.images }, { title: C.predictions, card: true }]}
      rows={costs.teams.map((team) => ({
        id: team.id,
        name: team.name,
        figures: [...figuresOf(costs, team), ...stored(team)],
      }))}
      footer={costs.reruns.use.runs > 0 ? [reruns] : []}
    />
  );
}

/** A phone's card shows the hours that this challenge is about: of GPUs, where it has any. */
function columnsOf({ total, currency }: CostsView): { title: string; card?: boolean }[] {
  const gpus = total.use.gpuHours > 0;
  return [
    { title: C.gpu, card: gpus },
    { title: C.core, card: !gpus },
    { title: C.cpu },
    { title: C.containers, card: total.money === null },
    { title: C.failed },
    { title: C.cancelled },
    { title: C.fault },
    ...(total.money === null ? [] : [{ title: C.money(currency), card: true }]),
  ];
}

function figuresOf(costs: CostsView, { use, money }: { use: UseByOutcome; money: number | null }): Figure[] {
  const { failed, cancelled, "platform-fault": fault } = use.outcomes;
  return [
    hours(use.gpuHours),
    hours(use.coreHours),
    hours(use.cpuHours),
    { text: new Intl.NumberFormat("en").format(use.runs), value: use.runs },
    ...[failed, cancelled, fault].map(({ containerHours }) => hours(containerHours)),
    ...(costs.total.money === null ? [] : [{ text: formatMoney(money ?? 0, null), value: money ?? 0 }]),
  ];
}

function stored({ storage }: CostFigures): Figure[] {
  return [bytes(storage.imageBytes), bytes(storage.predictionBytes)];
}
