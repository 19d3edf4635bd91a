import type { Metadata } from "next";
import { AnnouncementPage, loadAnnouncement } from "#features/announcements/announcement-page.tsx";
import { loadChallenge } from "#features/challenges/load-challenge.ts";

interface PageProps {
  params: Promise<{ slug: string; announcement: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { slug, announcement } = await params;
  return { title: (await loadAnnouncement((await loadChallenge(slug)).slug, announcement)).title };
}

export default async function ChallengeAnnouncementPage({ params }: PageProps) {
  const { slug, announcement } = await params;
  return <AnnouncementPage list={(await loadChallenge(slug)).slug} id={announcement} />;
}
