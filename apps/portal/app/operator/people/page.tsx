import { listPeople, MOST_PEOPLE } from "@bodymark/auth";
import type { Metadata } from "next";
import { PeopleTable } from "#features/operations/people-table.tsx";
import { PEOPLE_TEXTS as T } from "#features/operations/people-texts.ts";
import { OPERATIONS_TEXTS } from "#features/operations/texts.ts";
import { requireRole } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Field } from "#ui/field.tsx";
import { Page, PageHeader, Section } from "#ui/page.tsx";
import { TableSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.title };

interface PeoplePageProps {
  searchParams: Promise<{ words?: string | string[] }>;
}

export default async function PeoplePage({ searchParams }: PeoplePageProps) {
  const operator = await requireRole("operator");
  const { words: given } = await searchParams;
  const words = typeof given === "string" ? given.trim().slice(0, 200) : "";
  return (
    <Page>
      <PageHeader title={T.title} lead={T.lead} trail={[{ href: "/operator", label: OPERATIONS_TEXTS.title }]} />
      <form method="get" className="flex max-w-xl flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <Field
            name="words"
            type="search"
            label={T.search}
            hint={T.searchHint}
            defaultValue={words}
            required={false}
          />
        </div>
        <div className="flex gap-2">
          <Button type="submit">{T.find}</Button>
          {words ? (
            <ButtonLink href="/operator/people" kind="quiet">
              {T.clear}
            </ButtonLink>
          ) : null}
        </div>
      </form>
      <Streamed reading={listPeople(database(), operator, words)} skeleton={<TableSkeleton />}>
        {(people) => (
          <Section id="people" title={words ? T.found(people.length) : T.appointed}>
            {people.length === 0 ? (
              <Empty title={T.nobody}>
                <p>{T.nobodyHint}</p>
              </Empty>
            ) : (
              <PeopleTable people={people} self={operator.id} now={new Date().toISOString()} />
            )}
            {people.length === MOST_PEOPLE ? <p className="text-muted text-small">{T.more(MOST_PEOPLE)}</p> : null}
          </Section>
        )}
      </Streamed>
    </Page>
  );
}
