import type { Database } from "@bodymark/db";
import { listSubscriptions } from "../announcements/list-subscriptions.ts";
import { listSubmissions } from "../list-submissions.ts";
import { readSubmission } from "../read-submission.ts";
import type { Viewer } from "../viewer.ts";

const PAGE = 200;

/** The files of a person's export: what we hold of them, and of their submissions what they may see. Secrets are left out. */
export async function exportPerson(db: Database, viewer: NonNullable<Viewer>): Promise<ReadonlyMap<string, unknown>> {
  const { userId } = viewer;
  const user = await db.user.findUniqueOrThrow({
    where: { id: userId },
    include: {
      sessions: { select: { createdAt: true, updatedAt: true, expiresAt: true, ipAddress: true, userAgent: true } },
      passkeys: { select: { name: true, createdAt: true, deviceType: true, backedUp: true } },
      notifications: { orderBy: { createdAt: "desc" }, omit: { userId: true } },
      notificationChoices: { select: { kind: true, mail: true } },
      uploads: {
        select: { id: true, fileName: true, sizeBytes: true, sha256: true, state: true, createdAt: true },
        orderBy: { createdAt: "desc" },
      },
      organizes: { select: { role: true, challenge: { select: { slug: true, title: true } } } },
      memberships: {
        select: {
          role: true,
          joinedAt: true,
          team: { select: { id: true, name: true, state: true, challenge: { select: { slug: true, title: true } } } },
        },
      },
    },
  });
  const { sessions, passkeys, notifications, notificationChoices, uploads, organizes, memberships, ...row } = user;
  const keys = await db.apikey.findMany({
    where: { referenceId: userId },
    select: { name: true, start: true, createdAt: true, lastRequest: true, expiresAt: true },
  });
  const mail = await db.mail.findMany({
    where: { userId },
    select: { kind: true, subject: true, toAddress: true, createdAt: true, sentAt: true },
    orderBy: { createdAt: "desc" },
  });
  const subscriptions = await listSubscriptions(db, viewer);
  const { id, name, email, emailVerified, role, affiliation, country, twoFactorEnabled, createdAt } = row;
  return new Map<string, unknown>([
    ["profile.json", { id, name, email, emailVerified, role, affiliation, country, twoFactorEnabled, createdAt }],
    ["teams.json", memberships],
    ["organizes.json", organizes],
    ["submissions.json", await readAllSubmissions(db, viewer)],
    ["uploads.json", uploads.map((upload) => ({ ...upload, sizeBytes: Number(upload.sizeBytes) }))],
    ["api-keys.json", keys],
    ["sessions.json", sessions],
    ["passkeys.json", passkeys],
    ["notifications.json", { choices: notificationChoices, notifications }],
    ["subscriptions.json", subscriptions],
    ["mail.json", mail],
  ]);
}

async function readAllSubmissions(db: Database, viewer: NonNullable<Viewer>): Promise<unknown[]> {
  const views: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page = await listSubmissions(db, viewer, { limit: PAGE, ...(cursor ? { cursor } : {}) });
    for (const { id } of page.items) views.push(await readSubmission(db, viewer, id));
    cursor = page.nextCursor;
  } while (cursor);
  return views;
}
