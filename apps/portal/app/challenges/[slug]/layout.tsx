import type { Metadata } from "next";
import type { ReactNode } from "react";
import { findChallenge, loadChallenge } from "#features/challenges/load-challenge.ts";
import { PhaseChip } from "#features/challenges/phase-chip.tsx";
import { CHALLENGE_TEXTS as T } from "#features/challenges/texts.ts";
import { NOT_FOUND_METADATA } from "#server/not-found-metadata.ts";
import { Badge } from "#ui/badge.tsx";
import { ButtonLink } from "#ui/button.tsx";
import { Page, PageHeader } from "#ui/page.tsx";
import { Picture } from "#ui/picture.tsx";
import { Tabs } from "#ui/tabs.tsx";

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const challenge = await findChallenge((await params).slug);
  if (!challenge) return NOT_FOUND_METADATA;
  const { title } = challenge;
  return { title: { default: title, template: `%s · ${title} · Bodymark` }, description: challenge.summary };
}

export default async function ChallengeLayout({ children, params }: LayoutProps) {
  const challenge = await loadChallenge((await params).slug);
  const base = `/challenges/${challenge.slug}`;
  const now = new Date().toISOString();
  const isOpen = challenge.phases.some((phase) => phase.status === "open");
  return (
    <Page>
      <PageHeader
        title={
          challenge.logo ? (
            <span className="flex items-center gap-4">
              <Picture
                src={`/api/v1/challenges/${challenge.slug}/pictures/${challenge.logo}`}
                alt=""
                className="h-12 w-auto max-w-32 rounded-small object-contain"
              />
              <span className="min-w-0">{challenge.title}</span>
            </span>
          ) : (
            challenge.title
          )
        }
        trail={[{ href: "/challenges", label: "Challenges" }]}
        lead={
          <>
            <p>{challenge.summary}</p>
            <ul className="mt-3 flex flex-col gap-x-8 gap-y-1.5 text-ink sm:flex-row sm:flex-wrap">
              {challenge.visibility === "public" ? null : (
                <li>
                  <Badge tone="warn">{T.draftSeenByIts}</Badge>
                </li>
              )}
              {challenge.phases.map((phase) => (
                <li key={phase.slug}>
                  <PhaseChip phase={phase} now={now} />
                </li>
              ))}
            </ul>
          </>
        }
        actions={
          isOpen ? (
            <ButtonLink kind="primary" href={`${base}/submit`}>
              {challenge.team ? T.submit : T.join}
            </ButtonLink>
          ) : null
        }
      />
      <Tabs
        label={T.challenge}
        tabs={[
          { href: base, label: T.tabs.overview },
          { href: `${base}/leaderboard`, label: T.tabs.leaderboard },
          { href: `${base}/rules`, label: T.tabs.rules },
          { href: `${base}/data`, label: T.tabs.data },
          { href: `${base}/announcements`, label: T.tabs.announcements },
          ...(challenge.may.organize ? [{ href: `/organize/${challenge.slug}`, label: T.tabs.manage }] : []),
        ]}
      />
      {children}
    </Page>
  );
}
