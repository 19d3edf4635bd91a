import { readDefinition, removeOrganizer, setOrganizer } from "@bodymark/challenge";
import { z } from "zod";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../../define-endpoint.ts";
import { organizerShape, outcomeShape } from "../../organize-shapes.ts";

export const listOrganizersEndpoint = defineEndpoint({
  id: "listOrganizers",
  method: "GET",
  path: "/challenges/{slug}/organizers",
  summary: "Who organizes a challenge (its organizers)",
  signedIn: true,
  response: z.object({ items: z.array(organizerShape) }),
  run: async ({ viewer, params }) => {
    const { document } = await readDefinition(database(), viewer, params.slug ?? "");
    return { items: document.organizers ?? [] };
  },
});

export const setOrganizerEndpoint = defineEndpoint({
  id: "setOrganizer",
  method: "PUT",
  path: "/challenges/{slug}/organizers",
  summary: "Add an account to the organizers, or change its role (owners)",
  signedIn: true,
  body: z.strictObject({ email: z.email().max(200), role: organizerShape.shape.role }),
  response: outcomeShape,
  run: ({ viewer, params, body }) => setOrganizer(database(), viewer, params.slug ?? "", body),
});

export const removeOrganizerEndpoint = defineEndpoint({
  id: "removeOrganizer",
  method: "DELETE",
  path: "/challenges/{slug}/organizers",
  summary: "Take an account out of the organizers (owners); the last owner stays",
  signedIn: true,
  query: z.object({ email: z.email().max(200) }),
  response: outcomeShape,
  run: ({ viewer, params, query }) => removeOrganizer(database(), viewer, params.slug ?? "", query.email.toLowerCase()),
});
