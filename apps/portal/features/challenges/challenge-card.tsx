import type { ChallengeCard as Card } from "@bodymark/challenge";
import Link from "next/link";
import { Badge } from "#ui/badge.tsx";
import { formatCount } from "#ui/format-number.ts";
import { PhaseChip } from "./phase-chip.tsx";
import { CHALLENGE_TEXTS as T } from "./texts.ts";

interface ChallengeCardProps {
  challenge: Card;
  now: string;
  /** The level that fits the page's outline. */
  heading?: "h2" | "h3";
}

export function ChallengeCard({ challenge, now, heading: Heading = "h2" }: ChallengeCardProps) {
  const { slug, title, summary, visibility, structures, teams, phases } = challenge;
  return (
    <article className="frame relative flex flex-col gap-4 p-5 hover:border-edge">
      <div className="space-y-1.5">
        <Heading className="flex flex-wrap items-center gap-2 text-large">
          <Link href={`/challenges/${slug}`} className="after:absolute after:inset-0 hover:underline">
            {title}
          </Link>
          {visibility === "public" ? null : <Badge tone="warn">{T.draft}</Badge>}
        </Heading>
        <p className="text-muted">{summary}</p>
      </div>
      <p className="numbers text-muted text-small">
        {formatCount(structures, "structure")} · {formatCount(teams, "team")} ·{" "}
        {formatCount(
          phases.reduce((sum, phase) => sum + phase.submissions, 0),
          "submission",
        )}
      </p>
      <ul className="relative z-10 mt-auto space-y-1.5 border-line border-t pt-3">
        {phases.map((phase) => (
          <li key={phase.slug}>
            <PhaseChip phase={phase} now={now} />
          </li>
        ))}
      </ul>
    </article>
  );
}
