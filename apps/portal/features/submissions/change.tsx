import { clsx } from "clsx";

/** A difference with its sign, in a score's three decimals; a dash where either side is missing. */
export function Change({ from, to }: { from: number | null | undefined; to: number | null | undefined }) {
  if (from === null || from === undefined || to === null || to === undefined)
    return <span className="text-muted">—</span>;
  const change = Math.round((to - from) * 1000) / 1000;
  const text = `${change > 0 ? "+" : change < 0 ? "−" : "±"}${Math.abs(change).toFixed(3)}`;
  return <span className={clsx("numbers", change > 0 && "text-good", change < 0 && "text-bad")}>{text}</span>;
}
