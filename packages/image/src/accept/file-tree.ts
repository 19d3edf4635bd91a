import { unsupportedImage } from "./refuse.ts";

/** What one layer says of the paths that matter: absolute, without a trailing slash. */
export interface LayerFiles {
  /** A link's target, or what the path is. */
  readonly items: Map<string, { readonly kind: "file" | "directory" } | { readonly kind: "symlink"; target: string }>;
  /** Paths removed from the layers below, and folders whose lower content is hidden. */
  readonly removed: Set<string>;
  readonly opaque: Set<string>;
}

export type Lookup = "file" | "directory" | "missing" | "unknown";

const MAX_LINKS = 40; // as the kernel follows
const MAX_TEXT = 64 * 1024 * 1024;
const SHELLS = new Set(["sh", "bash", "dash", "ash", "busybox", "predict.sh"]);

export function emptyLayerFiles(): LayerFiles {
  return { items: new Map(), removed: new Set(), opaque: new Set() };
}

/**
 * Whether a regular file is remembered: shells, `predict.sh` and all that lies in a folder `bin` or `sbin`, where a
 * link named `sh` leads in every distribution. A layer's other files would cost 200 bytes each for nothing.
 */
export function isRemembered(path: string): boolean {
  const parts = path.split("/");
  const parent = parts.at(-2);
  return parent === "bin" || parent === "sbin" || SHELLS.has(parts.at(-1) ?? "");
}

/** Bounds what a hostile image can make us remember: all layers' paths and link targets together. */
export class TreeBudget {
  #text = 0;

  spend(text: number): void {
    this.#text += text + 64;
    if (this.#text > MAX_TEXT) {
      throw unsupportedImage(
        "The image holds more links and programs than can be checked: remove what it does not need.",
      );
    }
  }
}

/**
 * Looks a path up in stacked layers (lowest first) as a container would see it: whiteouts, opaque folders, links at
 * any depth, `..` held at the root. `unknown`: a link leads to a place that is not remembered, so probably a file.
 */
export function lookUp(layers: readonly LayerFiles[], path: string): Lookup {
  if (find(layers, path)?.kind === "file") return "file";
  const queue = path.split("/");
  let at = "";
  let links = 0;
  while (queue.length > 0) {
    const part = queue.shift();
    if (part === undefined || part === "" || part === ".") continue;
    if (part === "..") {
      at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
      continue;
    }
    const next = `${at}/${part}`;
    const item = find(layers, next);
    if (item?.kind === "symlink") {
      if (++links > MAX_LINKS) return "missing";
      if (item.target.startsWith("/")) at = "";
      queue.unshift(...item.target.split("/"));
      continue;
    }
    at = next;
    if (item?.kind === "file") return queue.some((rest) => rest !== "" && rest !== ".") ? "missing" : "file";
    if (queue.length > 0) continue;
    if (item?.kind === "directory") return "directory";
    return links > 0 && !isRemembered(at) ? "unknown" : "missing";
  }
  return "directory";
}

/** Whether a path leads to a file, as far as can be told. */
export function isFile(layers: readonly LayerFiles[], path: string): boolean {
  const found = lookUp(layers, path);
  return found === "file" || found === "unknown";
}

function find(layers: readonly LayerFiles[], path: string) {
  for (const layer of layers.toReversed()) {
    const item = layer.items.get(path);
    if (item) return item;
    if (hides(layer, path)) return undefined;
  }
  return undefined;
}

function hides(layer: LayerFiles, path: string): boolean {
  if (layer.removed.has(path)) return true;
  for (let slash = path.lastIndexOf("/"); slash >= 0; slash = path.lastIndexOf("/", slash - 1)) {
    const parent = path.slice(0, slash);
    if (layer.removed.has(parent) || layer.opaque.has(parent)) return true;
    if (slash === 0) break;
  }
  return false;
}
