import type { PhaseView } from "@bodymark/challenge";
import { Badge } from "#ui/badge.tsx";
import { Instant } from "#ui/instant.tsx";
import { CHALLENGE_TEXTS as T } from "./texts.ts";

const TONES = { upcoming: "neutral", open: "good", closed: "neutral" } as const;

/** A phase's name, whether it is open, and until when. */
export function PhaseChip({ phase, now }: { phase: PhaseView; now: string }) {
  const edge =
    phase.status === "upcoming" && phase.opensAt
      ? { word: "opens", at: phase.opensAt }
      : phase.closesAt
        ? { word: phase.status === "closed" ? "closed" : "closes", at: phase.closesAt }
        : null;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 text-small">
      <span className="font-strong">{phase.title}</span>
      <Badge tone={TONES[phase.status]}>{T.status[phase.status]}</Badge>
      <span className="text-muted">
        {edge ? (
          <>
            {edge.word} <Instant at={edge.at} now={now} />
          </>
        ) : (
          T.noClosingDate
        )}
      </span>
    </span>
  );
}
