import { notFound, redirect } from "next/navigation";
import { loadChallenge } from "#features/challenges/load-challenge.ts";

/** The address of the organizers' pages beside the challenge's own; to everybody else it does not exist. */
export default async function ManagePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug, may } = await loadChallenge((await params).slug);
  if (!may.organize) notFound();
  redirect(`/organize/${slug}`);
}
