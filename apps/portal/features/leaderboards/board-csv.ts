import type { LeaderboardView } from "@bodymark/challenge";

type Cell = string | number | null;

/** A leaderboard as CSV (RFC 4180), a line per entry in the board's own order; empty where nothing was measured. */
export function toBoardCsv(board: Pick<LeaderboardView, "entries">): string {
  const names = board.entries[0]?.structures.map((structure) => structure.name) ?? [];
  const head: Cell[] = [
    "rank",
    "rank_low",
    "rank_high",
    "algorithm",
    "team",
    "submission",
    "dice",
    "nsd",
    "median_ms",
    "peak_memory_bytes",
    "gpu_memory_auc_mb_s",
    "failed_cases",
    "cases",
    "hardware",
    "submitted_at",
    ...names.flatMap((name) => [`dice_${name}`, `nsd_${name}`]),
  ];
  const lines = board.entries.map((entry): Cell[] => {
    const structures = new Map(entry.structures.map((structure) => [structure.name, structure]));
    return [
      entry.rank,
      entry.rankInterval?.[0] ?? null,
      entry.rankInterval?.[1] ?? null,
      entry.algorithm,
      entry.team,
      entry.submission,
      entry.dice,
      entry.nsd,
      entry.medianMs,
      entry.peakMemoryBytes,
      entry.gpuMemoryAucMbS,
      entry.failedCases,
      entry.caseCount,
      entry.hardware,
      entry.submittedAt,
      ...names.flatMap((name) => [structures.get(name)?.dice ?? null, structures.get(name)?.nsd ?? null]),
    ];
  });
  return [head, ...lines].map((line) => `${line.map(writeCell).join(",")}\r\n`).join("");
}

function writeCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // A spreadsheet would run a participant's text that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
