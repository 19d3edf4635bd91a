import { orderBoard, type RankedEntry, SCHEMES } from "@bodymark/ranking";
import type { BoardEntry } from "./board-entry.ts";
import { Refusal } from "./errors.ts";
import type { PhaseRules } from "./phase-rules.ts";
import type { OtherRanks } from "./rank-otherwise.ts";

/** The one scheme that needs no more than the means on the board itself. */
const BY_MEANS = "mean-then-rank";

interface Reordering {
  asked: string;
  rules: PhaseRules;
  others: OtherRanks;
  /** Whether the viewer may read what rests on single cases. */
  open: boolean;
}

/**
 * A board's entries ordered by a scheme that is not the phase's own, for exploration, by the code that orders boards.
 * While a hidden phase is open, only the means may be used, and those rounded as they are shown: a rank made of single
 * cases would be one more channel out of them.
 * @throws Refusal `unknown-scheme`, `scheme-unsupported`
 */
export function reorder(
  disclosed: readonly BoardEntry[],
  { asked, rules, others, open }: Reordering,
): { entries: BoardEntry[]; metrics: readonly { name: string; direction: string; weight: number }[] } {
  const scheme = SCHEMES.find((name) => name === asked);
  if (!scheme) throw new Refusal("unknown-scheme", `There is no scheme “${asked}”. There are: ${SCHEMES.join(", ")}.`);
  if (!open) {
    if (scheme !== BY_MEANS) {
      const why = "looks at single cases, of which nothing may be told while this hidden phase is open";
      throw new Refusal("scheme-unsupported", `“${scheme}” ${why}. Ask again once it has closed.`);
    }
    return { entries: place(disclosed, { ...rules, scheme }), metrics: rules.metrics };
  }
  if (disclosed.length === 0) return { entries: [], metrics: rules.metrics };
  const other = others[scheme];
  if (!other)
    throw new Refusal(
      "scheme-unsupported",
      `This revision of the board was made before ranks under “${scheme}” were kept.`,
    );
  if ("unsupported" in other) throw new Refusal("scheme-unsupported", other.unsupported);
  const ranked = Object.entries(other.places).map(([submission, [rank, score]]) => ({ submission, rank, score }));
  return { entries: place(disclosed, { ...rules, scheme }, ranked), metrics: other.metrics };
}

/** The schemes that `reorder` has an answer for, the phase's own first. */
export function readableSchemes(official: string, others: OtherRanks, open: boolean): string[] {
  const supported = SCHEMES.filter((scheme) => {
    const other = others[scheme];
    return scheme !== official && (open ? other && "places" in other : scheme === BY_MEANS);
  });
  return [official, ...supported];
}

function place(entries: readonly BoardEntry[], rules: PhaseRules, ranked?: readonly RankedEntry[]): BoardEntry[] {
  const asCandidates = entries.map((entry) => ({
    ...entry,
    submittedAtMs: Date.parse(entry.submittedAt),
    means: {
      dice: meanOver(entry, "dice", rules) ?? entry.dice,
      nsd: meanOver(entry, "nsd", rules) ?? entry.nsd,
      time: entry.medianMs,
    },
  }));
  return orderBoard(asCandidates, rules, ranked).map(({ means: _, submittedAtMs: __, ...entry }) => ({
    ...entry,
    rankInterval: null,
  }));
}

/** The weighted mean over the structures that the rules name; null where they name none. */
function meanOver(entry: BoardEntry, metric: "dice" | "nsd", { structures }: PhaseRules): number | null {
  if (!structures) return null;
  let [sum, weights] = [0, 0];
  for (const { name, weight } of structures) {
    const value = entry.structures.find((one) => one.name === name)?.[metric];
    if (value == null) continue;
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}
