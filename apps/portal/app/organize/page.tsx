import { listOrganized, mayCreateChallenges } from "@bodymark/challenge";
import type { Metadata } from "next";
import Link from "next/link";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";
import { Badge } from "#ui/badge.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { formatCount } from "#ui/format-number.ts";
import { Page, PageHeader } from "#ui/page.tsx";
import { ListSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.title };

export default async function OrganizePage() {
  const person = await requirePerson("/organize");
  const viewer = toViewer(person);
  const mayCreate = mayCreateChallenges(viewer);
  return (
    <Page>
      <PageHeader
        title={T.title}
        lead={<p>{T.lead}</p>}
        actions={
          mayCreate ? (
            <ButtonLink kind="primary" href="/organize/new">
              {T.create}
            </ButtonLink>
          ) : null
        }
      />
      <Streamed reading={listOrganized(database(), viewer)} skeleton={<ListSkeleton rows={3} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={T.none}>
              <p>{mayCreate ? T.noneMay : T.noneMayNot}</p>
            </Empty>
          ) : (
            <ul className="frame divide-y divide-line">
              {items.map((item) => (
                <li key={item.slug} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-4">
                  <div className="min-w-0">
                    <p className="flex flex-wrap items-center gap-3">
                      <Link className="link font-strong" href={`/organize/${item.slug}`}>
                        {item.title}
                      </Link>
                      <Badge tone={item.visibility === "public" ? "good" : "warn"}>{item.visibility}</Badge>
                    </p>
                    <p className="text-muted text-small">
                      {formatCount(item.phases, "phase")} · {formatCount(item.cases, "case")} ·{" "}
                      {formatCount(item.teams, "team")} · {formatCount(item.submissions, "submission")}
                    </p>
                  </div>
                  <p className="text-muted text-small">{item.role}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Streamed>
    </Page>
  );
}
