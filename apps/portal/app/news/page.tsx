import type { Metadata } from "next";
import { AnnouncementsPage } from "#features/announcements/announcements-page.tsx";
import { ANNOUNCEMENT_TEXTS as T } from "#features/announcements/texts.ts";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = {
  title: T.newsTitle,
  alternates: { types: { "application/atom+xml": "/news/feed.xml" } },
};

export default async function NewsPage({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  return (
    <Page>
      <PageHeader title={T.newsTitle} lead={T.newsLead} />
      <AnnouncementsPage list={null} title={T.newsTitle} after={(await searchParams).after} />
    </Page>
  );
}
