import { type TarHeader, TarReader } from "../tar/tar-reader.ts";
import { emptyLayerFiles, isRemembered, type LayerFiles, type TreeBudget } from "./file-tree.ts";
import type { Meter } from "./meter.ts";
import { invalidArchive, quote } from "./refuse.ts";

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
const REMEMBERED_FOLDER_DEPTH = 3; // /usr/local/bin: a folder may replace a lower layer's link

/** Reads an unpacked layer as it arrives, remembers the paths that matter and refuses entries that leave the image. */
export class LayerScanner {
  readonly files: LayerFiles = emptyLayerFiles();
  readonly #tar = new TarReader();
  readonly #meter: Meter;
  readonly #budget: TreeBudget;

  constructor(meter: Meter, budget: TreeBudget) {
    this.#meter = meter;
    this.#budget = budget;
  }

  push(chunk: Buffer): void {
    this.#meter.countLayer(chunk.length);
    for (const event of this.#tar.push(chunk)) {
      if (event.type === "entry") this.#entry(event.header);
    }
  }

  finish(): void {
    this.#tar.finish();
  }

  #entry(header: TarHeader): void {
    this.#meter.countEntry();
    if (header.kind === "sparse") {
      throw invalidArchive(
        `A layer stores ${quote(header.name)} as a sparse file, which can claim any size: build the image with Docker.`,
      );
    }
    if (header.kind === "other") return; // as Go's reader hands it on and the engine passes it over
    const path = pathInImage(header.name);
    if (path === undefined) {
      throw invalidArchive(
        `A layer holds the path ${quote(header.name)}, which leads out of the image: build it again with Docker.`,
      );
    }
    if (path === "") return; // the image's root itself
    if (linkEscapes(header, path)) {
      throw invalidArchive(
        `A layer holds a link from ${quote(header.name)} to ${quote(header.linkName)}, which leads out of the image: build it again with Docker.`,
      );
    }
    this.#remember(header, path);
  }

  #remember(header: TarHeader, path: string): void {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, slash);
    const base = path.slice(slash + 1);
    if (base === OPAQUE) {
      this.#budget.spend(folder.length);
      this.files.opaque.add(folder);
    } else if (base.startsWith(WHITEOUT)) {
      this.#budget.spend(path.length);
      this.files.removed.add(`${folder}/${base.slice(WHITEOUT.length)}`);
    } else if (header.kind === "symlink") {
      this.#budget.spend(path.length + header.linkName.length);
      this.files.items.set(path, { kind: "symlink", target: header.linkName });
    } else if (header.kind === "directory") {
      if (path.split("/").length > REMEMBERED_FOLDER_DEPTH + 1) return;
      this.#budget.spend(path.length);
      this.files.items.set(path, { kind: "directory" });
    } else if (isRemembered(path)) {
      this.#budget.spend(path.length);
      this.files.items.set(path, { kind: "file" });
    }
  }
}

/** `/a/b` for `./a//b/`, "" for the root; undefined where it is absolute or holds `..`. */
function pathInImage(name: string): string | undefined {
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length === 0) return "";
  if (name.startsWith("/") || parts.includes("..")) return undefined;
  return `/${parts.join("/")}`;
}

/** Links that the engine itself calls a breakout: a target that climbs above the root. Absolute ones begin there. */
function linkEscapes(header: TarHeader, path: string): boolean {
  if (header.kind === "hardlink") return climbs(header.linkName, 0);
  if (header.kind !== "symlink" || header.linkName.startsWith("/")) return false;
  return climbs(header.linkName, path.split("/").length - 2);
}

function climbs(target: string, depth: number): boolean {
  let at = depth;
  for (const part of target.split("/")) {
    if (part === "..") at--;
    else if (part !== "" && part !== ".") at++;
    if (at < 0) return true;
  }
  return false;
}
