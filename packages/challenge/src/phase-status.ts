/** Where a phase stands at an instant. */
export type PhaseStatus = "upcoming" | "open" | "closed";

export function phaseStatus(phase: { opensAt: Date | null; closesAt: Date | null }, now: Date): PhaseStatus {
  if (phase.opensAt !== null && phase.opensAt > now) return "upcoming";
  if (phase.closesAt !== null && phase.closesAt <= now) return "closed";
  return "open";
}
