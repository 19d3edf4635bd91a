import type { Metadata } from "next";
import { KeyForm } from "#features/accounts/key-form.tsx";
import { PROFILE_TEXTS as T } from "#features/accounts/profile-texts.ts";
import { readKeys } from "#features/accounts/read-keys.ts";
import { RevokeKey } from "#features/accounts/revoke-key.tsx";
import { requirePerson } from "#server/current-person.ts";
import { Badge } from "#ui/badge.tsx";
import { Empty } from "#ui/empty.tsx";
import { Instant } from "#ui/instant.tsx";
import { Section } from "#ui/page.tsx";
import { ListSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.keys };

export default async function KeysPage() {
  const person = await requirePerson("/account/keys");
  const now = new Date().toISOString();
  return (
    <Section
      id="keys"
      title={T.keys}
      note={
        <>
          {T.for} <code>{"bodymark submit"}</code>, <code>{"bodymark status"}</code> {T.andTheHttpApi}
        </>
      }
    >
      <div className="frame divide-y divide-line">
        <div className="p-5">
          <KeyForm />
        </div>
        <Streamed reading={readKeys(person)} skeleton={<ListSkeleton rows={2} />}>
          {(keys) =>
            keys.length === 0 ? (
              <div className="p-5">
                <Empty title={T.noKeys}>
                  <p>{T.noKeysHint}</p>
                </Empty>
              </div>
            ) : (
              <ul className="divide-y divide-line">
                {keys.map((key) => (
                  <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
                    <div className="min-w-0">
                      <p className="flex flex-wrap items-center gap-2 break-words font-strong">
                        {key.name} {key.expired ? <Badge tone="warn">{T.expired}</Badge> : null}
                      </p>
                      <p className="text-muted text-small">
                        <code>{key.start}…</code> {T.created} <Instant at={key.createdAt} now={now} /> ·{" "}
                        {key.lastUsedAt ? (
                          <>
                            {T.lastUsed} <Instant at={key.lastUsedAt} now={now} />
                          </>
                        ) : (
                          T.neverUsed
                        )}{" "}
                        ·{" "}
                        {key.expiresAt ? (
                          <>
                            {key.expired ? T.expired : T.expires} <Instant at={key.expiresAt} now={now} tipEnd />
                          </>
                        ) : (
                          T.worksUntilRevoked
                        )}
                      </p>
                    </div>
                    <RevokeKey id={key.id} name={key.name} />
                  </li>
                ))}
              </ul>
            )
          }
        </Streamed>
      </div>
    </Section>
  );
}
