import { readCosts } from "@bodymark/challenge";
import { costsSchema } from "@bodymark/challenge-file";
import type { Metadata } from "next";
import { BudgetBar } from "#features/costs/budget-bar.tsx";
import { CostFacts } from "#features/costs/cost-facts.tsx";
import { CostsForm } from "#features/costs/costs-form.tsx";
import { COSTS_TEXTS as C } from "#features/costs/texts.ts";
import { PhaseTable, TeamTable } from "#features/costs/use-table.tsx";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { buttonClass } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.tabs.costs };

export default async function CostsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { document, role } = await loadDefinition((await params).slug);
  const costs = await readCosts(database(), await currentViewer(), document.slug);
  const { budget, total, phases, teams } = costs;
  const empty = total.use.runs === 0 && total.storage.bytes === 0;
  return (
    <>
      <Section id="budget" title={C.budget}>
        {budget ? <BudgetBar budget={budget} /> : <p className="text-muted">{C.noBudget}</p>}
      </Section>
      <Section
        id="use"
        title={C.use}
        note={C.useNote}
        actions={
          empty ? null : (
            <a
              className={buttonClass("secondary", "small")}
              href={`/api/v1/challenges/${document.slug}/costs?format=csv`}
            >
              {C.download}
            </a>
          )
        }
      >
        {empty ? (
          <Empty title={C.none}>
            <p>{C.noneHint}</p>
          </Empty>
        ) : (
          <CostFacts costs={costs} />
        )}
      </Section>
      {empty || phases.length === 0 ? null : (
        <Section id="by-phase" title={C.phases} note={C.phasesNote}>
          <PhaseTable costs={costs} />
        </Section>
      )}
      {teams.length === 0 ? null : (
        <Section id="by-team" title={C.teams} note={C.teamsNote}>
          <TeamTable costs={costs} />
        </Section>
      )}
      <Section id="budget-and-prices" title={C.form.title} note={C.form.note}>
        <CostsForm
          challenge={document.slug}
          costs={document.costs ?? costsSchema.parse({})}
          readOnly={role === "reviewer"}
        />
      </Section>
    </>
  );
}
