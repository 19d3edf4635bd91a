/** One difference between two documents. `before` or `after` is undefined where the thing is new or gone. */
export interface Change {
  /** Where, in words: `phases.final.closesAt`, `structures.liver.toleranceMm`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What tells the members of a list apart; other lists are compared whole. */
const KEYS: Readonly<Record<string, string>> = {
  structures: "name",
  phases: "slug",
  organizers: "email",
  pictures: "name",
  cases: "name",
};

/** The differences of two challenge documents, in the order of the fields. Lists absent on either side are let be. */
export function diffChallenges(before: object | null, after: object): Change[] {
  return [...compareFields("", (before ?? {}) as Fields, after as Fields)];
}

type Fields = Readonly<Record<string, unknown>>;

function* compareFields(path: string, before: Fields, after: Fields): Generator<Change> {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [a, b] = [before[key], after[key]];
    const here = path === "" ? key : `${path}.${key}`;
    const identity = path === "" ? KEYS[key] : undefined;
    if (identity) {
      if (b === undefined || (a === undefined && path !== "")) continue;
      yield* compareLists(here, identity, (a ?? []) as Fields[], b as Fields[]);
    } else if (isFields(a) && isFields(b) && key !== "metadata") {
      yield* compareFields(here, a, b);
    } else if (!same(a, b)) {
      yield { path: here, ...(a === undefined ? {} : { before: a }), ...(b === undefined ? {} : { after: b }) };
    }
  }
}

function* compareLists(
  path: string,
  identity: string,
  before: readonly Fields[],
  after: readonly Fields[],
): Generator<Change> {
  const name = (item: Fields) => String(item[identity]);
  const old = new Map(before.map((item) => [name(item), item]));
  const kept = new Set(after.map(name));
  for (const item of before) if (!kept.has(name(item))) yield { path: `${path}.${name(item)}`, before: item };
  for (const item of after) {
    const former = old.get(name(item));
    if (former) yield* compareFields(`${path}.${name(item)}`, former, item);
    else yield { path: `${path}.${name(item)}`, after: item };
  }
  const ordered = path === "structures" || path === "phases";
  const common = (items: readonly Fields[], others: ReadonlySet<string>) =>
    items.map(name).filter((n) => others.has(n));
  const [from, to] = [common(before, kept), common(after, new Set(old.keys()))];
  if (ordered && !same(from, to)) yield { path: `${path}.order`, before: from, after: to };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .flatMap((key) => (value[key] === undefined ? [] : [[key, sorted(value[key])]])),
  );
}
