import { partVersion } from "@bodymark/challenge";
import type { ChallengeDocument } from "@bodymark/challenge-file";
import { Check, Circle } from "lucide-react";
import Link from "next/link";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { PictureList } from "#features/organize/picture-list.tsx";
import { PublishForm } from "#features/organize/publish-form.tsx";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { TextsForm } from "#features/organize/texts-form.tsx";
import { formatCount } from "#ui/format-number.ts";
import { Section } from "#ui/page.tsx";

/** What the form of texts saves at once. */
const TEXT_FIELDS = ["title", "summary", "discussionUrl", "admission", "emailDomains", "pages", "logo"];

export default async function OverviewPage({ params }: { params: Promise<{ slug: string }> }) {
  const { document, role } = await loadDefinition((await params).slug);
  const readOnly = role === "reviewer";
  const { slug, title, summary, discussionUrl, admission, emailDomains, pages, logo, pictures } = document;
  return (
    <div className="space-y-10">
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
        <Section id="checklist" title={T.checklist}>
          <Checklist document={document} />
        </Section>
        <Section id="publish" title={T.publishTitle}>
          <PublishForm challenge={slug} visibility={document.visibility} owner={role === "owner"} />
        </Section>
      </div>
      <Section id="pages" title={T.pagesTitle}>
        <TextsForm
          challenge={{ slug, title, summary, discussionUrl, admission, emailDomains, pages, logo, pictures }}
          base={partVersion(document, TEXT_FIELDS)}
          readOnly={readOnly}
        />
      </Section>
      <Section id="pictures" title={T.pictures} note={T.picturesHint}>
        <PictureList challenge={slug} pictures={pictures} readOnly={readOnly} />
      </Section>
    </div>
  );
}

function Checklist({ document }: { document: ChallengeDocument }) {
  const { slug, structures, cases = [], phases, pages } = document;
  const filled = phases.filter((phase) => phase.cases.length > 0).length;
  const points = [
    [structures.length > 0, `${formatCount(structures.length, "structure")}`, "structures"],
    [cases.length > 0, `${formatCount(cases.length, "case")}`, "cases"],
    [
      phases.length > 0 && filled === phases.length,
      `${formatCount(phases.length, "phase")}${phases.length > filled ? `, ${phases.length - filled} without cases` : ""}`,
      "phases",
    ],
    [pages.overview.trim() !== "" && pages.rules.trim() !== "", "overview and rules are written", ""],
  ] as const;
  return (
    <ul className="space-y-2">
      {points.map(([done, words, page]) => (
        <li key={words} className="flex items-center gap-3">
          {done ? (
            <Check aria-hidden className="size-4 text-good" />
          ) : (
            <Circle aria-hidden className="size-4 text-muted" />
          )}
          <span className="sr-only">{done ? T.done : T.toDo}</span>
          <Link className="link" href={`/organize/${slug}${page ? `/${page}` : "#pages"}`}>
            {words}
          </Link>
        </li>
      ))}
    </ul>
  );
}
