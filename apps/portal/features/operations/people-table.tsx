import type { PersonRow } from "@bodymark/auth";
import { SECURITY_TEXTS } from "#features/accounts/security-texts.ts";
import { Badge } from "#ui/badge.tsx";
import { HeadRow } from "#ui/head-row.tsx";
import { Instant } from "#ui/instant.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { PEOPLE_TEXTS as T } from "./people-texts.ts";
import { RoleForm } from "./role-form.tsx";

interface PeopleTableProps {
  people: readonly PersonRow[];
  /** Who looks: nobody changes their own role. */
  self: string;
  now: string;
}

/** People with their roles, to change. */
export function PeopleTable({ people, self, now }: PeopleTableProps) {
  return (
    <ScrollFrame label={T.table}>
      <table className="w-full text-small">
        <caption className="sr-only">{T.title}</caption>
        <HeadRow titles={T.columns} />
        <tbody>
          {people.map((person) => (
            <tr key={person.id} className="border-line border-b align-top last:border-0">
              <th scope="row" className="min-w-48 px-4 py-2 text-left font-normal">
                <span className="font-strong">{person.name}</span>{" "}
                {person.id === self ? <Badge tone="accent">{T.you}</Badge> : null}
                <span className="block break-all text-muted">{person.email}</span>
                {person.affiliation ? <span className="block text-muted">{person.affiliation}</span> : null}
              </th>
              <td className="px-4 py-2">
                {person.id === self ? (
                  <>
                    {SECURITY_TEXTS.role[person.role]}
                    <span className="block text-muted">{T.youHint}</span>
                  </>
                ) : (
                  <RoleForm id={person.id} name={person.name} role={person.role} />
                )}
              </td>
              <td className="px-4 py-2 whitespace-nowrap">{T.organizes(person.organizes)}</td>
              <td className="px-4 py-2 whitespace-nowrap">
                <Instant at={person.createdAt} now={now} tipEnd />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
