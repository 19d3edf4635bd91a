import type { VolumeHeader } from "@bodymark/nifti";
import type { Picture } from "./encode-png.ts";

export type DrawnSlice = Float32Array | Uint16Array;

/** Pixels along the longer side. */
const SIDE = 192;
/** Soft-tissue window: centre 40 HU, width 400 HU. */
const WINDOW_HU = { low: -160, high: 240 } as const;
/** Okabe–Ito, for the outlines. */
const COLOURS = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
] as const;

/**
 * An axial slice in the soft-tissue window with the outline of each label, patient's right on the left and front at the
 * top where the axes allow it. Slices are x fastest, with the header's shape.
 */
export function drawPreview(image: DrawnSlice, labels: DrawnSlice, header: VolumeHeader): Picture {
  const [nx, ny] = header.shape;
  const [sx, sy] = header.spacingMm;
  const scale = SIDE / Math.max(nx * sx, ny * sy);
  const width = Math.max(1, Math.round(nx * sx * scale));
  const height = Math.max(1, Math.round(ny * sy * scale));
  const flipX = (header.affine[0] ?? 1) > 0;
  const flipY = (header.affine[5] ?? 1) > 0;
  const place = (px: number, py: number): number => {
    const x = Math.min(nx - 1, Math.floor(((flipX ? width - 1 - px : px) * nx) / width));
    const y = Math.min(ny - 1, Math.floor(((flipY ? height - 1 - py : py) * ny) / height));
    return x + nx * y;
  };
  const rgb = new Uint8Array(width * height * 3);
  for (let py = 0; py < height; py++) {
    for (let px = 0; px < width; px++) {
      const label = labels[place(px, py)] ?? 0;
      const edge =
        label !== 0 &&
        (px + 1 >= width ||
          py + 1 >= height ||
          labels[place(px + 1, py)] !== label ||
          labels[place(px, py + 1)] !== label ||
          (px > 0 && labels[place(px - 1, py)] !== label) ||
          (py > 0 && labels[place(px, py - 1)] !== label));
      const share = ((image[place(px, py)] ?? 0) - WINDOW_HU.low) / (WINDOW_HU.high - WINDOW_HU.low);
      const grey = Math.round(255 * Math.min(1, Math.max(0, share)));
      rgb.set(edge ? (COLOURS[label % COLOURS.length] ?? [255, 255, 255]) : [grey, grey, grey], 3 * (px + width * py));
    }
  }
  return { width, height, rgb };
}
