import { readChallenge, removePhase, savePhase } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import { applyOptionsSchema, outcomeShape, phaseBody } from "../../organize-shapes.ts";
import { Problem } from "../../problem.ts";
import { phaseShape } from "../../shapes.ts";

const chosen = ({ confirm, reason }: { confirm?: string | undefined; reason?: string | undefined }) => ({
  ...(confirm === undefined ? {} : { confirm }),
  ...(reason === undefined ? {} : { reason }),
});

export const listPhasesEndpoint = defineEndpoint({
  id: "listPhases",
  method: "GET",
  path: "/challenges/{slug}/phases",
  summary: "A challenge's phases, in their order",
  signedIn: false,
  response: z.object({ items: z.array(phaseShape) }),
  run: async ({ viewer, params }) => ({ items: (await readChallenge(database(), viewer, params.slug ?? "")).phases }),
});

export const getPhaseEndpoint = defineEndpoint({
  id: "getPhase",
  method: "GET",
  path: "/challenges/{slug}/phases/{phase}",
  summary: "A phase as everybody may know it; all of its fields are in the challenge's definition",
  signedIn: false,
  response: phaseShape,
  async run({ viewer, params }) {
    const { phases } = await readChallenge(database(), viewer, params.slug ?? "");
    const phase = phases.find(({ slug }) => slug === params.phase);
    if (!phase) throw new Problem(404, "not-found", "There is no such phase.");
    return phase;
  },
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
