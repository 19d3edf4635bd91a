import type { Metadata } from "next";
import { WritePage } from "#features/announcements/write-page.tsx";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";

export const metadata: Metadata = { title: T.tabs.announcements };

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ published?: string | string[]; after?: string | string[] }>;
}

export default async function OrganizeAnnouncementsPage({ params, searchParams }: PageProps) {
  const { document, role } = await loadDefinition((await params).slug);
  return <WritePage list={document.slug} readOnly={role === "reviewer"} query={await searchParams} />;
}
