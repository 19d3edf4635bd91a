import type { Metadata } from "next";

/** For a layout over what does not exist: its pages' own titles would name what is not there. */
export const NOT_FOUND_METADATA: Metadata = {
  title: { absolute: "Not found · Bodymark", template: "Not found · Bodymark" },
};
