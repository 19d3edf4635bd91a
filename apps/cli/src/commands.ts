import type { Command } from "commander";

export type AddCommand = (program: Command) => void;

/**
 * Every command by its name. A command's file is loaded only when that command is called (or for the list in `--help`),
 * because a cold start counts: `score` must not wait for the code of `evaluate`.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  challenge: async () => (await import("./challenge.ts")).addChallengeCommand,
  evaluate: async () => (await import("./evaluate.ts")).addEvaluateCommand,
  phantom: async () => (await import("./phantom.ts")).addPhantomCommand,
  rank: async () => (await import("./rank.ts")).addRankCommand,
  score: async () => (await import("./score.ts")).addScoreCommand,
  status: async () => (await import("./status.ts")).addStatusCommand,
  submit: async () => (await import("./submit.ts")).addSubmitCommand,
  verify: async () => (await import("./verify.ts")).addVerifyCommand,
};
