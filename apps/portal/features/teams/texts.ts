import type { Tone } from "#ui/badge.tsx";

export const TEAM_TEXTS = {
  title: "My teams",
  lead: "A team takes part in one challenge; you are in one team of each.",
  empty: "No teams yet",
  emptyHint: "Choose a challenge and join it: that makes your team.",
} as const;

export const TEAM_STATES: Record<string, { word: string; tone: Tone }> = {
  approved: { word: "takes part", tone: "good" },
  pending: { word: "waits for approval", tone: "warn" },
  refused: { word: "not admitted", tone: "bad" },
};
