import { RunFailure } from "@bodymark/contracts/plain";
import { compareGeometry, decodeLabelMap, encodeNifti, VolumeError, type VolumeHeader } from "@bodymark/nifti";
import { type CollectJob, maxOutputBytes, type VolumeFormat } from "./collect-job.ts";
import { invalid, type OutputFile } from "./read-output.ts";

/**
 * Checks the files of one output and makes the one label map that is scored and kept: the input's geometry, the
 * challenge's labels, nothing else of the participant's file.
 *
 * @returns the encoded NIfTI file and flags on how it was read
 * @throws RunFailure `no-output`, `invalid-output`, `output-too-large`, `geometry-mismatch` or `invalid-labels`
 */
export function checkOutput(files: readonly OutputFile[], job: CollectJob): { file: Uint8Array; flags: string[] } {
  const flags = new Set<string>();
  const labels = job.candidate.kind === "masks" ? combineMasks(files, job, flags) : oneLabelMap(files, job, flags);
  const file = encodeNifti(
    { shape: job.shape, spacingMm: job.spacingMm, affine: job.affine, data: labels },
    // Level 1: label maps are long runs, and level 6 takes four times as long for a tenth less.
    { gzip: true, level: 1 },
  );
  return { file, flags: [...flags].sort() };
}

function oneLabelMap(files: readonly OutputFile[], job: CollectJob, flags: Set<string>): Uint8Array | Uint16Array {
  const { candidate } = job;
  const [only, ...more] = files;
  if (!only) throw new RunFailure("no-output", "collect", "There is no output file under the expected name.");
  if (more.length > 0) throw invalid(`The output folder holds ${files.length} files; exactly one is expected.`);
  const format = candidate.kind === "masks" ? "nifti" : candidate.format;
  const map = job.labelMap;
  if (!map) {
    return decode(only.bytes, job, format, flags, { allowed: job.labels, others: job.otherLabels }).labels;
  }
  const { labels } = decode(only.bytes, job, format, flags, { allowed: null, others: "invalid" });
  const table = new Uint16Array(65_536);
  for (const [from, to] of Object.entries(map)) table[Number(from)] = to;
  const seen = new Uint8Array(65_536);
  const wide = job.labels.some((label) => label > 255);
  const mapped = wide ? new Uint16Array(labels.length) : new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? 0;
    seen[label] = 1;
    mapped[i] = table[label] ?? 0;
  }
  for (let label = 1; label < seen.length; label++) {
    if (seen[label] && !Object.hasOwn(map, String(label))) flags.add("unmapped-labels");
  }
  return mapped;
}

/** Masks on one grid; where two overlap, the later label in the challenge's list wins, as in the peers' own merging. */
function combineMasks(files: readonly OutputFile[], job: CollectJob, flags: Set<string>): Uint8Array | Uint16Array {
  const { candidate } = job;
  if (candidate.kind !== "masks") throw new TypeError("not a folder of masks");
  if (files.length === 0)
    throw new RunFailure("no-output", "collect", "There is no output file under an expected name.");
  const wide = job.labels.some((label) => label > 255);
  const voxels = job.shape[0] * job.shape[1] * job.shape[2];
  const combined = wide ? new Uint16Array(voxels) : new Uint8Array(voxels);
  const order = new Map(job.labels.map((label, index) => [label, index]));
  const masks = files
    .map((file) => ({ file, label: candidate.labelOfFile[file.name] ?? 0 }))
    .filter(({ label }) => label !== 0)
    .sort((a, b) => (order.get(a.label) ?? 0) - (order.get(b.label) ?? 0));
  for (const { file, label } of masks) {
    const { labels } = decode(file.bytes, job, "nifti", flags, { allowed: [1, 255], others: "invalid" });
    for (let i = 0; i < voxels; i++) {
      if (labels[i] === 0) continue;
      if (combined[i] !== 0) flags.add("overlapping-masks");
      combined[i] = label;
    }
  }
  return combined;
}

/** Little- and big-endian TIFF and BigTIFF, by their first four bytes. */
const TIFF = new Set(["49492a00", "4d4d002a", "49492b00", "4d4d002b"]);

/**
 * grand-challenge.org takes `.tif` too, for flat images: of a volume it holds neither slice distance nor position, so
 * whether it fits the scan cannot be known.
 */
function refuseTiff(bytes: Uint8Array): void {
  if (!TIFF.has(Buffer.from(bytes.subarray(0, 4)).toString("hex"))) return;
  throw invalid("The output is a TIFF file, which holds no geometry; write the label map as .mha, with the input's.");
}

function decode(
  bytes: Uint8Array,
  job: CollectJob,
  format: VolumeFormat,
  flags: Set<string>,
  rule: { allowed: readonly number[] | null; others: "invalid" | "background" },
) {
  refuseTiff(bytes);
  try {
    return decodeLabelMap(bytes, {
      maxExpandedBytes: maxOutputBytes(job.shape),
      ...(rule.allowed ? { allowedLabels: rule.allowed } : {}),
      otherLabels: rule.others === "invalid" ? "refuse" : "background",
      checkHeader: (header) => checkHeader(header, job, format, flags),
    });
  } catch (error) {
    if (error instanceof VolumeError) throw new RunFailure(error.code, "collect", error.message, { cause: error });
    throw error;
  }
}

function checkHeader(header: VolumeHeader, job: CollectJob, format: VolumeFormat, flags: Set<string>): void {
  const found = header.format.startsWith("nifti") ? "nifti" : header.format;
  if (found !== format) throw invalid(`The output is ${found}, expected ${format}.`);
  if (header.dataFile !== null) throw invalid("The output's voxels are in another file.");
  const affine = job.affineRule === "demand";
  const difference = compareGeometry(job, header, { affine });
  if (difference) throw new RunFailure("geometry-mismatch", "collect", `The output's ${difference.message}.`);
  if (!affine && compareGeometry(job, header, { affine: true })) flags.add("affine-ignored");
}
