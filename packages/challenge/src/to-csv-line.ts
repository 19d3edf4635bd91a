export type CsvCell = string | number | boolean | null;

/** A line of a CSV file (RFC 4180) with its end; null is an empty cell. */
export function toCsvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(toCell).join(",")}\r\n`;
}

function toCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  // A spreadsheet would run a participant's text that begins like a formula, also behind what it may take for a separator.
  const text = cell.replace(/^(?=[\t\r\n])|(?:^|[;\t\r\n|])(?=[\s"']{0,20}[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g, "$&'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
