import { type ArchiveFormat, NOT_AN_ARCHIVE } from "@bodymark/contracts";

/** What may be uploaded: a container image's archive, or a file of a challenge's case. */
export type FileKind = "image" | "case";

interface Kind {
  /** Folder of the objects. */
  folder: string;
  accepts: (format: ArchiveFormat | null) => boolean;
  refusal: string;
}

export const FILE_KINDS: Readonly<Record<FileKind, Kind>> = {
  image: { folder: "images", accepts: (format) => format !== null, refusal: NOT_AN_ARCHIVE },
  case: {
    folder: "cases",
    accepts: (format) => format === "gzip",
    refusal: "This is not a gzip-compressed NIfTI file. Give images and labels as .nii.gz (`gzip scan.nii`).",
  },
};

export function fileKind(text: string | undefined): FileKind {
  return text === "case" ? "case" : "image";
}
