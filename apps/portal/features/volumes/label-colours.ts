import { OKABE_ITO, structureColour } from "#ui/structure-colour.ts";
import { VOLUME_TEXTS as T } from "./volume-texts.ts";

/** A colour map of label numbers, as NiiVue takes it. */
export interface LabelColours {
  R: number[];
  G: number[];
  B: number[];
  A: number[];
  I: number[];
  labels: string[];
}

/** One entry per label; label 0 and those in `hidden` are clear. */
function toColours(entries: readonly { label: number; name: string; colour: string }[], hidden: ReadonlySet<number>) {
  const colours: LabelColours = { R: [0], G: [0], B: [0], A: [0], I: [0], labels: [""] };
  for (const { label, name, colour } of entries.toSorted((a, b) => a.label - b.label)) {
    const part = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
    colours.R.push(part(1));
    colours.G.push(part(3));
    colours.B.push(part(5));
    colours.A.push(hidden.has(label) ? 0 : 255);
    colours.I.push(label);
    colours.labels.push(name);
  }
  return colours;
}

/** Each structure in the colour that it has on every page. */
export function structureColours(
  structures: readonly { label: number; name: string }[],
  hidden: ReadonlySet<number>,
): LabelColours {
  return toColours(
    structures.map(({ label, name }) => ({ label, name, colour: structureColour(name) })),
    hidden,
  );
}

/** Okabe and Ito's colours for what a difference map says, by its values. */
export const DIFFERENCE_COLOURS = [
  { label: 1, name: T.difference[1], colour: OKABE_ITO[2] },
  { label: 2, name: T.difference[2], colour: OKABE_ITO[0] },
  { label: 3, name: T.difference[3], colour: OKABE_ITO[6] },
  { label: 4, name: T.difference[4], colour: OKABE_ITO[1] },
] as const;

export function differenceColours(): LabelColours {
  return toColours(DIFFERENCE_COLOURS, new Set());
}
