import type { CaseView } from "@bodymark/challenge";
import { FAILURE_TEXTS, type FailureCode } from "@bodymark/contracts";
import { InlineCode } from "./inline-code.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

/** The failed cases by code and stage: ordinals, and what to do unless the page has `explained` it already. */
export function FailedCases({ cases, explained }: { cases: readonly CaseView[]; explained: FailureCode | null }) {
  const groups = new Map<string, { code: FailureCode; stage: CaseView["stage"]; ordinals: number[] }>();
  for (const { status, stage, ordinal } of cases) {
    if (status === null || status === "ok") continue;
    const key = `${status}/${stage}`;
    const group = groups.get(key) ?? { code: status, stage, ordinals: [] };
    group.ordinals.push(ordinal);
    groups.set(key, group);
  }
  if (groups.size === 0) return null;
  return (
    <ul aria-label="Failed cases" className="space-y-2">
      {[...groups].map(([key, { code, stage, ordinals }]) => {
        const text = FAILURE_TEXTS[code];
        return (
          <li key={key} className="frame border-l-4 border-l-bad px-4 py-3">
            <p>
              <span className="font-strong">{text.title}</span> <code className="text-muted">{code}</code>
              {stage ? <span className="text-muted"> {T.stages[stage]}</span> : null}
              <span className="numbers"> · {ordinals.length === 1 ? "case" : `${ordinals.length} cases:`} </span>
              <span className="numbers">{ordinals.join(", ")}</span>
            </p>
            {code === explained ? null : (
              <p className="text-muted text-small">
                <InlineCode text={`${text.what} ${text.next}`} />
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
