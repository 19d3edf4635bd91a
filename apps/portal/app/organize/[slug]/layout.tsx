import { readBudget } from "@bodymark/challenge";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { BudgetNotice } from "#features/costs/budget-notice.tsx";
import { findDefinition, loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { database } from "#server/database.ts";
import { NOT_FOUND_METADATA } from "#server/not-found-metadata.ts";
import { currentViewer } from "#server/viewer.ts";
import { Badge } from "#ui/badge.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader } from "#ui/page.tsx";
import { Tabs } from "#ui/tabs.tsx";

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const definition = await findDefinition((await params).slug);
  if (!definition) return NOT_FOUND_METADATA;
  const name = `${T.title} ${definition.document.title}`;
  return { title: { default: name, template: `%s · ${name} · Bodymark` } };
}

export default async function OrganizeLayout({ children, params }: LayoutProps) {
  const { document, role } = await loadDefinition((await params).slug);
  const budget = await readBudget(database(), await currentViewer(), document.slug);
  const base = `/organize/${document.slug}`;
  return (
    <Page>
      <PageHeader
        title={document.title}
        trail={[{ href: "/organize", label: T.title }]}
        lead={
          <p className="flex flex-wrap items-center gap-3">
            <Badge tone={document.visibility === "public" ? "good" : "warn"}>{document.visibility}</Badge>
            <code className="text-small">{document.slug}</code>
            <span className="text-small">
              {T.youAre} {role}
            </span>
          </p>
        }
        actions={<ButtonLink href={`/challenges/${document.slug}`}>{T.seeItsPage}</ButtonLink>}
      />
      <Tabs
        label={T.title}
        tabs={[
          { href: base, label: T.tabs.overview },
          { href: `${base}/structures`, label: T.tabs.structures },
          { href: `${base}/cases`, label: T.tabs.cases },
          { href: `${base}/phases`, label: T.tabs.phases },
          { href: `${base}/teams`, label: T.tabs.teams },
          { href: `${base}/submissions`, label: T.tabs.submissions },
          { href: `${base}/costs`, label: T.tabs.costs },
          { href: `${base}/announcements`, label: T.tabs.announcements },
          { href: `${base}/organizers`, label: T.tabs.organizers },
          { href: `${base}/audit`, label: T.tabs.audit },
        ]}
      />
      {role === "reviewer" ? (
        <Notice>
          <p>{T.readOnly}</p>
        </Notice>
      ) : null}
      <BudgetNotice budget={budget} challenge={document.slug} />
      {children}
    </Page>
  );
}
