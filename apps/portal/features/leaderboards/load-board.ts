import { readLeaderboard } from "@bodymark/challenge";
import { cache } from "react";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { currentViewer } from "#server/viewer.ts";

/** A phase's leaderboard for the page's viewer, read once per request. */
export const loadBoard = cache(async (challenge: string, phase: string, at?: string) =>
  orNotFound(
    readLeaderboard(database(), await currentViewer(), { challenge, phase, ...(at ? { at: new Date(at) } : {}) }),
  ),
);
