const ENDINGS = /\.(nii\.gz|nii|mha|mhd|seg\.nrrd|nrrd|nhdr)$/i;

/** A volume file's case name: its name without the ending; null for other files. */
export function caseNameOf(fileName: string): string | null {
  const name = fileName.replace(ENDINGS, "");
  return name === fileName || name === "" ? null : name;
}
