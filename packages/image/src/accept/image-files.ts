import type { LayerFacts } from "./scan-layer.ts";

const MAX_HOPS = 40;

/** Whether a path of the finished image is a file, with later layers over earlier ones and links followed. */
export function createFileLookup(layers: readonly LayerFacts[]): (path: string) => boolean {
  const files = new Set<string>();
  const links = new Map<string, string>();
  for (const layer of layers) {
    const hidden = (path: string): boolean => {
      for (const gone of layer.removed) if (path === gone || path.startsWith(`${gone}/`)) return true;
      for (const folder of layer.opaque) if (folder === "" || path.startsWith(`${folder}/`)) return true;
      return false;
    };
    if (layer.removed.size > 0 || layer.opaque.size > 0) {
      for (const path of [...files]) if (hidden(path)) files.delete(path);
      for (const path of [...links.keys()]) if (hidden(path)) links.delete(path);
    }
    for (const path of layer.files) {
      files.add(path);
      links.delete(path);
    }
    for (const [path, target] of layer.links) {
      links.set(path, target);
      files.delete(path);
    }
  }
  return (path) => {
    const real = resolve(path.replace(/^\/+/, ""), links);
    return real !== null && files.has(real);
  };
}

/** The path without links, or null for a loop. */
function resolve(path: string, links: ReadonlyMap<string, string>): string | null {
  let rest = path.split("/").filter((part) => part !== "" && part !== ".");
  let done: string[] = [];
  for (let hops = 0; rest.length > 0; ) {
    const part = rest.shift() ?? "";
    if (part === "..") {
      done.pop();
      continue;
    }
    const here = [...done, part].join("/");
    const target = links.get(here);
    if (target === undefined) {
      done.push(part);
      continue;
    }
    hops += 1;
    if (hops > MAX_HOPS) return null;
    if (target.startsWith("/")) done = [];
    rest = [...target.split("/").filter((p) => p !== "" && p !== "."), ...rest];
  }
  return done.join("/");
}
