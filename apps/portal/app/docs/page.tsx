import { PROFILES } from "@bodymark/contracts";
import type { Metadata } from "next";
import { FailureTable } from "#features/docs/failure-table.tsx";
import { PROFILE_FACTS } from "#features/docs/profiles.ts";
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
      <PageHeader
        title="How it works"
        lead="From an image archive to a line on the leaderboard: what is run, how it is timed and scored, and what you see of it."
      />
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[12rem_minmax(0,1fr)]">
        <nav aria-label="On this page" className="lg:sticky lg:top-6 lg:self-start">
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
          <Section id="participants" title="For participants">
            <ol className="prose list-decimal space-y-2 pl-5">
              <li>Create an account, open a challenge, join it with a team name and accept its rules.</li>
              <li>
                Save your image: <code>docker save my-algorithm | gzip &gt; my-algorithm.tar.gz</code>. Images made for
                BodyMaps, SuPreM and FLARE run unmodified.
              </li>
              <li>Try it on your machine with the code that the server runs:</li>
            </ol>
            <Command
              text="npx bodymark evaluate --image my-algorithm.tar.gz --cases DIR --structures structures.json --out results"
              label="Copy"
            />
            <p className="max-w-3xl">
              Then submit in the browser, or with an API key. Uploads resume where they broke off, and the
              submission&apos;s page follows each case as it runs.
            </p>
            <Command
              text={`BODYMARK_API_KEY=… npx bodymark submit --url ${publicUrl} --challenge SLUG --phase SLUG --image my-algorithm.tar.gz`}
              label="Copy"
            />
          </Section>
          <Section
            id="container"
            title="Container contract"
            note="One fresh container per case. No network; memory, time, disk and processes are limited; nothing survives a case. Each phase names its profile."
          >
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
                        ["Input", <code key="i">{input}</code>],
                        ["Output", <code key="o">{output}</code>],
                        ["Command", command],
                      ]}
                    />
                  </div>
                );
              })}
            </div>
            <p className="max-w-3xl text-muted">
              <code>&lt;case&gt;</code> is a random name, new for each evaluation. The output is one integer label map
              of the input&apos;s shape. <code>bodymaps</code> and <code>flare</code> demand the shape alone; the others
              the affine too.
            </p>
          </Section>
          <Section
            id="failures"
            title="When it fails"
            note="One failed case fails that case alone: it counts as 0 and as the time limit. A fault of the platform is retried and never counts against your quota."
          >
            <FailureTable />
          </Section>
          <Section id="time" title="How time is measured">
            <ul className="prose list-disc space-y-2 pl-5">
              <li>
                From the engine&apos;s own record of when the container&apos;s process started and finished, loading of
                the model included. Creating the container and copying files are outside.
              </li>
              <li>
                One warm-up container runs first and is discarded; a phase may ask for repeats, then the median counts.
              </li>
              <li>
                The hardware is recorded with each evaluation. Times from different hardware are marked, never mixed.
              </li>
              <li>Memory is the peak of resident memory without page cache.</li>
            </ul>
          </Section>
          <Section id="scoring" title="How it is scored">
            <ul className="prose list-disc space-y-2 pl-5">
              <li>
                <strong>DSC</strong>: 2|P∩R| / (|P|+|R|). <strong>NSD</strong>: surfel-weighted surface Dice at the
                structure&apos;s tolerance in millimetres, as in DeepMind&apos;s surface-distance (Nikolov et al.).{" "}
                <strong>HD95</strong>: the larger of the two directed 95th percentiles.
              </li>
              <li>
                A structure that the reference has and the prediction lacks scores 0; so does every structure of a
                failed case. One that is absent from the reference is left out, unless the phase counts it.
              </li>
              <li>Means are taken over cases, then over structures, each structure counting once.</li>
              <li>
                Ranks come from the scheme frozen when the phase opened. The range beside a rank is where it lies in 95
                % of bootstrap draws over patients. Ties share the smaller rank.
              </li>
            </ul>
          </Section>
          <Section id="api" title="HTTP API">
            <p className="max-w-3xl">
              Everything here is also JSON under <code>/api/v1</code>, described by{" "}
              <a className="link" href="/api/v1/openapi.json">
                OpenAPI 3.1
              </a>
              . Reading boards needs no key; for your submissions send <code>Authorization: Bearer KEY</code> with a key
              from your account page. Errors are problem details (RFC 9457).
            </p>
            <Command text={`curl ${publicUrl}/api/v1/challenges`} label="Copy" />
          </Section>
          <Section id="organizers" title="For organizers">
            <p className="max-w-3xl">
              A challenge has structures with their tolerances and groups, cases with metadata, and phases with limits,
              quota, deadline and a ranking scheme. Cases of a hidden phase are never shown, named or hinted at: until
              it closes, participants get rounded aggregates, failure codes and ordinals.
            </p>
          </Section>
        </div>
      </div>
    </Page>
  );
}
