import type { CaseView } from "@bodymark/challenge";
import { FAILURE_TEXTS, type FailureCode, faultOf } from "@bodymark/contracts";
import { InlineCode } from "./inline-code.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

/** Links to logs of one group; the table by case has all. */
const MOST_LOGS = 10;

interface FailedCasesProps {
  submission: string;
  cases: readonly CaseView[];
  explained: FailureCode | null;
}

interface Group {
  code: FailureCode;
  stage: CaseView["stage"];
  ordinals: number[];
  logs: number[];
}

/** The failed cases by code and stage: ordinals, whose fault it is, and what to do unless the page has `explained` it already. */
export function FailedCases({ submission, cases, explained }: FailedCasesProps) {
  const groups = new Map<string, Group>();
  for (const { status, stage, ordinal, log } of cases) {
    if (status === null || status === "ok") continue;
    const key = `${status}/${stage}`;
    const group = groups.get(key) ?? { code: status, stage, ordinals: [], logs: [] };
    group.ordinals.push(ordinal);
    if (log) group.logs.push(ordinal);
    groups.set(key, group);
  }
  if (groups.size === 0) return null;
  return (
    <ul aria-label={T.listOfFailed} className="space-y-2">
      {[...groups].map(([key, { code, stage, ordinals, logs }]) => {
        const text = FAILURE_TEXTS[code];
        return (
          <li key={key} className="frame border-l-4 border-l-bad px-4 py-3">
            <p>
              <span className="font-strong">{text.title}</span> <code className="text-muted">{code}</code>
              {stage ? <span className="text-muted"> {T.stages[stage]}</span> : null}
              <span className="numbers"> · {ordinals.length === 1 ? T.oneCase : `${ordinals.length} cases:`} </span>
              <span className="numbers">{ordinals.join(", ")}</span>
            </p>
            {code === explained ? null : (
              <p className="text-muted text-small">
                <InlineCode text={`${text.what} ${T.faults[faultOf(code)]} ${text.next}`} />
              </p>
            )}
            {logs.length > 0 ? (
              <p className="text-small">
                {T.logs}{" "}
                {logs.slice(0, MOST_LOGS).map((ordinal) => (
                  <a
                    key={ordinal}
                    className="link mr-2"
                    href={`/api/v1/submissions/${submission}/cases/${ordinal}/log`}
                    aria-label={`Log of case ${ordinal}`}
                  >
                    {ordinal}
                  </a>
                ))}
              </p>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
