import { clsx } from "clsx";
import Link from "next/link";

interface PhasePickerProps {
  challenge: string;
  phases: readonly { slug: string; title: string; submissions: number }[];
  current: string;
}

/** Which phase's board is shown; hidden where there is only one. */
export function PhasePicker({ challenge, phases, current }: PhasePickerProps) {
  if (phases.length < 2) return null;
  return (
    <nav aria-label="Phase">
      <ul className="inline-flex flex-wrap gap-1 rounded-base border border-line bg-surface p-1 text-small">
        {phases.map((phase) => (
          <li key={phase.slug}>
            <Link
              href={`/challenges/${challenge}/leaderboard?phase=${phase.slug}`}
              aria-current={phase.slug === current ? "page" : undefined}
              className={clsx(
                "block rounded-small px-3 py-1",
                phase.slug === current ? "bg-accent font-strong text-on-accent" : "text-muted hover:text-ink",
              )}
            >
              {phase.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
