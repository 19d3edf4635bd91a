import { serveFeed } from "#features/announcements/serve-feed.ts";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  return serveFeed(null);
}
