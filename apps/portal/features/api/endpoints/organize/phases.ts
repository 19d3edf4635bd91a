import { removePhase, savePhase } from "@bodymark/challenge";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import { applyOptionsSchema, outcomeShape, phaseBody } from "../../organize-shapes.ts";

const chosen = ({ confirm, reason }: { confirm?: string | undefined; reason?: string | undefined }) => ({
  ...(confirm === undefined ? {} : { confirm }),
  ...(reason === undefined ? {} : { reason }),
});

export const putPhaseEndpoint = defineEndpoint({
  id: "putPhase",
  method: "PUT",
  path: "/challenges/{slug}/phases/{phase}",
  summary: "Add a phase, or bring it to what the body says (editors)",
  description: "Changing a phase that has opened answers `confirmation-needed` with what it affects.",
  signedIn: true,
  body: phaseBody,
  response: outcomeShape,
  run: ({ viewer, params, body: { confirm, reason, ...phase } }) =>
    savePhase(
      database(),
      viewer,
      params.slug ?? "",
      { ...phase, slug: params.phase ?? "" },
      chosen({ confirm, reason }),
    ),
});

export const deletePhaseEndpoint = defineEndpoint({
  id: "deletePhase",
  method: "DELETE",
  path: "/challenges/{slug}/phases/{phase}",
  summary: "Remove a phase without submissions (editors)",
  signedIn: true,
  query: applyOptionsSchema,
  response: outcomeShape,
  run: ({ viewer, params, query }) =>
    removePhase(database(), viewer, params.slug ?? "", params.phase ?? "", chosen(query)),
});
