/** What Markdown may hold at most, so that drawing it takes a bounded time; see `explainMarkdown`. */
export const MARKDOWN_BOUNDS = {
  letters: 100_000,
  lines: 2_000,
  /** Quotes and lists that begin on one line, one in the other. */
  nesting: 8,
  /** Blanks before the mark of a list. */
  indent: 40,
  /** Quotes and lists that begin anywhere. */
  containers: 1_500,
  /** Runs of the marks of emphasis, links and code, in one paragraph and in the whole text. */
  marksInParagraph: 400,
  marks: 4_000,
  /** Bars: cells of tables. */
  cells: 4_000,
} as const;

const NEW_BLOCK = /^ {0,3}(?:#{1,6} |[-*+] +\S|>)/;
const CONTAINERS = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*/;
const MARKS = /[*_~]+|[[\]!`<@]|www\.|:\/\//g;

/**
 * Why a Markdown text would take too long to draw, or null where it does not. CommonMark's parsers are quadratic in the
 * marks of a paragraph and in the number of blocks, and deep quotes overflow the stack: on a busy machine micromark 4 took
 * 29 s for 20,000 letters of `*a_` and 47 s for 5,000 lines of nested lists, 5,000 letters of `>` ended in an error, and
 * the portal draws pages on its one thread. Within the bounds the worst texts that we know take a second or two there.
 * Linear in the text.
 */
export function explainMarkdown(text: string): string | null {
  const most = MARKDOWN_BOUNDS;
  if (text.length > most.letters) return `has more than ${most.letters} letters`;
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > most.lines) return `has more than ${most.lines} lines`;
  let [marks, inParagraph, cells, containers] = [0, 0, 0, 0];
  for (const line of lines) {
    const prefix = CONTAINERS.exec(line)?.[0] ?? "";
    const nested = prefix.match(/>|[-*+]|\d+/g)?.length ?? 0;
    containers += nested;
    const indent = prefix.replaceAll("\t", "    ").search(/\S/);
    if (nested > most.nesting || indent > most.indent) return "has quotes or lists nested too deep";
    if (containers > most.containers) return `has more than ${most.containers} quotes and items of lists`;
    if (line.slice(prefix.length).trim() === "" || NEW_BLOCK.test(line)) inParagraph = 0;
    const found = line.match(MARKS)?.length ?? 0;
    marks += found;
    inParagraph += found;
    cells += line.split("|").length - 1;
    if (inParagraph > most.marksInParagraph)
      return `has a paragraph with more than ${most.marksInParagraph} marks such as * _ [ ]`;
    if (marks > most.marks) return `has more than ${most.marks} marks such as * _ [ ]`;
    if (cells > most.cells) return `has tables with more than ${most.cells} cells`;
  }
  return null;
}
