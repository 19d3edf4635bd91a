import type { CaseView } from "@bodymark/challenge";
import Link from "next/link";
import { formatBytes, formatDuration, formatScore, NOT_MEASURED } from "#ui/format-number.ts";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

/** Single cases by ordinal with their mean scores, time and memory; only where they may be seen. */
export function CaseRows({ submission, cases }: { submission: string; cases: readonly CaseView[] }) {
  const links = cases.some((item) => item.volumes || item.log);
  return (
    <ScrollFrame label={T.resultsByCase} className="max-h-[28rem]">
      <table className="w-full text-small">
        <caption className="sr-only">{T.resultsByCase}</caption>
        <thead className="sticky top-0 bg-surface">
          <tr>
            {["#", T.case, T.status, T.meanDsc, T.meanNsd, T.time, T.memory, ...(links ? [T.look] : [])].map(
              (title, index) => (
                <th
                  key={title}
                  scope="col"
                  className={`border-line border-b px-3 py-2 whitespace-nowrap ${index > 2 ? "text-right" : "text-left"}`}
                >
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {cases.map((item) => (
            <tr key={item.ordinal} className="border-line border-b last:border-0">
              <td className="px-3 py-1.5 text-muted">{item.ordinal}</td>
              <td className="px-3 py-1.5 whitespace-nowrap">
                <code>{item.name ?? "—"}</code>
              </td>
              <td className="px-3 py-1.5 whitespace-nowrap">
                {item.status && item.status !== "ok" ? (
                  <span className="text-bad">{item.status}</span>
                ) : (
                  (item.status ?? item.state)
                )}
                {item.flags.length > 0 ? <span className="text-muted"> ({item.flags.join(", ")})</span> : null}
              </td>
              <td className="px-3 py-1.5 text-right">{meanOf(item, "dice")}</td>
              <td className="px-3 py-1.5 text-right">{meanOf(item, "nsd")}</td>
              <td className="px-3 py-1.5 text-right whitespace-nowrap">
                {item.medianMs === null ? NOT_MEASURED : formatDuration(item.medianMs)}
              </td>
              <td className="px-3 py-1.5 text-right whitespace-nowrap">{formatBytes(item.peakMemoryBytes)}</td>
              {links ? (
                <td className="space-x-3 px-3 py-1.5 text-right whitespace-nowrap">
                  {item.volumes ? (
                    <Link
                      className="link"
                      href={`/submissions/${submission}/cases/${item.ordinal}`}
                      aria-label={`Look at case ${item.ordinal}`}
                      prefetch={false}
                    >
                      {T.view}
                    </Link>
                  ) : null}
                  {item.log ? (
                    <a
                      className="link"
                      href={`/api/v1/submissions/${submission}/cases/${item.ordinal}/log`}
                      aria-label={`Log of case ${item.ordinal}`}
                    >
                      {T.log}
                    </a>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

function meanOf({ structures }: CaseView, metric: "dice" | "nsd"): string {
  const values = (structures ?? []).flatMap((structure) => {
    const value = structure[metric];
    return typeof value === "number" ? [value] : [];
  });
  return values.length === 0 ? "—" : formatScore(values.reduce((sum, value) => sum + value, 0) / values.length);
}
