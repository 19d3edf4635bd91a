interface Row {
  readonly label: number;
  readonly dice: number | null;
  readonly nsd: Record<string, number | null>;
  readonly hd95Mm: number | null;
}

/** Largest difference (relative above 1) between our scores and a peer's, over structures that both sides have. */
export function largestDifference(ours: string, peer: string): number {
  const scores = JSON.parse(ours) as { cases: { structures: (Row & { status: string })[] }[] };
  const theirs = new Map((JSON.parse(peer) as { structures: Row[] }).structures.map((row) => [row.label, row]));
  let worst = 0;
  for (const row of scores.cases[0]?.structures ?? []) {
    const other = theirs.get(row.label);
    if (row.status !== "ok" || other === undefined) continue;
    const values: [number | null | undefined, number | null | undefined][] = [
      [row.dice, other.dice],
      [row.hd95Mm, other.hd95Mm],
      ...Object.keys(other.nsd).map((mm): [number | null | undefined, number | null | undefined] => [
        row.nsd[mm],
        other.nsd[mm],
      ]),
    ];
    for (const [a, b] of values) {
      const difference = Math.abs((a ?? Number.NaN) - (b ?? Number.NaN)) / Math.max(1, Math.abs(b ?? 1));
      worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    }
  }
  return worst;
}
