import { serveFeed } from "#features/announcements/serve-feed.ts";

export const dynamic = "force-dynamic";

export async function GET(_request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return serveFeed((await params).slug);
}
