import { type LeaderboardView, Refusal, readLeaderboard } from "@bodymark/challenge";
import { cache } from "react";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { currentViewer } from "#server/viewer.ts";

/** A phase's leaderboard for the page's viewer, read once per request. */
export const loadBoard = cache(async (challenge: string, phase: string, at?: string, scheme?: string) =>
  orNotFound(
    readLeaderboard(database(), await currentViewer(), {
      ...{ challenge, phase },
      ...(at ? { at: new Date(at) } : {}),
      ...(scheme ? { scheme } : {}),
    }),
  ),
);

/** The board by the scheme that the address asks for; where that cannot be, its own, and why. */
export async function loadBoardBy(
  challenge: string,
  phase: string,
  scheme: string | undefined,
): Promise<{ board: LeaderboardView; refused: string | null }> {
  try {
    return { board: await loadBoard(challenge, phase, undefined, scheme), refused: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { board: await loadBoard(challenge, phase), refused: error.message };
  }
}
