import {
  ANNOUNCEMENT_MAIL,
  announcementTextSchema,
  editAnnouncement,
  listAnnouncements,
  publishAnnouncement,
  readAnnouncement,
  removeAnnouncement,
} from "@bodymark/challenge";
import { isId } from "@bodymark/contracts";
import { z } from "zod";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { confirmSchema } from "../manage-shapes.ts";
import { pageQuery } from "../shapes.ts";

const announcementShape = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string().describe("Markdown"),
  author: z.string().nullable(),
  publishedAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  delivery: z
    .object({
      mail: z.enum(ANNOUNCEMENT_MAIL),
      mailed: z.number().int().describe("Mails written so far"),
      underWay: z.boolean(),
    })
    .nullable()
    .describe("For organizers alone"),
});

export const listAnnouncementsEndpoint = defineEndpoint({
  id: "listAnnouncements",
  method: "GET",
  path: "/challenges/{slug}/announcements",
  summary: "What a challenge's organizers have announced, newest first",
  signedIn: false,
  query: pageQuery.extend({
    cursor: z
      .string()
      .refine((text) => isId("announcement", text), "not a cursor of this list")
      .optional(),
  }),
  response: z.object({ items: z.array(announcementShape), nextCursor: z.string().nullable() }),
  run: ({ viewer, params, query: { limit, cursor } }) =>
    listAnnouncements(database(), viewer, params.slug ?? "", { limit, ...(cursor ? { cursor } : {}) }),
});

export const getAnnouncementEndpoint = defineEndpoint({
  id: "getAnnouncement",
  method: "GET",
  path: "/challenges/{slug}/announcements/{announcement}",
  summary: "One announcement",
  signedIn: false,
  response: announcementShape,
  run: ({ viewer, params }) => readAnnouncement(database(), viewer, params.slug ?? "", params.announcement ?? ""),
});

export const publishAnnouncementEndpoint = defineEndpoint({
  id: "publishAnnouncement",
  method: "POST",
  path: "/challenges/{slug}/announcements",
  summary: "Publish an announcement (editors)",
  description:
    "Members of teams are told in the portal. With `mail` it goes to the confirmed subscribers, or to them and the members; that answers `confirmation-needed` first, with how many. The same text within an hour is published and mailed once.",
  signedIn: true,
  body: z.strictObject({
    ...announcementTextSchema.shape,
    mail: z.enum(ANNOUNCEMENT_MAIL).default("none"),
    ...confirmSchema.shape,
  }),
  response: announcementShape,
  status: 201,
  async run({ viewer, params, body }) {
    const slug = params.slug ?? "";
    const { id } = await publishAnnouncement(database(), viewer, slug, body);
    return readAnnouncement(database(), viewer, slug, id);
  },
});

export const editAnnouncementEndpoint = defineEndpoint({
  id: "editAnnouncement",
  method: "PUT",
  path: "/challenges/{slug}/announcements/{announcement}",
  summary: "Change an announcement's text (editors); it is shown as edited, and nobody gets a second mail",
  signedIn: true,
  body: z.strictObject(announcementTextSchema.shape),
  response: announcementShape,
  async run({ viewer, params, body }) {
    const [slug, id] = [params.slug ?? "", params.announcement ?? ""];
    await editAnnouncement(database(), viewer, slug, id, body);
    return readAnnouncement(database(), viewer, slug, id);
  },
});

export const removeAnnouncementEndpoint = defineEndpoint({
  id: "removeAnnouncement",
  method: "DELETE",
  path: "/challenges/{slug}/announcements/{announcement}",
  summary: "Delete an announcement (editors), once confirmed; mail that has gone out stays out",
  signedIn: true,
  query: confirmSchema,
  response: z.object({ removed: z.literal(true) }),
  async run({ viewer, params, query: { confirm } }) {
    await removeAnnouncement(database(), viewer, params.slug ?? "", params.announcement ?? "", { confirm });
    return { removed: true as const };
  },
});
