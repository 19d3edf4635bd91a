import type { Profile } from "@bodymark/contracts";

/** What each container profile gives and expects, in the words of the container contract. */
export const PROFILE_FACTS: Record<Profile, { input: string; output: string; command: string }> = {
  bodymaps: {
    input: "/workspace/inputs/<case>.nii.gz",
    output: "/workspace/outputs/<case>.nii.gz",
    command: "bash /workspace/predict.sh, else sh predict.sh in the working directory, else the image's own command",
  },
  flare: {
    input: "/workspace/inputs/<case>_0000.nii.gz",
    output: "/workspace/outputs/<case>.nii.gz",
    command: '/bin/bash -c "sh predict.sh"',
  },
  suprem: {
    input: "/workspace/inputs/<case>/ct.nii.gz",
    output: "/workspace/outputs/<case>/combined_labels.nii.gz, or segmentations/<structure>.nii.gz masks",
    command: "as bodymaps",
  },
  "grand-challenge": {
    input: "/input/images/<slug>/<uuid>.mha, /input/inputs.json",
    output: "one .mha in /output/images/<slug>/",
    command: "the image's own, as its own user",
  },
  strict: {
    input: "as bodymaps, read-only",
    output: "as bodymaps",
    command: "as bodymaps; read-only root, fixed user",
  },
};
