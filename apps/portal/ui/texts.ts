/** The words of the parts that all pages are made of. */
export const UI_TEXTS = {
  loading: "Loading",
  optional: "(optional)",
  copy: "Copy",
  copied: "Copied",
  notCopied: "Not copied: select it and copy by hand",
  breadcrumb: "Breadcrumb",
  tryAgain: "Try again",
  picture: "picture",
} as const;
