import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Profile, type Slugs, type StructuresFile, slugsSchema } from "@bodymark/contracts";
import { decodeVolume, encodeMetaImage } from "@bodymark/nifti";
import type { OutputCandidate } from "../collect/collect-job.ts";
import type { InputFile } from "../run/executor.ts";
import { supremMaskNames } from "./suprem-labels.ts";

/** Where one case goes in a container of a profile, and where its output is looked for. */
export interface CaseLayout {
  inputs: readonly InputFile[];
  inputFolders: readonly string[];
  outputFolders: readonly string[];
  outputs: readonly OutputCandidate[];
}

export const DEFAULT_SLUGS: Slugs = slugsSchema.parse({});

/** The folders of each profile, whatever the case. */
export function profileFolders(profile: Profile, _slugs: Slugs): { inputs: string[]; outputs: string[] } {
  if (profile === "grand-challenge") return { inputs: ["/input"], outputs: ["/output"] };
  return { inputs: ["/workspace/inputs"], outputs: ["/workspace/outputs"] };
}

/**
 * The layout of one case.
 * @param name the case's random name inside this container
 * @param workDir for files that a profile needs in another format; they are removed with it
 */
export async function caseLayout(
  profile: Profile,
  name: string,
  imagePath: string,
  structures: StructuresFile,
  slugs: Slugs,
  workDir: string,
): Promise<CaseLayout> {
  const folders = profileFolders(profile, slugs);
  const shared = { inputFolders: folders.inputs, outputFolders: folders.outputs };
  const inputs = (containerPath: string): InputFile[] => [{ containerPath, source: { hostPath: imagePath } }];
  switch (profile) {
    case "bodymaps":
    case "strict":
      return { ...shared, inputs: inputs(`/workspace/inputs/${name}.nii.gz`), outputs: [labelMap(name)] };
    case "flare":
      return { ...shared, inputs: inputs(`/workspace/inputs/${name}_0000.nii.gz`), outputs: [labelMap(name)] };
    case "suprem":
      return {
        ...shared,
        inputs: inputs(`/workspace/inputs/${name}/ct.nii.gz`),
        outputs: [
          { kind: "label-map", path: `/workspace/outputs/${name}/combined_labels.nii.gz`, format: "nifti" },
          {
            kind: "masks",
            folder: `/workspace/outputs/${name}/segmentations`,
            labelOfFile: supremMaskNames(structures),
          },
        ],
      };
    case "grand-challenge":
      return {
        ...shared,
        inputFolders: ["/input"],
        outputFolders: ["/output"],
        inputs: await grandChallengeInputs(imagePath, slugs, workDir),
        outputs: [{ kind: "only-file", folder: `/output/images/${slugs.output}`, format: "metaimage" }],
      };
  }
}

function labelMap(name: string): OutputCandidate {
  return { kind: "label-map", path: `/workspace/outputs/${name}.nii.gz`, format: "nifti" };
}

/** The image as MetaImage under a random UUID, and `inputs.json` as grand-challenge.org writes it. */
async function grandChallengeInputs(imagePath: string, slugs: Slugs, workDir: string): Promise<InputFile[]> {
  const uuid = randomUUID();
  const volume = decodeVolume(await readFile(imagePath));
  const { file } = encodeMetaImage({
    shape: volume.shape,
    spacingMm: volume.spacingMm,
    affine: volume.affine,
    data: volume.data,
  });
  const hostPath = join(workDir, `${uuid}.mha`);
  await writeFile(hostPath, file);
  const listing = [
    {
      file: null,
      image: { name: `${uuid}.mha` },
      value: null,
      // Templates of before 2025 read `interface`, later ones `socket`.
      interface: { slug: slugs.input, kind: "Image", relative_path: `images/${slugs.input}` },
      socket: { slug: slugs.input, kind: "Image", relative_path: `images/${slugs.input}` },
    },
  ];
  return [
    { containerPath: `/input/images/${slugs.input}/${uuid}.mha`, source: { hostPath } },
    { containerPath: "/input/inputs.json", source: { bytes: Buffer.from(JSON.stringify(listing)) } },
  ];
}
