"use client";

import type { CaseView } from "@bodymark/challenge";
import { FAILURE_TEXTS } from "@bodymark/contracts";
import { clsx } from "clsx";
import { type KeyboardEvent, useState } from "react";
import { formatDuration, formatScore } from "#ui/format-number.ts";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

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
  const failure = look === "failed" && item.status && item.status !== "ok" ? FAILURE_TEXTS[item.status] : null;
  const dice = item.structures?.flatMap((structure) => structure.dice ?? []) ?? [];
  const mean = dice.length > 0 ? dice.reduce((sum, value) => sum + value, 0) / dice.length : null;
  return [
    `Case ${item.ordinal}${item.name ? ` (${item.name})` : ""}: ${failure?.title ?? LOOKS[look].word}`,
    ...(mean === null ? [] : [`mean DSC ${formatScore(mean)}`]),
    ...(item.medianMs === null ? [] : [formatDuration(item.medianMs)]),
  ].join(", ");
}

/** A cell per case, by ordinal; fills as the evaluation goes on. Arrow keys and the pointer tell a cell's figures. */
export function CaseGrid({ cases }: { cases: readonly CaseView[] }) {
  const [chosen, setChosen] = useState(0);
  const [told, setTold] = useState<number | null>(null);
  const counts = new Map<Look, number>();
  for (const item of cases) counts.set(lookOf(item), (counts.get(lookOf(item)) ?? 0) + 1);

  function move(event: KeyboardEvent<HTMLUListElement>) {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -chosen, End: cases.length - 1 - chosen }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(cases.length - 1, Math.max(0, chosen + step));
    setChosen(next);
    (event.currentTarget.children[next] as HTMLElement | undefined)?.focus();
  }
  const shown = told === null ? undefined : cases[told];
  return (
    <div className="space-y-3">
      <ul
        aria-label={T.cases}
        onKeyDown={move}
        onMouseLeave={() => setTold(null)}
        className="grid grid-cols-[repeat(auto-fill,minmax(2.25rem,1fr))] gap-1.5"
      >
        {cases.map((item, index) => (
          <li
            key={item.ordinal}
            tabIndex={index === chosen ? 0 : -1}
            onMouseEnter={() => setTold(index)}
            onFocus={() => {
              setChosen(index);
              setTold(index);
            }}
            onBlur={() => setTold(null)}
            className={clsx(
              "numbers flex h-9 items-center justify-center rounded-small border text-small",
              LOOKS[lookOf(item)].className,
            )}
          >
            <span aria-hidden>{item.ordinal}</span>
            <span className="sr-only">{describe(item)}</span>
          </li>
        ))}
      </ul>
      <p className="numbers flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-muted text-small">
        {(Object.keys(LOOKS) as Look[])
          .filter((look) => counts.has(look))
          .map((look) => (
            <span key={look} className="inline-flex items-center gap-1.5">
              <span aria-hidden className={clsx("size-3 rounded-[3px] border", LOOKS[look].className)} />
              {counts.get(look)} {LOOKS[look].word}
            </span>
          ))}
        <span aria-hidden className="text-ink">
          {shown ? describe(shown) : ""}
        </span>
      </p>
    </div>
  );
}
