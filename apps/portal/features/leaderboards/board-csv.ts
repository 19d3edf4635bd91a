import { type CsvCell, type LeaderboardView, toCsvLine } from "@bodymark/challenge";

/** A leaderboard as CSV (RFC 4180), a line per entry in the board's own order; empty where nothing was measured. */
export function toBoardCsv(board: Pick<LeaderboardView, "entries" | "official" | "scheme">): string {
  const names = board.entries[0]?.structures.map((structure) => structure.name) ?? [];
  const head: CsvCell[] = [
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
    ...(board.official ? [] : ["exploratory_scheme"]),
  ];
  const lines = board.entries.map((entry): CsvCell[] => {
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
      ...(board.official ? [] : [board.scheme]),
    ];
  });
  return [head, ...lines].map(toCsvLine).join("");
}
