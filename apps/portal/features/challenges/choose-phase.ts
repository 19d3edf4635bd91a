import type { PhaseView } from "@bodymark/challenge";

const WEIGHT: Record<string, number> = { final: 3, open: 2, debug: 1 };

/** The phase that a visitor most likely asks for: the weightiest that has begun and has submissions. */
export function choosePhase<P extends Pick<PhaseView, "kind" | "status" | "submissions">>(
  phases: readonly P[],
): P | undefined {
  const value = (phase: P): number =>
    (phase.status === "upcoming" ? 0 : 10) + (phase.submissions > 0 ? 20 : 0) + (WEIGHT[phase.kind] ?? 0);
  return [...phases].sort((a, b) => value(b) - value(a))[0];
}

/** The phase to hand in to: the weightiest that is open. */
export function chooseOpenPhase<P extends Pick<PhaseView, "kind" | "status" | "gate">>(
  phases: readonly P[],
): P | undefined {
  return (
    phases.find((phase) => phase.status === "open" && phase.gate === null) ?? phases.find((p) => p.status === "open")
  );
}
