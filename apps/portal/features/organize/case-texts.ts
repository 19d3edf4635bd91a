import { formatCount } from "#ui/format-number.ts";

/** The words of the cases' page. */
export const CASE_TEXTS = {
  add: "Add or mend cases",
  addNote:
    "Each file is read from end to end when it has arrived: geometry, labels and duplicates. Another label map for a known case is a new revision of its reference; the old one is kept.",
  folder: "Drop a folder here, or choose one",
  notRead: "What was dropped could not be read. Choose the folder instead.",
  nothing: "No case is in it: files lie in images/ and labels/, as NAME.nii.gz.",
  clear: "Choose anew",
  folderHint:
    "With images/, labels/ (NAME.nii.gz in both) and, if you like, cases.csv; they can be dropped one after another, too. A broken upload goes on where it stopped.",
  orFiles: "Or choose single files",
  images: "Images",
  labels: "Labels",
  csv: "cases.csv",
  notTaken: "Not taken",
  note: "Why are references mended?",
  noteHint: "Kept with the revision; shown on the leaderboard where a phase with the case has opened.",
  send: (count: number) => `Send ${formatCount(count, "case")}`,
  confirm: (count: number) => `Confirm mending of ${formatCount(count, "case")}`,
  progress: (done: number, all: number, refused: number) =>
    `${done} of ${all} entered${refused > 0 ? `, ${refused} refused` : ""}`,
  report: "Report by case",
  reportColumns: ["Case", "Image", "Label", "Facts", "State"],
  columns: ["Slice", "Case", "Image", "Reference", "Facts", "Phases"],
  remove: "Remove",
  preview: (name: string) => `Middle slice of ${name} with outlines of its structures`,
  noPreview: "no preview",
  tableOfCases: "Table of cases",
  casesOfTheChallenge: "Cases of the challenge",
  patient: "patient",
  revision: "revision",
  notAnnotated: "not annotated:",
  none: "none",
  yes: "yes",
  asItIs: "as it is",
  notSentYet: "not sent yet",
  waits: "waits",
  sendingThe: "sending the",
  beingChecked: "being checked",
  toBeConfirmed: "to be confirmed",
} as const;
