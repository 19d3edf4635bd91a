import type { CaseView } from "@bodymark/challenge";
import { FAILURE_TEXTS } from "@bodymark/contracts";
import { clsx } from "clsx";
import { formatDuration, formatScore } from "#ui/format-number.ts";

type Look = "waiting" | "running" | "scoring" | "ok" | "failed";

const LOOKS: Record<Look, { word: string; className: string }> = {
  waiting: { word: "waiting", className: "border-line bg-surface text-muted" },
  running: { word: "running", className: "breathing border-accent bg-accent-soft text-accent" },
  scoring: { word: "scoring", className: "border-accent border-dashed bg-accent-soft text-accent" },
  ok: { word: "done", className: "border-accent bg-accent text-on-accent" },
  failed: { word: "failed", className: "border-bad bg-bad-soft text-bad line-through" },
};

function lookOf(item: CaseView): Look {
  if (item.state !== "done") return item.state;
  return item.status === "ok" ? "ok" : "failed";
}

function describe(item: CaseView): string {
  const look = lookOf(item);
  const what =
    look === "failed" && item.status && item.status !== "ok" ? FAILURE_TEXTS[item.status].title : LOOKS[look].word;
  const dice = item.structures?.flatMap((structure) => structure.dice ?? []) ?? [];
  const mean = dice.length > 0 ? dice.reduce((sum, value) => sum + value, 0) / dice.length : null;
  return [
    `Case ${item.ordinal}${item.name ? ` (${item.name})` : ""}: ${what}`,
    ...(mean === null ? [] : [`mean DSC ${formatScore(mean)}`]),
    ...(item.medianMs === null ? [] : [formatDuration(item.medianMs)]),
  ].join(", ");
}

/** A cell per case, by ordinal; fills as the evaluation goes on. */
export function CaseGrid({ cases }: { cases: readonly CaseView[] }) {
  const counts = new Map<Look, number>();
  for (const item of cases) counts.set(lookOf(item), (counts.get(lookOf(item)) ?? 0) + 1);
  return (
    <div className="space-y-3">
      <ul aria-label="Cases" className="grid grid-cols-[repeat(auto-fill,minmax(2.25rem,1fr))] gap-1.5">
        {cases.map((item) => (
          <li
            key={item.ordinal}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the figures of a case are reached by focus as by hover
            tabIndex={0}
            className={clsx(
              "tip numbers flex h-9 items-center justify-center rounded-small border text-small",
              LOOKS[lookOf(item)].className,
            )}
          >
            <span aria-hidden>{item.ordinal}</span>
            <span className="sr-only">{describe(item)}</span>
            <span aria-hidden className="tip-text no-underline">
              {describe(item)}
            </span>
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-small">
        {(Object.keys(LOOKS) as Look[])
          .filter((look) => counts.has(look))
          .map((look) => (
            <span key={look} className="inline-flex items-center gap-1.5">
              <span aria-hidden className={clsx("size-3 rounded-[3px] border", LOOKS[look].className)} />
              {counts.get(look)} {LOOKS[look].word}
            </span>
          ))}
      </p>
    </div>
  );
}
