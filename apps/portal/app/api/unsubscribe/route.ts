import { readUnsubscription } from "@bodymark/mail";
import { endMail } from "#features/notifications/end-mail.ts";
import { environment } from "#server/environment.ts";

/** One-click unsubscription of mail programs (RFC 8058): a POST without cookies, to the address in the mail's header. */
export async function POST(request: Request): Promise<Response> {
  const asked = readUnsubscription(environment().secret, new URL(request.url).searchParams.get("token") ?? "");
  if (!asked) return new Response("This link does not work.\n", { status: 400 });
  await endMail(asked);
  return new Response("Unsubscribed.\n");
}

/** For people who open the header's address themselves. */
export function GET(request: Request): Response {
  const { search } = new URL(request.url);
  return new Response(null, { status: 303, headers: { location: `/unsubscribe${search}` } });
}
