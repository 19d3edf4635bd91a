/** Flags of Node that make a child with a channel to its parent end when the parent is killed. */
export const endWithParent: readonly string[] = ["--import", new URL("./end-with-parent.mjs", import.meta.url).href];

/** The same child's environment: the flags pass to whatever it forks, and must do nothing there. */
export function withParent(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, BODYMARK_PARENT: String(process.pid) };
}
