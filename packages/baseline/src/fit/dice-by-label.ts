import { CLASSES } from "../model/variant.ts";

/** DSC of each label from 1; null where the reference has none of it. */
export function diceByLabel(reference: Uint8Array, prediction: Uint8Array): (number | null)[] {
  const both = new Uint32Array(CLASSES);
  const inReference = new Uint32Array(CLASSES);
  const inPrediction = new Uint32Array(CLASSES);
  for (let i = 0; i < reference.length; i++) {
    const r = reference[i] as number;
    const p = prediction[i] as number;
    inReference[r] = (inReference[r] as number) + 1;
    inPrediction[p] = (inPrediction[p] as number) + 1;
    if (r === p) both[r] = (both[r] as number) + 1;
  }
  return Array.from({ length: CLASSES }, (_, label) => {
    const reference = inReference[label] ?? 0;
    return reference === 0 ? null : (2 * (both[label] ?? 0)) / (reference + (inPrediction[label] ?? 0));
  });
}

/** Mean over structures of their means over the cases that have them. */
export function meanDice(cases: readonly (readonly (number | null)[])[]): { mean: number; byLabel: (number | null)[] } {
  const byLabel = Array.from({ length: CLASSES }, (_, label) => {
    const values = cases.map((dice) => dice[label] ?? null).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const structures = byLabel.slice(1).filter((value) => value !== null);
  return { mean: structures.reduce((sum, value) => sum + value, 0) / structures.length, byLabel };
}
