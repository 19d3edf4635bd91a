import { PROFILES } from "@bodymark/contracts";
import type { Metadata } from "next";
import { FailureTable } from "#features/docs/failure-table.tsx";
import { PROFILE_FACTS } from "#features/docs/profiles.ts";
import { DOCS_TEXTS as T } from "#features/docs/texts.ts";
import { environment } from "#server/environment.ts";
import { Command } from "#ui/command.tsx";
import { Facts } from "#ui/facts.tsx";
import { Page, PageHeader, Section } from "#ui/page.tsx";

export const metadata: Metadata = { title: "How it works" };

const CONTENTS = [
  ["participants", "For participants"],
  ["container", "Container contract"],
  ["failures", "When it fails"],
  ["time", "How time is measured"],
  ["scoring", "How it is scored"],
  ["api", "HTTP API"],
  ["organizers", "For organizers"],
] as const;

export default function DocsPage() {
  const { publicUrl } = environment();
  return (
    <Page>
      <PageHeader title={T.howItWorks} lead={T.fromAnImageArchive} />
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[12rem_minmax(0,1fr)]">
        <nav aria-label={T.onThisPage} className="lg:sticky lg:top-6 lg:self-start">
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small lg:flex-col">
            {CONTENTS.map(([id, title]) => (
              <li key={id}>
                <a className="text-muted hover:text-ink hover:underline" href={`#${id}`}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-w-0 space-y-12">
          <Section id="participants" title={T.forParticipants}>
            <ol className="prose list-decimal space-y-2 pl-5">
              <li>{T.createAnAccountOpen}</li>
              <li>
                {T.saveYourImage} <code>{"docker save my-algorithm | gzip > my-algorithm.tar.gz"}</code>
                {T.imagesMadeForBodymaps}
              </li>
              <li>{T.tryItOnYour}</li>
            </ol>
            <Command text={T.npxBodymarkEvaluateImage} />
            <p className="max-w-3xl">{T.thenSubmitInThe}</p>
            <Command
              text={`BODYMARK_API_KEY=… npx bodymark submit --url ${publicUrl} --challenge SLUG --phase SLUG --image my-algorithm.tar.gz`}
            />
          </Section>
          <Section id="container" title={T.containerContract} note={T.oneFreshContainerPer}>
            <div className="grid gap-4 md:grid-cols-2">
              {PROFILES.map((profile) => {
                const { input, output, command } = PROFILE_FACTS[profile];
                return (
                  <div key={profile} className="frame p-4 text-small">
                    <h3 className="mb-2">
                      <code>{profile}</code>
                    </h3>
                    <Facts
                      facts={[
                        [T.input, <code key="i">{input}</code>],
                        [T.output, <code key="o">{output}</code>],
                        [T.command, command],
                      ]}
                    />
                  </div>
                );
              })}
            </div>
            <p className="max-w-3xl text-muted">
              <code>{"<case>"}</code> {T.isARandomName} <code>{"bodymaps"}</code> {T.and} <code>{"flare"}</code>{" "}
              {T.demandTheShapeAlone}
            </p>
          </Section>
          <Section id="failures" title={T.whenItFails} note={T.oneFailedCaseFails}>
            <FailureTable />
          </Section>
          <Section id="time" title={T.howTimeIsMeasured}>
            <ul className="prose list-disc space-y-2 pl-5">
              <li>{T.fromTheEnginesOwn}</li>
              <li>{T.oneWarmUpContainer}</li>
              <li>{T.theHardwareIsRecorded}</li>
              <li>{T.memoryIsThePeak}</li>
            </ul>
          </Section>
          <Section id="scoring" title={T.howItIsScored}>
            <ul className="prose list-disc space-y-2 pl-5">
              <li>
                <strong>DSC</strong>: 2|P∩R| / (|P|+|R|). <strong>NSD</strong>
                {T.surfelWeightedSurfaceDice} <strong>HD95</strong>
                {T.theLargerOfThe}
              </li>
              <li>{T.aStructureThatThe}</li>
              <li>{T.meansAreTakenOver}</li>
              <li>{T.ranksComeFromThe}</li>
            </ul>
          </Section>
          <Section id="api" title={T.httpApi}>
            <p className="max-w-3xl">
              {T.everythingHereIsAlso} <code>{"/api/v1"}</code>
              {T.describedBy}{" "}
              <a className="link" href="/api/v1/openapi.json">
                {T.openapi31}
              </a>
              {T.readingBoardsNeedsNo} <code>{"Authorization: Bearer KEY"}</code> {T.withAKeyFrom}
            </p>
            <Command text={`curl ${publicUrl}/api/v1/challenges`} />
          </Section>
          <Section id="organizers" title={T.forOrganizers}>
            <p className="max-w-3xl">{T.aChallengeHasStructures}</p>
          </Section>
        </div>
      </div>
    </Page>
  );
}
