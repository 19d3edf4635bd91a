import type { Change } from "./diff-challenges.ts";

/** Differences as lines: `+` new, `-` gone, `~` changed, with both values where they are short. */
export function describeChanges(changes: readonly Change[]): string[] {
  return changes.map((change) => {
    if (!("before" in change)) return `+ ${change.path}${brief(change.after)}`;
    if (!("after" in change)) return `- ${change.path}${brief(change.before)}`;
    return `~ ${change.path}: ${show(change.before)} → ${show(change.after)}`;
  });
}

/** What is new or gone is told by its path; a plain value is added to it. */
function brief(value: unknown): string {
  return typeof value === "object" && value !== null ? "" : `: ${show(value)}`;
}

const SHORT = 80;

function show(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text.length <= SHORT && !text.includes("\n")) return typeof value === "string" ? `“${text}”` : text;
  if (typeof value === "string") {
    const lines = text.split("\n").length;
    return `${lines} ${lines === 1 ? "line" : "lines"}, ${text.length} letters`;
  }
  return `${text.slice(0, SHORT)}…`;
}
