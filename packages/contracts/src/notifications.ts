import { z } from "zod";

/** What a person may be told of; mail of each kind can be turned off. */
export const NOTIFICATION_KINDS = ["evaluation", "phase", "announcement", "team", "budget"] as const;
export const notificationKindSchema = z.enum(NOTIFICATION_KINDS);
export type NotificationKind = z.infer<typeof notificationKindSchema>;
