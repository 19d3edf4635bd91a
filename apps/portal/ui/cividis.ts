/** Ten samples of cividis (Nuñez, Anderton, Renslow 2018, doi.org/10.1371/journal.pone.0199239), 0 to 1. */
const SAMPLES: readonly (readonly [number, number, number])[] = [
  [0, 34, 78],
  [18, 53, 112],
  [59, 73, 108],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 179, 105],
  [225, 204, 85],
  [254, 232, 56],
];

/** A colour of the cividis map for a value in [0, 1], and the text colour that reads on it. */
export function cividis(value: number): { background: string; color: string } {
  const place = Math.min(1, Math.max(0, value)) * (SAMPLES.length - 1);
  const index = Math.min(SAMPLES.length - 2, Math.floor(place));
  const [from, to] = [SAMPLES[index] ?? [0, 0, 0], SAMPLES[index + 1] ?? [0, 0, 0]];
  const mixed = from.map((channel, i) => Math.round(channel + ((to[i] ?? 0) - channel) * (place - index)));
  const luminance = mixed
    .map((channel) => channel / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  return { background: `rgb(${mixed.join(" ")})`, color: luminance > 0.179 ? "#000" : "#fff" };
}
