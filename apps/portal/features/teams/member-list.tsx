import type { TeamView } from "@bodymark/challenge";
import { Badge } from "#ui/badge.tsx";
import { formatCount } from "#ui/format-number.ts";
import { Instant } from "#ui/instant.tsx";
import { SmallAction } from "./small-action.tsx";
import { handOverAction, removeMemberAction } from "./team-actions.ts";
import { TEAM_TEXTS as T } from "./texts.ts";

export function MemberList({ team, now }: { team: TeamView; now: string }) {
  return (
    <ul className="frame divide-y divide-line">
      {team.members.map((member) => (
        <li key={member.userId} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-2 break-words font-strong">
              {member.name}
              {member.isViewer ? <span className="font-normal text-muted">({T.you})</span> : null}
              <Badge tone={member.role === "owner" ? "accent" : "neutral"}>
                {member.role === "owner" ? T.owner : T.member}
              </Badge>
            </p>
            <p className="text-muted text-small">
              {member.affiliation ? <>{member.affiliation} · </> : null}
              {formatCount(member.submissions, "submission")} {T.joined} <Instant at={member.joinedAt} now={now} />
            </p>
          </div>
          {team.role === "owner" && !member.isViewer ? (
            <div className="flex flex-wrap gap-2">
              <SmallAction
                action={handOverAction}
                fields={{ team: team.id, member: member.userId }}
                text={T.makeOwner}
                name={member.name}
                confirm={T.makeOwnerConfirm(member.name)}
              />
              <SmallAction
                action={removeMemberAction}
                fields={{ team: team.id, member: member.userId }}
                text={T.remove}
                name={member.name}
                confirm={T.removeConfirm(member.name)}
                kind="danger"
              />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
