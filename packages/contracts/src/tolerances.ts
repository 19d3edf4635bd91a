import type { Structure } from "./structures.ts";

/** The tolerances of a structure as a list, in millimetres; means and boards use the first. */
export function tolerancesOf(structure: Structure): readonly number[] {
  return Array.isArray(structure.toleranceMm) ? structure.toleranceMm : [structure.toleranceMm];
}
