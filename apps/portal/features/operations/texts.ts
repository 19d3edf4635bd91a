export const OPERATIONS_TEXTS = {
  title: "Workers and queue",
  news: "News",
  mail: "Mail",
  mailNote: "Mail that does not go out is seen nowhere else. What a server refuses for good is kept for 30 days.",
  noFailedMail: "None has failed.",
  failedMail: (count: number) => `${count} failed for good.`,
  mailGivenUp: "given up",
  mailTriedAgain: "tried again",

  lead: "Who evaluates, what waits, and why it waits. For operators alone.",
  people: "People and roles",
  workers: "Workers",
  queue: "Queue",
  noWorkers: "No worker was heard of within the last day.",
  noWorkersHint: "Submissions wait until one is started; see docs/operators.md.",
  emptyQueue: "Nothing waits.",
  journal: "Journal",
  journalLead:
    "Every step of this submission's evaluations with its instant and cause. For the challenge's organizers and for operators alone.",
  journalColumns: ["Instant (UTC)", "Attempt", "Case", "Stage", "Worker", "What happened"],
  noLines: "Nothing has happened yet.",
  states: { connected: "connected", silent: "silent", stopped: "stopped" },
} as const;
