import type { Metadata } from "next";
import { EditPage } from "#features/announcements/edit-page.tsx";
import { ANNOUNCEMENT_TEXTS as T } from "#features/announcements/texts.ts";
import { loadDefinition } from "#features/organize/load-definition.ts";

export const metadata: Metadata = { title: T.editTitle };

export default async function EditAnnouncementPage({
  params,
}: {
  params: Promise<{ slug: string; announcement: string }>;
}) {
  const { slug, announcement } = await params;
  const { document, role } = await loadDefinition(slug);
  return <EditPage list={document.slug} id={announcement} readOnly={role === "reviewer"} />;
}
