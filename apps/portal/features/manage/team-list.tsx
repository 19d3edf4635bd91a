import type { ManagedTeam } from "@bodymark/challenge";
import { Badge } from "#ui/badge.tsx";
import { formatCount } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { DecideTeam } from "./action-form.tsx";
import { MANAGE_TEXTS as T } from "./texts.ts";

interface TeamListProps {
  challenge: string;
  teams: readonly ManagedTeam[];
  readOnly: boolean;
  now: string;
}

/** A challenge's teams with their people, to admit or to refuse. */
export function TeamList({ challenge, teams, readOnly, now }: TeamListProps) {
  return (
    <ul className="frame divide-y divide-line">
      {teams.map((team) => {
        const { word, tone } = T.teamStates[team.state] ?? { word: team.state, tone: "warn" };
        const names = { challenge, team: team.id };
        return (
          <li key={team.id} className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 px-5 py-4">
            <div className="min-w-0 space-y-1">
              <p className="flex flex-wrap items-center gap-3">
                <span className="break-words font-strong">{team.name}</span>
                <Badge tone={tone}>{word}</Badge>
              </p>
              <p className="text-muted text-small">
                {T.joined} <Instant at={team.createdAt} now={now} /> · {formatCount(team.submissions, "submission")}
              </p>
              <ul className="text-small">
                {team.members.map((member) => (
                  <li key={member.email} className="break-words">
                    {member.name} <span className="text-muted">({member.email})</span>
                    {member.emailVerified ? "" : T.addressNotConfirmed}
                    {[member.affiliation, member.country].map((part) => (part ? `, ${part}` : "")).join("")}
                  </li>
                ))}
              </ul>
            </div>
            {readOnly ? null : (
              <div className="flex flex-wrap items-start gap-3">
                {team.state === "approved" ? null : <DecideTeam names={names} team={team.name} decision="approved" />}
                {team.state === "refused" ? null : <DecideTeam names={names} team={team.name} decision="refused" />}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
