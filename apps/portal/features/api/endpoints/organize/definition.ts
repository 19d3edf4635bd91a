import { applyDocument, createChallenge, editChallenge, readDefinition } from "@bodymark/challenge";
import { challengeDocumentSchema } from "@bodymark/challenge-file";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import { challengeEditBody, definitionBody, definitionShape, outcomeShape } from "../../organize-shapes.ts";

/** Room for the facts of some 20,000 cases. */
const DOCUMENT_BYTES = 32 * 1024 * 1024;

export const createChallengeEndpoint = defineEndpoint({
  id: "createChallenge",
  method: "POST",
  path: "/challenges",
  summary: "Create a challenge (organizers and operators)",
  description: "You become its owner. It is a draft, seen by its organizers alone, until its visibility is public.",
  signedIn: true,
  body: challengeDocumentSchema,
  response: outcomeShape,
  status: 201,
  run: ({ viewer, body }) => createChallenge(database(), viewer, body),
});

export const editChallengeEndpoint = defineEndpoint({
  id: "editChallenge",
  method: "PATCH",
  path: "/challenges/{slug}",
  summary: "Change fields of a challenge (editors; visibility: owners)",
  signedIn: true,
  body: challengeEditBody,
  bodyBytes: DOCUMENT_BYTES,
  response: outcomeShape,
  run: ({ viewer, params, body: { confirm, reason, ...edit } }) =>
    editChallenge(database(), viewer, params.slug ?? "", edit as Parameters<typeof editChallenge>[3], {
      ...(confirm === undefined ? {} : { confirm }),
      ...(reason === undefined ? {} : { reason }),
    }),
});

export const getDefinitionEndpoint = defineEndpoint({
  id: "getDefinition",
  method: "GET",
  path: "/challenges/{slug}/definition",
  summary: "A challenge as one document (its organizers)",
  signedIn: true,
  response: definitionShape,
  run: ({ viewer, params }) => readDefinition(database(), viewer, params.slug ?? ""),
});

export const putDefinitionEndpoint = defineEndpoint({
  id: "putDefinition",
  method: "PUT",
  path: "/challenges/{slug}/definition",
  summary: "Bring a challenge to what a document says, in one transaction",
  description:
    "Creates it where there is none. Cases and pictures are sent beforehand. `dryRun` tells what would change. Changing a phase that has opened answers `confirmation-needed` with what it affects and a token for `confirm`.",
  signedIn: true,
  body: definitionBody,
  bodyBytes: DOCUMENT_BYTES,
  response: outcomeShape,
  run: ({ viewer, params, body: { document, dryRun, prune, ifVersion, confirm, reason } }) =>
    applyDocument(database(), viewer, params.slug ?? "", () => document, {
      ...{ dryRun, prune },
      ...(ifVersion === undefined ? {} : { ifVersion }),
      ...(confirm === undefined ? {} : { confirm }),
      ...(reason === undefined ? {} : { reason }),
    }),
});
