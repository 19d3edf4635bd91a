import type { SessionRow } from "@bodymark/auth";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Instant } from "#ui/instant.tsx";
import { nameAddress } from "./name-address.ts";
import { nameBrowser } from "./name-browser.ts";
import { endOtherSessionsAction, endSessionAction } from "./security-actions.ts";
import { SECURITY_TEXTS as T } from "./security-texts.ts";

export function SessionList({ sessions, now }: { sessions: readonly SessionRow[]; now: string }) {
  return (
    <div className="frame divide-y divide-line">
      <ul className="divide-y divide-line">
        {sessions.map((session) => {
          const name = nameBrowser(session.userAgent);
          return (
            <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 break-words font-strong">
                  {name} {session.current ? <Badge tone="good">{T.thisSession}</Badge> : null}
                </p>
                <p className="text-muted text-small">
                  {session.ipAddress ? <>{nameAddress(session.ipAddress)} · </> : null}
                  {T.since} <Instant at={session.createdAt} now={now} /> {T.seen}{" "}
                  <Instant at={session.lastSeenAt} now={now} />
                </p>
              </div>
              {session.current ? null : (
                <form action={endSessionAction}>
                  <input type="hidden" name="id" value={session.id} />
                  <Button type="submit" kind="danger" size="small" aria-label={`${T.end} ${name}`}>
                    {T.end}
                  </Button>
                </form>
              )}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 ? (
        <form action={endOtherSessionsAction} className="px-5 py-3">
          <Button type="submit" kind="danger" size="small">
            {T.endOthers}
          </Button>
        </form>
      ) : null}
    </div>
  );
}
