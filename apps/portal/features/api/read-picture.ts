import { PICTURE_BYTES } from "@bodymark/challenge";
import { Problem } from "./problem.ts";

/** A request's body, as long as it can be a picture's. */
export async function readPicture(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > PICTURE_BYTES)
      throw new Problem(413, "body-too-large", `A picture may have at most ${PICTURE_BYTES / 1024 ** 2} MiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
