import { readSubmission } from "@bodymark/challenge";
import { FAILURE_TEXTS, isId } from "@bodymark/contracts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { SUBMISSION_TEXTS } from "#features/submissions/texts.ts";
import { CaseScores } from "#features/volumes/case-scores.tsx";
import { VolumeViewer } from "#features/volumes/volume-viewer.tsx";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { toViewer } from "#server/viewer.ts";
import { ButtonLink, buttonClass } from "#ui/button.tsx";
import { formatDuration } from "#ui/format-number.ts";
import { Notice } from "#ui/notice.tsx";
import { Page, PageHeader, Section } from "#ui/page.tsx";

interface CasePageProps {
  params: Promise<{ id: string; ordinal: string }>;
}

const load = cache(async (id: string, ordinal: string) => {
  if (!isId("submission", id) || !/^[1-9]\d{0,6}$/.test(ordinal)) notFound();
  const person = await requirePerson(`/submissions/${id}/cases/${ordinal}`);
  const submission = await orNotFound(readSubmission(database(), toViewer(person), id));
  const item = submission.cases.find((one) => one.ordinal === Number(ordinal));
  if (!item?.volumes) notFound();
  return { submission, item };
});

export async function generateMetadata({ params }: CasePageProps): Promise<Metadata> {
  const { id, ordinal } = await params;
  const { submission, item } = await load(id, ordinal);
  return { title: `Case ${item.ordinal} · ${submission.algorithm}` };
}

/** A public case as one submission segmented it: the volumes, and the same in figures. */
export default async function CasePage({ params }: CasePageProps) {
  const { id, ordinal } = await params;
  const { submission, item } = await load(id, ordinal);
  const at = (name: string): string => `/api/v1/submissions/${id}/cases/${item.ordinal}/${name}`;
  const failure = item.status && item.status !== "ok" ? FAILURE_TEXTS[item.status] : null;
  const others = [item.ordinal - 1, item.ordinal + 1].map((one) => submission.cases.find((c) => c.ordinal === one));
  return (
    <Page>
      <PageHeader
        title={`Case ${item.ordinal}${item.name ? `: ${item.name}` : ""}`}
        trail={[
          { href: "/submissions", label: SUBMISSION_TEXTS.listTitle },
          { href: `/submissions/${id}`, label: submission.algorithm },
        ]}
        lead={
          item.medianMs === null ? null : (
            <p>
              {SUBMISSION_TEXTS.segmentedIn} {formatDuration(item.medianMs)}.
            </p>
          )
        }
        actions={
          <>
            {others.map((other, index) =>
              other?.volumes ? (
                <ButtonLink key={other.ordinal} href={`/submissions/${id}/cases/${other.ordinal}`}>
                  {index === 0 ? SUBMISSION_TEXTS.previousCase : SUBMISSION_TEXTS.nextCase}
                </ButtonLink>
              ) : null,
            )}
            {item.log ? (
              <a className={buttonClass()} href={at("log")}>
                {SUBMISSION_TEXTS.log}
              </a>
            ) : null}
          </>
        }
      />
      {failure ? (
        <Notice tone="bad" title={failure.title}>
          <p>{failure.what}</p>
          <p className="text-muted">{failure.next}</p>
        </Notice>
      ) : null}
      <VolumeViewer
        image={at("image")}
        overlays={{
          reference: at("reference"),
          ...(failure ? {} : { prediction: at("prediction"), difference: at("difference") }),
        }}
        structures={(item.structures ?? []).map(({ label, name }) => ({ label, name }))}
      />
      <Section id="figures" title={SUBMISSION_TEXTS.inFigures} note={SUBMISSION_TEXTS.volumesOfTheStructure}>
        <CaseScores structures={item.structures ?? []} />
      </Section>
    </Page>
  );
}
