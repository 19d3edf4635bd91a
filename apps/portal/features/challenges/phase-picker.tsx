import { clsx } from "clsx";
import Link from "next/link";
import { CHALLENGE_TEXTS as T } from "./texts.ts";

interface PhasePickerProps {
  /** The page that the phase is chosen for. */
  path: string;
  phases: readonly { slug: string; title: string }[];
  current: string;
}

/** Chooses the phase that a page is about; hidden where there is only one. */
export function PhasePicker({ path, phases, current }: PhasePickerProps) {
  if (phases.length < 2) return null;
  return (
    <nav aria-label={T.phase}>
      <ul className="inline-flex flex-wrap gap-1 rounded-base border border-line bg-surface p-1 text-small">
        {phases.map((phase) => (
          <li key={phase.slug}>
            <Link
              href={`${path}?phase=${phase.slug}`}
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
