import type { Metadata } from "next";
import { KeyForm } from "#features/accounts/key-form.tsx";
import { readKeys } from "#features/accounts/read-keys.ts";
import { RevokeKey } from "#features/accounts/revoke-key.tsx";
import { ACCOUNT_TEXTS as T } from "#features/accounts/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { Empty } from "#ui/empty.tsx";
import { Facts } from "#ui/facts.tsx";
import { Instant } from "#ui/instant.tsx";
import { Page, PageHeader, Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.accountTitle };

export default async function AccountPage() {
  const person = await requirePerson("/account");
  const keys = await readKeys(person);
  const now = new Date().toISOString();
  return (
    <Page>
      <PageHeader title={T.accountTitle} />
      <Section id="profile" title={T.profile}>
        <div className="frame p-5">
          <Facts
            facts={[
              [T.name, person.name],
              [T.email, person.email],
              ["Role", person.role],
            ]}
          />
        </div>
      </Section>
      <Section
        id="keys"
        title={T.keys}
        note={
          <>
            For <code>bodymark submit</code>, <code>bodymark status</code> and the HTTP API. A key acts as you: keep it
            like a password.
          </>
        }
      >
        <div className="frame divide-y divide-line">
          <div className="p-5">
            <KeyForm />
          </div>
          {keys.length === 0 ? (
            <div className="p-5">
              <Empty title={T.noKeys} />
            </div>
          ) : (
            <ul className="divide-y divide-line">
              {keys.map((key) => (
                <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
                  <div className="min-w-0">
                    <p className="break-words font-strong">{key.name}</p>
                    <p className="text-muted text-small">
                      <code>{key.start}…</code> · created <Instant at={key.createdAt} now={now} /> ·{" "}
                      {key.lastUsedAt ? (
                        <>
                          last used <Instant at={key.lastUsedAt} now={now} />
                        </>
                      ) : (
                        "never used"
                      )}
                    </p>
                  </div>
                  <RevokeKey id={key.id} name={key.name} />
                </li>
              ))}
            </ul>
          )}
        </div>
      </Section>
    </Page>
  );
}
