import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

/** Something wrong, and where. Lines and columns count from 1. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A YAML (or JSON) text as a value that still knows where each part of it stands. */
export interface Source {
  readonly file: string;
  readonly value: unknown;
  readonly problems: readonly FileProblem[];
  /** A problem at a path; where the path ends in something that is not there, at what should hold it. */
  problemAt(path: readonly PropertyKey[], message: string): FileProblem;
}

/** Errors whose own words speak of the library. */
const WORDS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: "a second document begins here (`---`): keep one",
  DUPLICATE_KEY: "this field is there twice",
};

export function readSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true });
  const at = (offset: number, message: string): FileProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), message };
  };
  const problems = document.errors.map((error) => at(error.pos[0], WORDS[error.code] ?? error.message));
  const problemAt: Source["problemAt"] = (path, message) => at(findOffset(document.contents, path), message);
  let value: unknown = null;
  try {
    if (problems.length === 0) value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    problems.push(at(0, /alias/i.test(message) ? "its aliases (*name) expand to too much: write it out" : message));
  }
  return { file, value, problems, problemAt };
}

function findOffset(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(part)];
      if (item === undefined) break;
      node = item;
      offset = (item as Node).range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
