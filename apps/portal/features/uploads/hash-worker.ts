import { createSHA256 } from "hash-wasm";

const SLICE_BYTES = 4 * 1024 * 1024;

/** Hashes a file in slices, apart from the page. Gets the file, answers its SHA-256 in hex. */
addEventListener("message", async ({ data }: MessageEvent<File>) => {
  const hash = await createSHA256();
  for (let at = 0; at < data.size; at += SLICE_BYTES) {
    hash.update(new Uint8Array(await data.slice(at, at + SLICE_BYTES).arrayBuffer()));
  }
  postMessage(hash.digest("hex"));
});
