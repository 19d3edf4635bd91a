import type { Metadata } from "next";
import { AnnouncementPage, loadAnnouncement } from "#features/announcements/announcement-page.tsx";
import { ANNOUNCEMENT_TEXTS as T } from "#features/announcements/texts.ts";
import { Page, PageHeader } from "#ui/page.tsx";

interface PageProps {
  params: Promise<{ announcement: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await loadAnnouncement(null, (await params).announcement)).title };
}

export default async function OneNewsPage({ params }: PageProps) {
  return (
    <Page>
      <PageHeader title={T.newsTitle} />
      <AnnouncementPage list={null} id={(await params).announcement} />
    </Page>
  );
}
