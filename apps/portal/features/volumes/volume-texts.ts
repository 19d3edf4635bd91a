export const VOLUME_TEXTS = {
  open: (size: string) => `Look at the volumes (${size})`,
  openHint: "The scan with its reference, in three planes, with CT windows. It is fetched only when you ask for it.",
  loading: "Loading the volumes…",
  failed: "The volumes could not be loaded.",
  noGraphics:
    "This browser shows no WebGL 2 graphics, so the volumes cannot be drawn. The table below has the figures.",
  windows: { soft: "Soft tissue", lung: "Lung", bone: "Bone" },
  planes: { all: "Three planes", axial: "Axial", coronal: "Coronal", sagittal: "Sagittal" },
  overlays: { none: "Nothing", reference: "Reference", prediction: "Prediction", difference: "Difference" },
  difference: { 1: "both agree", 2: "missed", 3: "too much", 4: "another structure" },
  sideBySide: "Reference and prediction side by side",
  keys: "Arrow keys move within the slice, Page Up and Page Down through the slices; O changes what is drawn over the scan, W the window.",
  structures: "Structures drawn",
  all: "All",
  none: "None",
} as const;
