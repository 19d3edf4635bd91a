import type { ManagedSubmission } from "@bodymark/challenge";
import Link from "next/link";
import { StateBadge } from "#features/submissions/state-badge.tsx";
import { Badge } from "#ui/badge.tsx";
import { formatDuration, formatScore } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { Instant } from "#ui/instant.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { MANAGE_TEXTS as T } from "./texts.ts";

const COLUMNS = ["Submission", "Team", "Phase", "State", "DSC", "NSD", "Time", "Evaluation", "Handed in"];

/** All submissions to a challenge, for its organizers. */
export function EnteredTable({
  base,
  items,
  now,
  ticks = null,
}: {
  base: string;
  items: readonly ManagedSubmission[];
  now: string;
  /** Id of the form that takes the ticked ones; without it there is nothing to tick. */
  ticks?: string | null;
}) {
  return (
    <ScrollFrame label={T.tableOfSubmissions}>
      <table className="w-full min-w-[60rem] text-small">
        <caption className="sr-only">{T.submissions}</caption>
        <HeadRow titles={ticks ? [T.select, ...COLUMNS] : COLUMNS} />
        <tbody>
          {items.map((item) => (
            <tr key={item.id} className="border-line border-b align-top last:border-0">
              {ticks ? (
                <td className="px-4 py-2">
                  <input
                    type="checkbox"
                    form={ticks}
                    name="submissions"
                    value={item.id}
                    aria-label={`${T.select} ${item.algorithm} of ${item.team.name}`}
                    className="size-4"
                  />
                </td>
              ) : null}
              <th scope="row" className="px-4 py-2 text-left font-normal">
                <Link className="link break-words" href={`${base}/${item.id}`}>
                  {item.algorithm}
                </Link>
              </th>
              <td className="px-4 py-2">{item.team.name}</td>
              <td className="px-4 py-2">{item.phase.title}</td>
              <td className="px-4 py-2">
                <span className="flex flex-wrap gap-1">
                  <StateBadge state={item.state} />
                  <SubmissionMarks item={item} />
                </span>
                {item.failureCode && item.state === "failed" ? (
                  <code className="mt-1 block text-bad">{item.failureCode}</code>
                ) : null}
              </td>
              <td className="numbers px-4 py-2">{item.result ? formatScore(item.result.dice) : "—"}</td>
              <td className="numbers px-4 py-2">{item.result ? formatScore(item.result.nsd) : "—"}</td>
              <td className="numbers px-4 py-2 whitespace-nowrap">
                {item.result ? formatDuration(item.result.medianMs) : "—"}
              </td>
              <td className="px-4 py-2">
                {item.result
                  ? `${item.result.attempt}, ${T.evaluationKinds[item.result.kind]}, reference ${item.result.referenceRevision ?? "—"}`
                  : "—"}
                {item.result?.outdated ? <p className="text-warn">{T.outdated}</p> : null}
              </td>
              <td className="px-4 py-2 whitespace-nowrap">
                <Instant at={item.createdAt} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

/** What organizers have said of a submission. */
export function SubmissionMarks({ item }: { item: Pick<ManagedSubmission, "baseline" | "verified" | "disqualified"> }) {
  return (
    <>
      {item.disqualified ? <Badge tone="bad">{T.disqualified}</Badge> : null}
      {item.baseline ? <Badge>{T.isBaseline}</Badge> : null}
      {item.verified ? <Badge tone="good">{T.isVerified}</Badge> : null}
    </>
  );
}
