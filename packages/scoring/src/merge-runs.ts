import type { LabelExtent, LabelRuns } from "@bodymark/metrics";

/** Joins runs of volumes of one shape whose labels differ; the structures may overlap. */
export function mergeRuns(parts: readonly LabelRuns[], shared: boolean): LabelRuns {
  const count = parts.reduce((sum, part) => sum + part.rows.length, 0);
  const allocate = () => new Uint32Array(shared ? new SharedArrayBuffer(count * 4) : new ArrayBuffer(count * 4));
  const rows = allocate();
  const spans = allocate();
  const extents: LabelExtent[] = [];
  let offset = 0;
  for (const part of parts) {
    rows.set(part.rows, offset);
    spans.set(part.spans, offset);
    for (const extent of part.extents) {
      extents.push({ ...extent, firstRun: extent.firstRun + offset, endRun: extent.endRun + offset });
    }
    offset += part.rows.length;
  }
  return { shape: parts[0]?.shape ?? [1, 1, 1], planes: null, rows, spans, extents };
}
