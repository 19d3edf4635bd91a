import type { Database } from "@bodymark/db";
import { z } from "zod";
import { type BoardEntry, boardEntrySchema } from "./board-entry.ts";
import { databaseNow } from "./database-clock.ts";
import { phaseRulesSchema } from "./phase-rules.ts";
import { type PhaseStatus, phaseStatus } from "./phase-status.ts";
import { otherRanksSchema } from "./rank-otherwise.ts";
import { readPhase } from "./read-phase.ts";
import { readableSchemes, reorder } from "./reorder-board.ts";
import type { Viewer } from "./viewer.ts";
import {
  boardIsPublic,
  casesAreOpen,
  coarseAuc,
  coarseBytes,
  coarseDistanceMm,
  coarseScore,
  coarseTimeMs,
  onHiddenGrid,
  organizes,
} from "./visibility.ts";

export interface LeaderboardView {
  challenge: string;
  challengeTitle: string;
  phase: string;
  phaseTitle: string;
  phaseStatus: PhaseStatus;
  caseVisibility: string;
  casesOpen: boolean;
  /** By which it is ordered here. */
  scheme: string;
  /** Whether that is the phase's own scheme; any other is exploratory. */
  official: boolean;
  officialScheme: string;
  /** Schemes by which the viewer may read this board. */
  schemes: readonly string[];
  schemeHash: string | null;
  metrics: readonly { name: string; direction: string; weight: number }[];
  definition: string;
  absentPolicy: string;
  caseCount: number;
  revision: number;
  /** Revision of the reference that the board stands on. */
  referenceRevision: number;
  /** Entries that stand on an older one than there is (of a past board: than the newest on it). */
  outdatedEntries: number;
  scorerVersion: string | null;
  updatedAt: string | null;
  /** Whether figures are rounded, since the phase is hidden and open. */
  rounded: boolean;
  /** False until the organizers publish: then there are no entries. */
  published: boolean;
  entries: readonly BoardEntry[];
  /** Changes of what was frozen when the phase opened, newest first. */
  amendments: readonly { at: string; reason: string; fields: readonly string[] }[];
}

const amendedSchema = z.array(z.looseObject({ path: z.string() }));

/**
 * A phase's leaderboard as the viewer may see it, now or as it stood at an instant; ordered by the phase's own scheme, or
 * for exploration by another.
 * @throws Refusal `not-found`; `unknown-scheme`; `scheme-unsupported` where the data or the secrecy of the cases forbid it
 */
export async function readLeaderboard(
  db: Database,
  viewer: Viewer,
  request: { challenge: string; phase: string; at?: Date; scheme?: string },
): Promise<LeaderboardView> {
  const phase = await readPhase(db, viewer, request);
  const now = await databaseNow(db);
  const organizer = await organizes(db, viewer, phase.challengeId);
  const published = organizer || boardIsPublic(phase, now);
  const board = await db.leaderboardRevision.findFirst({
    where: { phaseId: phase.id, ...(request.at ? { createdAt: { lte: request.at } } : {}) },
    orderBy: { number: "desc" },
  });
  const open = organizer || casesAreOpen(phase, now);
  const entries = published && board ? z.array(boardEntrySchema).parse(board.entries) : [];
  const mine = new Set(
    viewer
      ? (await db.teamMember.findMany({ where: { userId: viewer.userId, challengeId: phase.challengeId } })).map(
          (m) => m.teamId,
        )
      : [],
  );
  const rules = phaseRulesSchema.parse(phase.scheme);
  const officialScheme = board?.scheme ?? rules.scheme;
  const others = otherRanksSchema.parse(board?.otherRanks ?? {});
  const disclosed = entries.map((entry) => disclose(entry, open, organizer || mine.has(entry.teamId)));
  const asked = request.scheme && request.scheme !== officialScheme ? request.scheme : null;
  const other = asked === null ? null : reorder(disclosed, { asked, rules, others, open });
  const newest = request.at ? (board?.referenceRevision ?? 0) : phase.revision;
  const amendments = await db.phaseAmendment.findMany({ where: { phaseId: phase.id }, orderBy: { at: "desc" } });
  return {
    challenge: phase.challenge.slug,
    challengeTitle: phase.challenge.title,
    phase: phase.slug,
    phaseTitle: phase.title,
    phaseStatus: phaseStatus(phase, now),
    caseVisibility: phase.caseVisibility,
    casesOpen: casesAreOpen(phase, now),
    scheme: asked ?? officialScheme,
    official: asked === null,
    officialScheme,
    schemes: readableSchemes(officialScheme, others, open),
    schemeHash: asked === null ? (board?.schemeHash ?? phase.schemeHash) : null,
    metrics: other?.metrics ?? rules.metrics,
    definition: phase.definition,
    absentPolicy: phase.absentPolicy,
    caseCount: await db.phaseCase.count({ where: { phaseId: phase.id } }),
    revision: board?.number ?? 0,
    referenceRevision: board?.referenceRevision ?? phase.revision,
    scorerVersion: board?.scorerVersion ?? null,
    updatedAt: (open ? board?.createdAt : board && onHiddenGrid(board.createdAt))?.toISOString() ?? null,
    rounded: !open,
    published,
    outdatedEntries: entries.filter((entry) => (entry.referenceRevision ?? newest) < newest).length,
    entries: other?.entries ?? disclosed,
    amendments: amendments.map(({ at, reason, changes }) => ({
      at: at.toISOString(),
      reason,
      fields: [...new Set(amendedSchema.parse(changes).map(({ path }) => path.replace(`phases.${phase.slug}.`, "")))],
    })),
  };
}

/** An entry as a viewer may see it: rounded while its phase is hidden and open, nameless where it asked to be. */
function disclose(entry: BoardEntry, open: boolean, insider: boolean): BoardEntry {
  const named =
    insider || !entry.anonymous
      ? entry
      : { ...entry, team: "Anonymous", teamId: "", algorithm: "Anonymous entry", description: "" };
  if (open) return named;
  return {
    ...named,
    score: coarseScore(named.score),
    dice: coarseScore(named.dice),
    nsd: coarseScore(named.nsd),
    medianMs: coarseTimeMs(named.medianMs),
    peakMemoryBytes: coarseBytes(named.peakMemoryBytes),
    gpuMemoryAucMbS: coarseAuc(named.gpuMemoryAucMbS),
    structures: named.structures.map((s) => ({
      ...s,
      dice: coarseScore(s.dice),
      nsd: coarseScore(s.nsd),
      hd95Mm: coarseDistanceMm(s.hd95Mm),
    })),
    groups: named.groups.map((g) => ({ ...g, dice: coarseScore(g.dice), nsd: coarseScore(g.nsd) })),
  };
}
