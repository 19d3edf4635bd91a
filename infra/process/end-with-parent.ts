/** Flags of Node that make a child with a channel to its parent end when the parent is killed. */
export const endWithParent: readonly string[] = ["--import", new URL("./end-with-parent.mjs", import.meta.url).href];
