import type { Database } from "@bodymark/db";
import { isOperator, type Viewer } from "./viewer.ts";

/** The facts that decide who may see what; one place for pages, API and exports. */
interface PhaseFacts {
  challengeId: string;
  caseVisibility: string;
  closesAt: Date | null;
  publication: string;
  publishedAt: Date | null;
}

/** Whether the viewer runs this challenge: one of its organizers, or an operator. */
export async function organizes(db: Database, viewer: Viewer, challengeId: string): Promise<boolean> {
  if (!viewer) return false;
  if (isOperator(viewer)) return true;
  const row = await db.challengeOrganizer.findUnique({
    where: { challengeId_userId: { challengeId, userId: viewer.userId } },
    select: { userId: true },
  });
  return row !== null;
}

/**
 * Whether figures of single cases (scores, times, memory) may be seen. Of a hidden phase they may not while it is open:
 * a run time in milliseconds alone can carry some 19 bits out of a hidden case.
 */
export function casesAreOpen(phase: PhaseFacts, now: Date): boolean {
  return phase.caseVisibility === "public" || (phase.closesAt !== null && phase.closesAt <= now);
}

/** Whether the board of a phase may be seen by everybody. */
export function boardIsPublic(phase: PhaseFacts, now: Date): boolean {
  switch (phase.publication) {
    case "approval":
      return phase.publishedAt !== null;
    case "close":
      return phase.publishedAt !== null || (phase.closesAt !== null && phase.closesAt <= now);
    default:
      return true;
  }
}

/** Rounds an aggregate of a hidden open phase, so that a score cannot carry data out: 3 decimals. */
export function coarseScore(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}

/** Rounds a time of a hidden open phase to two digits, at least to 0.1 s. */
export function coarseTimeMs(value: number | null): number | null {
  if (value === null) return null;
  const step = Math.max(100, 10 ** Math.floor(Math.log10(Math.max(value, 1)) - 1));
  return Math.round(value / step) * step;
}

/** Rounds memory of a hidden open phase to 64 MiB; never to nothing, which no container used. */
export function coarseBytes(value: number | null): number | null {
  const step = 64 * 1024 * 1024;
  return value === null ? null : Math.max(1, Math.round(value / step)) * step;
}

/** Rounds a distance of a hidden open phase to 0.1 mm. */
export function coarseDistanceMm(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}

/** Rounds GPU memory over time of a hidden open phase to two digits. */
export function coarseAuc(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(2));
}

/** While a hidden phase is open, what a container can time is told on this grid only: each end carries a few bits. */
export const HIDDEN_GRID_MS = 5_000;

/** The last instant of the grid, not after `at`. */
export function onHiddenGrid(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HIDDEN_GRID_MS) * HIDDEN_GRID_MS);
}
