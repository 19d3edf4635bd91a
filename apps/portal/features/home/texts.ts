export const HOME_TEXTS = {
  headline: "Which algorithm segments best, how sure are we, and at what cost?",
  lead: "Bodymark runs participants' containers on CT scans they have never seen, on hardware it controls, and ranks accuracy and efficiency together on a public leaderboard.",
  participate: "Browse challenges",
  start: "Create an account",
} as const;
