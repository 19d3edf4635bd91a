import type { z } from "zod";

interface Checked {
  readonly admission: string;
  readonly emailDomains: readonly string[];
  readonly logo: string | null;
  readonly pictures: readonly { readonly name: string }[];
  readonly structures: readonly {
    readonly label: number;
    readonly name: string;
    readonly groups?: readonly string[] | undefined;
    readonly flareToleranceMm?: number | undefined;
  }[];
  readonly phases: readonly {
    readonly slug: string;
    readonly opensAt: string | null;
    readonly closesAt: string | null;
    readonly gate: string | null;
    readonly definition: string;
    readonly caseVisibility: string;
    readonly ranking: {
      readonly structures?: readonly { readonly name: string }[] | undefined;
      readonly groups?: readonly { readonly structures: readonly string[] }[] | undefined;
    };
  }[];
  readonly organizers?: readonly { readonly email: string; readonly role: string }[] | undefined;
  readonly cases?:
    | readonly { readonly name: string; readonly imageSha256: string; readonly notAnnotated: readonly string[] }[]
    | undefined;
}

/** What ties the parts of a challenge together: names that must be known or must not come twice. */
export function checkDocument(document: Checked, context: z.RefinementCtx): void {
  const say = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
  for (const path of findUnstorable(document, []))
    say(path, "holds a character that is none: NUL, or half of a surrogate pair");
  const once = (path: string, key: string, values: readonly (string | number)[], what: string) => {
    const seen = new Set<string | number>();
    for (const [i, value] of values.entries()) {
      if (seen.has(value)) say([path, i, key], `${what} ${value} is listed twice`);
      seen.add(value);
    }
  };
  once(
    "structures",
    "label",
    document.structures.map((s) => s.label),
    "label",
  );
  once(
    "structures",
    "name",
    document.structures.map((s) => s.name),
    "structure",
  );
  once(
    "phases",
    "slug",
    document.phases.map((p) => p.slug),
    "phase",
  );
  once(
    "pictures",
    "name",
    document.pictures.map((p) => p.name),
    "picture",
  );
  once(
    "organizers",
    "email",
    (document.organizers ?? []).map((o) => o.email),
    "organizer",
  );
  once(
    "cases",
    "name",
    (document.cases ?? []).map((c) => c.name),
    "case",
  );
  const firstOf = new Map<string, string>();
  for (const [i, { name, imageSha256 }] of (document.cases ?? []).entries()) {
    const first = firstOf.get(imageSha256);
    if (first === undefined) firstOf.set(imageSha256, name);
    else if (first !== name) say(["cases", i, "imageSha256"], `its image is that of case ${first}`);
  }

  if (document.admission === "domain" && document.emailDomains.length === 0)
    say(["emailDomains"], "admission by domain needs at least one mail domain");
  if (document.logo !== null && !document.pictures.some((p) => p.name === document.logo))
    say(["logo"], `${document.logo} is not among the pictures`);
  if (document.organizers && !document.organizers.some((o) => o.role === "owner"))
    say(["organizers"], "at least one organizer must be owner");

  const structures = new Set(document.structures.map((s) => s.name));
  for (const [i, phase] of document.phases.entries()) {
    const at = ["phases", i];
    if (phase.opensAt && phase.closesAt && phase.closesAt <= phase.opensAt)
      say([...at, "closesAt"], "closes before it opens");
    if (phase.gate !== null) checkGate(document, i, say);
    for (const [j, { name }] of (phase.ranking.structures ?? []).entries())
      if (!structures.has(name)) say([...at, "ranking", "structures", j, "name"], `there is no structure “${name}”`);
    for (const [j, group] of (phase.ranking.groups ?? []).entries())
      for (const name of group.structures)
        if (!structures.has(name))
          say([...at, "ranking", "groups", j, "structures"], `there is no structure “${name}”`);
    const without = document.structures.filter((s) => s.flareToleranceMm === undefined).map((s) => s.name);
    if (phase.definition === "flare" && without.length > 0)
      say(
        [...at, "definition"],
        `flare needs a flareToleranceMm for every structure; missing: ${without.slice(0, 5).join(", ")}`,
      );
  }
  for (const [i, item] of (document.cases ?? []).entries())
    for (const name of item.notAnnotated)
      if (!structures.has(name)) say(["cases", i, "notAnnotated"], `there is no structure “${name}”`);
}

/** Paths of texts that PostgreSQL cannot keep as they are. */
function* findUnstorable(value: unknown, path: (string | number)[]): Generator<(string | number)[]> {
  if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed())) yield path;
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* findUnstorable(item, [...path, i]);
  else if (typeof value === "object" && value !== null)
    for (const [name, item] of Object.entries(value)) {
      if (name.includes("\0") || !name.isWellFormed()) yield path;
      yield* findUnstorable(item, [...path, name]);
    }
}

function checkGate(document: Checked, index: number, say: (path: (string | number)[], message: string) => void): void {
  const bySlug = new Map(document.phases.map((p) => [p.slug, p]));
  const phase = document.phases[index];
  const path = ["phases", index, "gate"];
  if (!phase?.gate) return;
  if (!bySlug.has(phase.gate)) say(path, `there is no phase “${phase.gate}”`);
  const seen = new Set([phase.slug]);
  for (let next: string | null | undefined = phase.gate; next; next = bySlug.get(next)?.gate) {
    if (seen.has(next)) {
      say(path, "the gates go round in a circle");
      break;
    }
    seen.add(next);
  }
}
