/** Exit codes of every command: done; it failed; wrong usage; done, but some cases failed. */
export const EXIT = { done: 0, failed: 1, usage: 2, someCasesFailed: 3 } as const;
