/** What is signed: the manifest's bytes behind the name of the format, so that a signature serves no other purpose. */
export function signedBytes(manifest: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from("bodymark.bundle/1\n"), manifest]);
}
