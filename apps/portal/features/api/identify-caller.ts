import { type Person, personOfApiKey, personOfSession } from "@bodymark/auth";
import { auth } from "#server/auth.ts";
import { database } from "#server/database.ts";
import { Problem } from "./problem.ts";

/**
 * Who calls: by `Authorization: Bearer <key>`, else by the session cookie, else nobody. A wrong key is refused rather
 * than taken for nobody. A request that changes something by cookie must come from our own pages.
 */
export async function identifyCaller(request: Request): Promise<Person | null> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const key = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
    const person = key ? await personOfApiKey(auth(), database(), key) : null;
    if (!person) {
      throw new Problem(401, "invalid-api-key", "This API key is unknown, expired or revoked.", {
        headers: { "www-authenticate": "Bearer" },
      });
    }
    return person;
  }
  const person = await personOfSession(auth(), request.headers);
  if (person && !["GET", "HEAD"].includes(request.method)) refuseOtherSites(request);
  return person;
}

function refuseOtherSites(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const host = request.headers.get("host");
  const sameOrigin = origin !== null && URL.canParse(origin) && new URL(origin).host === host;
  if (site === "same-origin" || (site === null && sameOrigin)) return;
  throw new Problem(403, "cross-site", "A request that changes something must come from this site's own pages.");
}
