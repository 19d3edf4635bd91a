import { redirect } from "next/navigation";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { safePath } from "#server/safe-path.ts";

/** Marks one of one's own notifications as read and goes on to what it is about. */
export async function GET(request: Request): Promise<never> {
  const person = await requirePerson("/notifications");
  const id = new URL(request.url).searchParams.get("id") ?? "";
  const [row] = await database().$queryRaw<{ href: string }[]>`
    update "Notification" set "readAt" = coalesce("readAt", now()) where id = ${id.slice(0, 64)} and "userId" = ${person.id}
    returning href`;
  redirect(safePath(row?.href, "/notifications"));
}
