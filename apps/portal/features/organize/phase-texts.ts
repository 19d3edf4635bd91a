/** The words of a phase's form. */
export const PHASE_TEXTS = {
  add: "Add the phase",
  save: "Save",
  parts: {
    what: "What it is",
    when: "When",
    cases: "Cases and timing",
    container: "Container and limits",
    quota: "Submissions",
    ranking: "Scoring and ranking",
  },
  slugHint: "Lower-case letters, digits and hyphens; it stays as it is.",
  zones: "Enter each instant in any zone. A deadline is met by the upload's last byte, on the platform's clock.",
  opensAtOnce: "Empty: open as soon as the challenge is public.",
  neverCloses: "Empty: no closing date.",
  casesNote: (count: number) =>
    count === 0
      ? "The challenge has no cases yet: add some on the page Cases, then name them here."
      : `The challenge has ${count} ${count === 1 ? "case" : "cases"}.`,
  casesHint: "Names, one a line, in their order. A star stands for any letters: debug-*, or * alone for all.",
  timingAll: "All cases count for time per scan.",
  repeatsHint: "Runs of each case; their median is its time.",
  frozen: "Frozen when the phase opens: later changes need a reason, which is shown on the leaderboard.",
  socketHint: "For the grand-challenge contract: the folder's name under /input/images or /output/images.",
  sizeHint: "As 8g or 512m.",
  gpuHint: "Part of its name, such as A100.",
  quotaNote: "Faults of the platform, and cancellations before the start, never count.",
  noLimit: "Empty: no limit.",
  gateHint: "A team must have one submission through it first.",
  publicationHint: "Organizers always see it.",
  logHint: "Of hidden cases, logs never leave the worker.",
  logPolicies: {
    never: "never shown",
    "public-cases": "shown to the team where all cases are public",
  } as Record<string, string>,
  metrics: { dice: "DSC (higher is better)", nsd: "NSD (higher is better)", time: "Time per scan (lower)" } as Record<
    string,
    string
  >,
  weightsHint: "One a line, as “liver 2”. Empty: all structures, equally.",
  remove: "Remove this phase",
  removeHint: "Only a phase to which nobody has submitted can be removed.",
};
