import { idOfSession, listSessions, readSecondFactors } from "@bodymark/auth";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { AddPasskey } from "#features/accounts/add-passkey.tsx";
import { EmailForm, PasswordForm, RemovePasskey } from "#features/accounts/security-forms.tsx";
import { SECURITY_TEXTS as T } from "#features/accounts/security-texts.ts";
import { SessionList } from "#features/accounts/session-list.tsx";
import { TotpSetup } from "#features/accounts/totp-setup.tsx";
import { auth } from "#server/auth.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { Badge } from "#ui/badge.tsx";
import { Instant } from "#ui/instant.tsx";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.title };

export default async function SecurityPage() {
  const person = await requirePerson("/account/security");
  const current = (await idOfSession(auth(), await headers())) ?? "";
  const [factors, sessions] = await Promise.all([
    readSecondFactors(database(), person.id),
    listSessions(database(), person.id, current),
  ]);
  const now = new Date().toISOString();
  return (
    <div className="space-y-10">
      <Section id="second" title={T.second} note={T.secondNote}>
        <div className="frame grid divide-y divide-line lg:grid-cols-2 lg:divide-x lg:divide-y-0">
          <div className="space-y-4 p-5">
            <h3 className="flex items-center gap-2">
              {T.totp} <Badge tone={factors.totp ? "good" : "neutral"}>{factors.totp ? T.totpOn : T.totpOff}</Badge>
            </h3>
            <p className="text-muted text-small">{T.totpHint}</p>
            <TotpSetup key={String(factors.totp)} on={factors.totp} />
          </div>
          <div className="space-y-4 p-5">
            <h3>{T.passkeys}</h3>
            <p className="text-muted text-small">{T.passkeyHint}</p>
            {factors.passkeys.length === 0 ? (
              <p className="text-muted">{T.noPasskeys}</p>
            ) : (
              <ul className="divide-y divide-line border-line border-y">
                {factors.passkeys.map((passkey) => (
                  <li key={passkey.id} className="flex flex-wrap items-center justify-between gap-3 py-2.5">
                    <span className="min-w-0">
                      <span className="block break-words font-strong">{passkey.name}</span>
                      {passkey.createdAt ? (
                        <span className="text-muted text-small">
                          {T.added} <Instant at={passkey.createdAt} now={now} />
                        </span>
                      ) : null}
                    </span>
                    <RemovePasskey id={passkey.id} name={passkey.name} />
                  </li>
                ))}
              </ul>
            )}
            <AddPasskey />
          </div>
        </div>
      </Section>
      <div className="grid gap-x-8 gap-y-10 lg:grid-cols-2">
        <Section id="password" title={T.password}>
          <div className="frame p-5">
            <PasswordForm />
          </div>
        </Section>
        <Section id="email" title={T.email}>
          <div className="frame space-y-4 p-5">
            <p className="break-words text-muted text-small">{T.emailNote(person.email)}</p>
            <EmailForm />
          </div>
        </Section>
      </div>
      <Section id="sessions" title={T.sessions} note={T.sessionsNote}>
        <SessionList sessions={sessions} now={now} />
      </Section>
    </div>
  );
}
