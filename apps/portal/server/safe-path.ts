/** A path of this portal to go back to; anything else, another site above all, becomes `fallback`. */
export function safePath(path: string | undefined, fallback: string): string {
  if (!path || path.length > 500 || !/^\/(?![/\\])/.test(path) || /[\\\s]/.test(path)) return fallback;
  const url = new URL(path, "http://portal.invalid");
  return url.host === "portal.invalid" ? `${url.pathname}${url.search}${url.hash}` : fallback;
}
