import { listTeams } from "@bodymark/challenge";
import type { Metadata } from "next";
import { TeamList } from "#features/manage/team-list.tsx";
import { MANAGE_TEXTS as M } from "#features/manage/texts.ts";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { Empty } from "#ui/empty.tsx";
import { Section } from "#ui/page.tsx";
import { ListSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.tabs.teams };

export default async function TeamsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { document, role } = await loadDefinition((await params).slug);
  const reading = listTeams(database(), await currentViewer(), document.slug);
  return (
    <Section id="teams" title={T.tabs.teams}>
      <Streamed reading={reading} skeleton={<ListSkeleton />}>
        {(teams) =>
          teams.length === 0 ? (
            <Empty title={M.noTeams}>
              <p>{M.noTeamsHint}</p>
            </Empty>
          ) : (
            <TeamList
              challenge={document.slug}
              teams={teams}
              readOnly={role === "reviewer"}
              now={new Date().toISOString()}
            />
          )
        }
      </Streamed>
    </Section>
  );
}
