import { decideTeam, listTeams } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import { confirmSchema, teamShape } from "../../manage-shapes.ts";

export const listTeamsEndpoint = defineEndpoint({
  id: "listTeams",
  method: "GET",
  path: "/challenges/{slug}/teams",
  summary: "A challenge's teams with their people, those that wait for approval first (its organizers)",
  signedIn: true,
  response: z.object({ items: z.array(teamShape) }),
  run: async ({ viewer, params }) => ({ items: await listTeams(database(), viewer, params.slug ?? "") }),
});

export const decideTeamEndpoint = defineEndpoint({
  id: "decideTeam",
  method: "POST",
  path: "/challenges/{slug}/teams/{team}/decision",
  summary: "Admit a team, or refuse it (editors); its members are told",
  signedIn: true,
  body: z.strictObject({
    decision: z.enum(["approved", "refused"]),
    reason: z.string().trim().max(500).optional(),
    ...confirmSchema.shape,
  }),
  response: teamShape,
  async run({ viewer, params, body: { decision, reason, confirm } }) {
    const [slug, team] = [params.slug ?? "", params.team ?? ""];
    await decideTeam(database(), viewer, slug, team, { decision, confirm, ...(reason ? { reason } : {}) });
    return (await listTeams(database(), viewer, slug)).find(({ id }) => id === team);
  },
});
