import type { ChallengeInput } from "@bodymark/challenge-file";
import type { Database } from "@bodymark/db";
import { Refusal } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { type ApplyOutcome, applyDocument } from "./apply-document.ts";
import { mayCreateChallenges } from "./organizer-role.ts";

/**
 * Makes a new challenge, of which the viewer becomes owner.
 * @throws Refusal `not-allowed` for participants, `name-taken`; ZodError
 */
export async function createChallenge(db: Database, viewer: Viewer, document: ChallengeInput): Promise<ApplyOutcome> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in, or give an API key, to create a challenge.");
  if (!mayCreateChallenges(viewer))
    throw new Refusal(
      "not-allowed",
      "Only organizers create challenges. Ask an operator of this platform to make you one.",
    );
  if (await db.challenge.findUnique({ where: { slug: document.slug }, select: { id: true } }))
    throw taken(document.slug);
  return applyDocument(db, viewer, document.slug, (current) => {
    if (current) throw taken(document.slug);
    return document;
  });
}

function taken(slug: string): Refusal {
  const message = `Another challenge has the address “${slug}”. Choose another.`;
  return new Refusal("name-taken", message, { details: { fields: [{ path: "slug", message }] } });
}
