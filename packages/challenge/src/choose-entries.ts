import type { CountingRule } from "@bodymark/contracts";

/** What decides which of a team's submissions stands on the board. */
export interface Candidate {
  teamId: string;
  baseline: boolean;
  chosen: boolean;
  createdAt: Date;
  /** By what the phase ranks by, higher being better. */
  quality: number;
}

/**
 * The submissions that count: all, each team's latest, the one it chose (its latest where it chose none), or its best
 * by what the phase ranks by; among equals the earlier one, so that a later tie never displaces an entry.
 * Baselines always stand each for itself.
 */
export function chooseEntries<T extends Candidate>(candidates: readonly T[], rule: CountingRule): T[] {
  if (rule === "all") return [...candidates];
  const byTeam = Map.groupBy(
    candidates.filter((c) => !c.baseline),
    (c) => c.teamId,
  );
  const counted = [...byTeam.values()].flatMap((team) => pick(team, rule) ?? []);
  return [...candidates.filter((c) => c.baseline), ...counted];
}

function pick<T extends Candidate>(team: readonly T[], rule: Exclude<CountingRule, "all">): T | undefined {
  const latestFirst = team.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  if (rule === "latest") return latestFirst[0];
  if (rule === "chosen") return latestFirst.find((c) => c.chosen) ?? latestFirst[0];
  const [first, ...later] = latestFirst.reverse();
  return later.reduce((best, one) => (best && one.quality > best.quality ? one : best), first);
}
