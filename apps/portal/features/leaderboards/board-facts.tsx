import type { LeaderboardView } from "@bodymark/challenge";
import { CHALLENGE_TEXTS } from "#features/challenges/texts.ts";
import { formatCount } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { BOARD_TEXTS as T } from "./texts.ts";

/** What the figures of a board rest on, and where to get them. */
export function BoardFacts({ board, now }: { board: LeaderboardView; now: string }) {
  const csv = `/api/v1/challenges/${board.challenge}/phases/${board.phase}/leaderboard`;
  const hardware = new Set(board.entries.map((entry) => entry.fingerprint ?? entry.hardware)).size;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 text-small">
      {board.amendments.length > 0 ? (
        <details className="w-full">
          <summary className="font-strong">
            {formatCount(board.amendments.length, "amendment")} {T.sinceThePhaseOpened}
          </summary>
          <ul className="mt-2 space-y-1 text-muted">
            {board.amendments.map(({ at, reason, fields }) => (
              <li key={at}>
                <Instant at={at} now={now} absolute />: {fields.join(", ")}. {reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <p className="max-w-3xl text-muted">
        {T.rankedBy}{" "}
        <span className="text-ink">
          {CHALLENGE_TEXTS.schemes[board.scheme] ?? board.scheme} {T.of}{" "}
          {board.metrics.map((metric) => BOARD_METRICS[metric.name] ?? metric.name).join(" and ")}
        </span>
        {board.schemeHash ? T.frozenWhenThePhase : board.official ? "" : ` (${T.exploratory})`} ·{" "}
        {formatCount(board.caseCount, "case")} · {hardware > 1 ? `${hardware} kinds of hardware` : T.oneHardware}{" "}
        {T.referenceRevision} {board.referenceRevision}
        {board.outdatedEntries > 0 ? `, ${formatCount(board.outdatedEntries, "entry", "entries")} ${T.outdated}` : ""}
        {board.scorerVersion ? ` · scorer ${board.scorerVersion}` : ""} {T.metrics}
        {board.definition}”
        {board.updatedAt ? (
          <>
            {" "}
            {T.updated} <Instant at={board.updatedAt} now={now} />
          </>
        ) : null}
        .{board.official ? ` ${T.rangeNote}` : ""}
        {board.rounded ? ` ${T.rounded}` : ""}
      </p>
      <p className="flex gap-4">
        <a className="link" href={`${csv}?format=csv${board.official ? "" : `&scheme=${board.scheme}`}`}>
          CSV
        </a>
        <a className="link" href={board.official ? csv : `${csv}?scheme=${board.scheme}`}>
          JSON
        </a>
      </p>
      <SchemeLinks board={board} />
    </div>
  );
}

/** The same board by other schemes: how much the order depends on the choice. */
function SchemeLinks({ board }: { board: LeaderboardView }) {
  if (board.schemes.length < 2) return null;
  const page = `/challenges/${board.challenge}/leaderboard?phase=${board.phase}`;
  return (
    <details className="w-full" open={!board.official}>
      <summary className="font-strong">{T.otherSchemes}</summary>
      <p className="mt-2 text-muted">{T.otherSchemesHint}</p>
      <ul className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
        {board.schemes.map((scheme) => (
          <li key={scheme}>
            <a
              className="link aria-[current=page]:font-strong"
              aria-current={scheme === board.scheme ? "page" : undefined}
              href={scheme === board.officialScheme ? page : `${page}&scheme=${scheme}`}
            >
              {CHALLENGE_TEXTS.schemes[scheme] ?? scheme}
            </a>
            {scheme === board.officialScheme ? ` (${T.ownScheme})` : ""}
          </li>
        ))}
      </ul>
    </details>
  );
}

const BOARD_METRICS: Record<string, string> = { dice: "DSC", nsd: "NSD", hd95: "HD95", time: "time" };
