import type { Command } from "commander";

/** `bodymark score`: scores one label map, or folders of them, against the reference. */
export function addScoreCommand(program: Command): void {
  program
    .command("score")
    .description("score predicted label maps against the reference")
    .requiredOption("--reference <path>", "label map (.nii, .nii.gz, .mha, .mhd) or folder of them")
    .requiredOption("--prediction <path>", "label map, or folder matched by name")
    .requiredOption("--structures <file>", "JSON file that lists the structures");
}
