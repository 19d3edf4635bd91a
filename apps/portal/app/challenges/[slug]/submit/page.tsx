import type { Person } from "@bodymark/auth";
import {
  type ChallengeView,
  type PhaseView,
  Refusal,
  readEntry,
  readSubmission,
  type Viewer,
} from "@bodymark/challenge";
import { formatLabelMap, isId, methodSchema } from "@bodymark/contracts";
import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { ConfirmNotice } from "#features/accounts/confirm-notice.tsx";
import { chooseOpenPhase } from "#features/challenges/choose-phase.ts";
import { loadChallenge } from "#features/challenges/load-challenge.ts";
import { PhaseChip } from "#features/challenges/phase-chip.tsx";
import { PhasePicker } from "#features/challenges/phase-picker.tsx";
import { KitLink } from "#features/starter-kit/kit-link.tsx";
import type { EarlierSubmission } from "#features/submissions/earlier-submission.ts";
import { formatEvaluateCommand } from "#features/submissions/format-evaluate-command.ts";
import { QuotaNote } from "#features/submissions/quota-note.tsx";
import { SubmitForm } from "#features/submissions/submit-form.tsx";
import { SUBMIT_TEXTS as T } from "#features/submissions/submit-texts.ts";
import { WhatHappens } from "#features/submissions/what-happens.tsx";
import { JoinForm } from "#features/teams/join-form.tsx";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { environment } from "#server/environment.ts";
import { toViewer } from "#server/viewer.ts";
import { Command } from "#ui/command.tsx";
import { Empty } from "#ui/empty.tsx";
import { Notice } from "#ui/notice.tsx";
import { Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: T.title };

interface SubmitPageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ phase?: string | string[]; again?: string | string[] }>;
}

export default async function SubmitPage({ params, searchParams }: SubmitPageProps) {
  const challenge = await loadChallenge((await params).slug);
  const { phase: asked, again } = await searchParams;
  const path = `/challenges/${challenge.slug}/submit`;
  const person = await requirePerson(typeof asked === "string" ? `${path}?phase=${encodeURIComponent(asked)}` : path);
  const phase =
    challenge.phases.find(({ slug }) => slug === asked) ?? chooseOpenPhase(challenge.phases) ?? challenge.phases[0];
  if (!phase)
    return (
      <Empty title={T.noPhases}>
        <p>{T.noPhasesHint}</p>
      </Empty>
    );
  const slugs = { challenge: challenge.slug, phase: phase.slug };
  const [{ quota, refusal }, earlier] = await Promise.all([
    readEntry(database(), toViewer(person), slugs),
    challenge.team && typeof again === "string" ? readEarlier(toViewer(person), again) : null,
  ]);
  const now = new Date().toISOString();
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="min-w-0 space-y-6">
        <div className="space-y-3">
          <h2>{challenge.team ? T.title : T.joinTitle}</h2>
          {challenge.team ? (
            <PhasePicker path={path} phases={challenge.phases} current={phase.slug} />
          ) : (
            <p className="text-muted">{T.joinLead}</p>
          )}
        </div>
        <Entry challenge={challenge} phase={phase} person={person} now={now}>
          {quota ? <QuotaNote quota={quota} now={now} /> : null}
          {refusal ? (
            <Notice tone="warn" title={T.notNow}>
              <p>{refusal.code === "quota-reached" ? T.quotaReached : refusal.message}</p>
            </Notice>
          ) : null}
          <SubmitForm
            key={`${phase.slug}/${earlier?.id}`}
            challenge={challenge.slug}
            phase={phase.slug}
            maxBytes={phase.limits.imageBytes}
            disabled={refusal !== null}
            earlier={earlier}
          />
        </Entry>
      </div>
      <aside className="min-w-0 space-y-10 text-small">
        <Section id="happens" title={T.happens}>
          <WhatHappens phase={phase} />
        </Section>
        <Section id="tryout" title={T.tryout}>
          <p className="text-muted">{T.kitHint}</p>
          <KitLink challenge={challenge.slug} phase={phase.slug} />
          <p className="text-muted">{T.tryoutHint}</p>
          <Command text={formatEvaluateCommand(phase, environment().publicUrl)} />
        </Section>
      </aside>
    </div>
  );
}

/** The submission to hand in again, if it is one that this person may see. */
async function readEarlier(viewer: Viewer, id: string): Promise<EarlierSubmission | null> {
  if (!isId("submission", id)) return null;
  const submission = await readSubmission(database(), viewer, id).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (!submission) return null;
  const { algorithm: name, description, anonymous, upload } = submission;
  const map = z.record(z.string(), z.number()).safeParse(submission.labelMap);
  const labelMap = map.success ? formatLabelMap(map.data) : null;
  const said = methodSchema.safeParse(submission.method);
  const method = Object.fromEntries(
    Object.entries(said.data ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return { id, name, description, method, labelMap, anonymous, upload };
}

interface EntryProps {
  challenge: ChallengeView;
  phase: PhaseView;
  person: Person;
  now: string;
  children: React.ReactNode;
}

/** What stands between a person and the form: no team yet, not approved, phase not open, another phase first. */
function Entry({ challenge, phase, person, now, children }: EntryProps) {
  const { team } = challenge;
  if (!person.confirmed) return <ConfirmNotice person={person} next={`/challenges/${challenge.slug}/submit`} />;
  if (!team) {
    return (
      <div className="space-y-5">
        {challenge.admission === "open" ? null : (
          <Notice>
            <p>
              {challenge.admission === "approval" ? T.needsApproval : T.needsDomain(challenge.emailDomains.join(", "))}
            </p>
          </Notice>
        )}
        <JoinForm challenge={challenge.slug} suggestion={person.name} />
      </div>
    );
  }
  if (team.state === "pending") {
    return (
      <Notice title={T.pending}>
        <p className="text-muted">{T.pendingHint}</p>
      </Notice>
    );
  }
  if (team.state !== "approved") {
    return (
      <Notice tone="warn" title={T.refused}>
        <p>{T.refusedHint}</p>
      </Notice>
    );
  }
  if (phase.status !== "open") {
    return (
      <Notice title={T.closed}>
        <PhaseChip phase={phase} now={now} />
        <p className="text-muted">{phase.status === "upcoming" ? T.upcomingHint : T.closedHint}</p>
      </Notice>
    );
  }
  return (
    <div className="space-y-6">
      {phase.gate ? (
        <p className="text-muted">
          {T.gate[0]}{" "}
          <Link className="link" href={`/challenges/${challenge.slug}/submit?phase=${phase.gate.slug}`}>
            {phase.gate.title}
          </Link>{" "}
          {T.gate[1]}
        </p>
      ) : null}
      {children}
    </div>
  );
}
