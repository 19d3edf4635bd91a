import type { ChallengeDocument, ChallengeInput, OrganizerRole, PhaseInput } from "@bodymark/challenge-file";
import type { Database } from "@bodymark/db";
import { notFound, Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { type ApplyOptions, type ApplyOutcome, applyDocument, changedMeanwhile } from "./apply-document.ts";
import { documentVersion } from "./document-version.ts";

/** What an edit of a challenge may change at once; the address stays. */
export type ChallengeEdit = Partial<Omit<ChallengeInput, "slug" | "schema" | "phases" | "organizers" | "cases">>;

/** Options of an edit of a part. `base` is `partVersion` of what was seen: an edit in between is not undone unseen. */
export interface EditOptions extends ApplyOptions {
  base?: string;
}

/** Some fields of a document, or one of its phases. */
export type DocumentPart = readonly string[] | { phase: string };

/** A name for a part of a document as it is. */
export function partVersion(document: ChallengeDocument, part: DocumentPart): string {
  if ("phase" in part) return documentVersion(document.phases.find((p) => p.slug === part.phase) ?? null);
  return documentVersion(Object.fromEntries(Object.entries(document).filter(([name]) => part.includes(name))));
}

function refuseStale(current: ChallengeDocument, part: DocumentPart, { base }: EditOptions): void {
  const now = partVersion(current, part);
  if (base !== undefined && now !== base) throw changedMeanwhile(now);
}

/** Changes some of a challenge's fields: texts, structures, admission, visibility (owners). */
export function editChallenge(
  db: Database,
  viewer: Viewer,
  slug: string,
  edit: ChallengeEdit,
  options: EditOptions = {},
): Promise<ApplyOutcome> {
  const merge = (current: ChallengeDocument) => {
    refuseStale(current, Object.keys(edit), options);
    return { ...current, ...edit, pages: { ...current.pages, ...edit.pages } };
  };
  return change(db, viewer, slug, merge, options);
}

/** Adds a phase, or changes the one with its slug. */
export function savePhase(
  db: Database,
  viewer: Viewer,
  slug: string,
  phase: PhaseInput,
  options: EditOptions & { mustBeNew?: boolean } = {},
): Promise<ApplyOutcome> {
  const replace = (current: ChallengeDocument) => {
    refuseStale(current, { phase: phase.slug }, options);
    const known = current.phases.some((p) => p.slug === phase.slug);
    if (known && options.mustBeNew) {
      const message = `Another phase has the address “${phase.slug}”. Choose another.`;
      throw new Refusal("name-taken", message, { details: { fields: [{ path: "slug", message }] } });
    }
    return known
      ? { ...current, phases: current.phases.map((p) => (p.slug === phase.slug ? phase : p)) }
      : { ...current, phases: [...current.phases, phase] };
  };
  return change(db, viewer, slug, replace, options);
}

/** Removes a phase to which nobody has submitted; phases that it gated are open without it. */
export function removePhase(
  db: Database,
  viewer: Viewer,
  slug: string,
  phase: string,
  options: ApplyOptions = {},
): Promise<ApplyOutcome> {
  const remove = (current: ChallengeDocument) => {
    if (!current.phases.some((p) => p.slug === phase)) throw notFound("phase");
    const phases = current.phases.filter((p) => p.slug !== phase);
    return { ...current, phases: phases.map((p) => (p.gate === phase ? { ...p, gate: null } : p)) };
  };
  return change(db, viewer, slug, remove, options);
}

/** Adds the account of an e-mail address to a challenge's organizers, or changes its role; owners only. */
export function setOrganizer(
  db: Database,
  viewer: Viewer,
  slug: string,
  organizer: { email: string; role: OrganizerRole },
): Promise<ApplyOutcome> {
  const email = organizer.email.trim().toLowerCase();
  return change(db, viewer, slug, (current) => ({
    ...current,
    organizers: [...(current.organizers ?? []).filter((o) => o.email !== email), { email, role: organizer.role }],
  }));
}

/** Takes somebody out of a challenge's organizers: owners anybody, others themselves; the last owner stays. */
export function removeOrganizer(db: Database, viewer: Viewer, slug: string, email: string): Promise<ApplyOutcome> {
  return change(db, viewer, slug, (current) => {
    const organizers = current.organizers ?? [];
    if (!organizers.some((o) => o.email === email)) throw notFound("organizer");
    return { ...current, organizers: organizers.filter((o) => o.email !== email) };
  });
}

function change(
  db: Database,
  viewer: Viewer,
  slug: string,
  edit: (current: ChallengeDocument) => unknown,
  options: ApplyOptions = {},
): Promise<ApplyOutcome> {
  return applyDocument(
    db,
    viewer,
    slug,
    (current) => {
      if (!current) throw notFound("challenge");
      return edit(current);
    },
    options,
  );
}
