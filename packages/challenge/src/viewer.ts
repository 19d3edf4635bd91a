import type { Role } from "@bodymark/contracts";

/** Who asks: a signed-in user, or nobody. Every read and every operation takes one. */
export type Viewer = { userId: string; role: Role } | null;

export function isOperator(viewer: Viewer): boolean {
  return viewer?.role === "operator";
}
