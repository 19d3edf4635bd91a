/** The closed list of failure codes, in the order in which a run can meet them. */
export const FAILURE_CODES = [
  "invalid-archive",
  "unsupported-image",
  "image-too-large",
  "start-failed",
  "out-of-memory",
  "gpu-out-of-memory",
  "timeout",
  "nonzero-exit",
  "disk-limit",
  "no-output",
  "output-too-large",
  "invalid-output",
  "geometry-mismatch",
  "invalid-labels",
  "cancelled",
  "platform-fault",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** The phase of the run in which a failure happened. */
export const STAGES = ["accept", "load", "start", "run", "collect", "score"] as const;
export type Stage = (typeof STAGES)[number];

export const FAULTS = ["participant", "platform"] as const;
export type Fault = (typeof FAULTS)[number];

/** Whose fault a code is: only `platform-fault` is ours; a cancellation is nobody's and counts as the participant's. */
export function faultOf(code: FailureCode): Fault {
  return code === "platform-fault" ? "platform" : "participant";
}

/** What happened, and what to do next: one sentence each, for a tired participant. Holds nothing of a case. */
export const FAILURE_TEXTS: Record<FailureCode, { title: string; what: string; next: string }> = {
  "invalid-archive": {
    title: "Not a usable image archive",
    what: "The file is not a complete `docker save` or OCI archive with exactly one image.",
    next: "Make it again with `docker save IMAGE | gzip > image.tar.gz` and upload the new file.",
  },
  "unsupported-image": {
    title: "Image cannot run here",
    what: "The image is for another processor or system, or lacks the command that the phase's profile starts.",
    next: "Build with `--platform linux/amd64` and put an executable `predict.sh` where the profile expects it.",
  },
  "image-too-large": {
    title: "Image too large",
    what: "The image is larger than the phase allows.",
    next: "Remove caches and build tools, use a smaller base image, then upload again.",
  },
  "start-failed": {
    title: "Container did not start",
    what: "The engine could not start the image's command.",
    next: "Check that the shell and `predict.sh` exist and are readable by the image's user; try `bodymark evaluate` on your machine.",
  },
  "out-of-memory": {
    title: "Out of memory",
    what: "A process in the container used more memory than the phase allows and was killed.",
    next: "Work on patches, lower the batch size, or free the volume you no longer need.",
  },
  "gpu-out-of-memory": {
    title: "Out of GPU memory",
    what: "The container asked for more GPU memory than the device has.",
    next: "Use smaller patches or half precision.",
  },
  timeout: {
    title: "Time limit reached",
    what: "The case was still running when the phase's time limit was reached, and was stopped.",
    next: "Try `bodymark evaluate` with this phase's limits on your machine; look for work that grows with the volume.",
  },
  "nonzero-exit": {
    title: "Command failed",
    what: "The container's command ended with an exit code other than 0, so its output was not scored.",
    next: "Run the sample case on your machine and read the last lines that it prints.",
  },
  "disk-limit": {
    title: "Disk limit reached",
    what: "The container filled the disk space it is allowed.",
    next: "Write less to disk and delete temporary files while running.",
  },
  "no-output": {
    title: "No output",
    what: "The command ended well but wrote no file under the expected name.",
    next: "Write the label map to the path that the profile names, with the case's name.",
  },
  "output-too-large": {
    title: "Output too large",
    what: "The output file is larger than a label map of this shape can be.",
    next: "Write one integer label map of the input's shape, compressed.",
  },
  "invalid-output": {
    title: "Output is not a readable label map",
    what: "The output file is truncated, is not NIfTI, or has a type that cannot hold labels.",
    next: "Write a NIfTI file (`.nii.gz`) with integer labels, and open it once with nibabel before you submit.",
  },
  "geometry-mismatch": {
    title: "Output has another geometry",
    what: "The output's shape or affine differs from the input's.",
    next: "Resample the prediction back to the input's grid and copy the input's header.",
  },
  "invalid-labels": {
    title: "Output has unknown labels",
    what: "The output holds values that are not labels of this challenge: fractions, NaN, or other numbers.",
    next: "Write whole numbers from the challenge's list, or declare a label map with the submission.",
  },
  cancelled: {
    title: "Cancelled",
    what: "The evaluation was cancelled and its container stopped.",
    next: "Submit again when you are ready.",
  },
  "platform-fault": {
    title: "Fault of the platform",
    what: "Something on our side failed. It is retried and never counts against your quota.",
    next: "Nothing to do: if it stays so, the operators have been told.",
  },
};
