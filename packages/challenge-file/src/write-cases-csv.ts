import type { CaseDocument } from "./document.ts";

/** cases.csv, as `parseCasesCsv` reads it: a column for every fact that any case has. */
export function writeCasesCsv(
  cases: readonly Pick<CaseDocument, "name" | "patient" | "metadata" | "notAnnotated">[],
): string {
  const facts = [...new Set(cases.flatMap((item) => Object.keys(item.metadata)))];
  const partly = cases.some((item) => item.notAnnotated.length > 0);
  const header = ["case", "patient", ...(partly ? ["not-annotated"] : []), ...facts];
  const rows = cases.map((item) => [
    item.name,
    item.patient ?? "",
    ...(partly ? [item.notAnnotated.join(";")] : []),
    ...facts.map((fact) => item.metadata[fact] ?? ""),
  ]);
  return [header, ...rows].map((row) => `${row.map(quote).join(",")}\n`).join("");
}

function quote(value: string | number | boolean): string {
  const text = String(value);
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
