/** A PNG with a palette of at most 256 colours, where sharp is there (Next brings it for most machines); else as it was. */
export async function shrinkPicture(png: Buffer): Promise<Buffer> {
  const sharp = await import("sharp").catch(() => undefined);
  if (!sharp) return png;
  const small = await sharp
    .default(png)
    .png({ palette: true, quality: 90, compressionLevel: 9, effort: 10 })
    .toBuffer();
  return small.length < png.length ? small : png;
}
