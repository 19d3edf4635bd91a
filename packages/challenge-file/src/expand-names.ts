/**
 * The names that a list of names and patterns (`*` for any letters) stands for: in the list's order, what a pattern
 * matches in the order of `known`, each once. `unknown` are entries that stand for nothing.
 */
export function expandNames(
  wanted: readonly string[],
  known: readonly string[],
): { names: string[]; unknown: string[] } {
  const all = new Set(known);
  const names = new Set<string>();
  const unknown: string[] = [];
  for (const entry of wanted) {
    const found = entry.includes("*") ? known.filter(matcher(entry)) : all.has(entry) ? [entry] : [];
    if (found.length === 0) unknown.push(entry);
    for (const name of found) names.add(name);
  }
  return { names: [...names], unknown };
}

/** Compares part by part, so that no pattern can take long. */
function matcher(pattern: string): (name: string) => boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop() ?? "";
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
    let at = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, at);
      if (found < 0 || found + part.length > name.length - last.length) return false;
      at = found + part.length;
    }
    return true;
  };
}
