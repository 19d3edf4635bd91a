import { readSecondFactors } from "@bodymark/auth";
import { planDeletion } from "@bodymark/challenge";
import type { Metadata } from "next";
import Link from "next/link";
import { DeleteForm } from "#features/accounts/delete-form.tsx";
import { PROFILE_TEXTS as T } from "#features/accounts/profile-texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { buttonClass } from "#ui/button.tsx";
import { formatCount } from "#ui/format-number.ts";
import { Notice } from "#ui/notice.tsx";
import { Section } from "#ui/page.tsx";
import { FormSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.tabs.data };

const namesOf = (teams: readonly { name: string }[]) => teams.map(({ name }) => `“${name}”`).join(", ");

export default async function DataPage() {
  const person = await requirePerson("/account/data");
  const reading = Promise.all([planDeletion(database(), person.id), readSecondFactors(database(), person.id)]);
  return (
    <div className="max-w-2xl space-y-10">
      <Section id="export" title={T.exportTitle} note={T.exportNote}>
        <div className="frame p-5">
          <a className={buttonClass()} href="/account/data/export" download>
            {T.exportButton}
          </a>
        </div>
      </Section>
      <Section id="delete" title={T.deleteTitle} note={T.deleteNote}>
        <Streamed reading={reading} skeleton={<FormSkeleton fields={2} />}>
          {([plan, factors]) => (
            <div className="frame space-y-5 p-5">
              <ul className="list-disc space-y-1 pl-5 empty:hidden">
                {plan.submissions > 0 ? <li>{T.submissions(formatCount(plan.submissions, "submission"))}</li> : null}
                {plan.staying.length > 0 ? <li>{T.staying(namesOf(plan.staying))}</li> : null}
                {plan.ending.length > 0 ? <li>{T.ending(namesOf(plan.ending))}</li> : null}
              </ul>
              {plan.toHandOver.length + plan.toGiveAway.length > 0 ? (
                <Notice tone="warn" title={T.handOverFirst}>
                  <ul className="list-disc pl-5">
                    {plan.toHandOver.map((team) => (
                      <li key={team.id}>
                        {T.team}{" "}
                        <Link className="link" href={`/teams/${team.id}`}>
                          {team.name}
                        </Link>
                      </li>
                    ))}
                    {plan.toGiveAway.map((challenge) => (
                      <li key={challenge.slug}>
                        {T.challenge}{" "}
                        <Link className="link" href={`/challenges/${challenge.slug}`}>
                          {challenge.title}
                        </Link>
                      </li>
                    ))}
                  </ul>
                </Notice>
              ) : (
                <DeleteForm asksCode={factors.totp} />
              )}
            </div>
          )}
        </Streamed>
      </Section>
    </div>
  );
}
