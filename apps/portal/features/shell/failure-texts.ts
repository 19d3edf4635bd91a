/** What stands in place of a page that failed. */
export const FAILURE_TEXTS = {
  title: "Something failed on our side",
  lead: "This page could not be read; the database may be restarting. What you entered just now may not have been saved. Nothing that was already handed in is lost.",
  trying: "Trying…",
  code: "If it stays so, tell the operators this code:",
} as const;
