import { exportPerson } from "@bodymark/challenge";
import { writeZip } from "@bodymark/zip";
import { requirePerson } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";

/** Everything that is held of whoever asks, as a zip of JSON files. */
export async function GET(): Promise<Response> {
  const viewer = toViewer(await requirePerson("/account/data"));
  const files = viewer ? await exportPerson(database(), viewer) : new Map<string, unknown>();
  const zip = writeZip(
    [...files].map(([path, value]) => ({
      path: `bodymark-export/${path}`,
      content: `${JSON.stringify(value, null, 2)}\n`,
    })),
  );
  return new Response(new Uint8Array(zip), {
    headers: {
      "content-type": "application/zip",
      "content-disposition": 'attachment; filename="bodymark-export.zip"',
      "cache-control": "no-store",
    },
  });
}
