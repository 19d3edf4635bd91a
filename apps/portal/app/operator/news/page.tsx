import type { Metadata } from "next";
import { ANNOUNCEMENT_TEXTS as T } from "#features/announcements/texts.ts";
import { WritePage } from "#features/announcements/write-page.tsx";
import { OPERATIONS_TEXTS } from "#features/operations/texts.ts";
import { requireRole } from "#server/current-person.ts";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.newsTitle };

interface PageProps {
  searchParams: Promise<{ published?: string | string[]; after?: string | string[] }>;
}

export default async function OperatorNewsPage({ searchParams }: PageProps) {
  await requireRole("operator");
  return (
    <Page>
      <PageHeader title={T.newsTitle} trail={[{ href: "/operator", label: OPERATIONS_TEXTS.title }]} />
      <WritePage list={null} readOnly={false} query={await searchParams} />
    </Page>
  );
}
