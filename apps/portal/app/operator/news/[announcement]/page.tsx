import type { Metadata } from "next";
import { EditPage } from "#features/announcements/edit-page.tsx";
import { ANNOUNCEMENT_TEXTS as T } from "#features/announcements/texts.ts";
import { requireRole } from "#server/current-person.ts";
import { Page, PageHeader } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.editTitle };

export default async function EditNewsPage({ params }: { params: Promise<{ announcement: string }> }) {
  await requireRole("operator");
  return (
    <Page>
      <PageHeader title={T.newsTitle} trail={[{ href: "/operator/news", label: T.newsTitle }]} />
      <EditPage list={null} id={(await params).announcement} readOnly={false} />
    </Page>
  );
}
