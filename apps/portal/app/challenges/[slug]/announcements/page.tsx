import type { Metadata } from "next";
import { AnnouncementsPage } from "#features/announcements/announcements-page.tsx";
import { listPath } from "#features/announcements/list-path.ts";
import { ANNOUNCEMENT_TEXTS as T } from "#features/announcements/texts.ts";
import { loadChallenge } from "#features/challenges/load-challenge.ts";

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const feed = `${listPath((await params).slug)}/feed.xml`;
  return { title: T.title, alternates: { types: { "application/atom+xml": feed } } };
}

export default async function ChallengeAnnouncementsPage({ params, searchParams }: PageProps) {
  const { slug, title } = await loadChallenge((await params).slug);
  return <AnnouncementsPage list={slug} title={title} after={(await searchParams).after} />;
}
