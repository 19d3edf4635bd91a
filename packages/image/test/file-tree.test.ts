import { describe, expect, test } from "vitest";
import { emptyLayerFiles, type LayerFiles, lookUp, TreeBudget } from "../src/accept/file-tree.ts";
import { Meter } from "../src/accept/meter.ts";
import { LayerScanner } from "../src/accept/scan-layer.ts";
import { type RawEntry, rawTar } from "./raw-archive.ts";

const CAPS = { maxImageBytes: 1e9, maxExpandRatio: 100, maxEntries: 1000 };

function layer(...entries: (RawEntry | string)[]): LayerFiles {
  const scanner = new LayerScanner(new Meter(CAPS, 1000), new TreeBudget());
  scanner.push(rawTar(entries.map((entry) => (typeof entry === "string" ? { name: entry, body: "x" } : entry))));
  scanner.finish();
  return scanner.files;
}

const link = (name: string, linkName: string): RawEntry => ({ name, typeflag: "2", linkName });
const folder = (name: string): RawEntry => ({ name, typeflag: "5" });

describe("looking up a path in an image's layers", () => {
  test("finds a file of any layer and misses what is nowhere", () => {
    const layers = [layer("bin/sh"), layer("workspace/predict.sh")];
    expect(lookUp(layers, "/bin/sh")).toBe("file");
    expect(lookUp(layers, "/workspace/predict.sh")).toBe("file");
    expect(lookUp(layers, "/bin/bash")).toBe("missing");
    expect(lookUp([], "/bin/bash")).toBe("missing");
  });

  test("follows a merged /usr, alternatives, relative and absolute links over layers", () => {
    const base = layer(link("bin", "usr/bin"), "usr/bin/dash", link("usr/bin/sh", "dash"));
    const upper = layer(
      link("usr/bin/bash", "/etc/alternatives/bash"),
      link("etc/alternatives/bash", "../../bin/dash"),
    );
    expect(lookUp([base, upper], "/bin/sh")).toBe("file");
    expect(lookUp([base, upper], "/bin/bash")).toBe("file");
    expect(lookUp([base], "/bin/bash")).toBe("missing");
  });

  test("holds `..` of a link at the root, as the kernel does", () => {
    expect(lookUp([layer("bin/busybox", link("bin/sh", "../bin/../bin/busybox"))], "/bin/sh")).toBe("file");
  });

  test("gives links in a circle up", () => {
    expect(lookUp([layer(link("bin/sh", "bash"), link("bin/bash", "sh"))], "/bin/sh")).toBe("missing");
  });

  test("does not find what an upper layer removed, whose folder it removed, or whose folder it hides", () => {
    const base = layer("bin/sh");
    expect(lookUp([base, layer("bin/.wh.sh")], "/bin/sh")).toBe("missing");
    expect(lookUp([base, layer(".wh.bin")], "/bin/sh")).toBe("missing");
    expect(lookUp([base, layer("bin/.wh..wh..opq")], "/bin/sh")).toBe("missing");
    expect(lookUp([base, layer(".wh..wh..opq")], "/bin/sh")).toBe("missing");
    expect(lookUp([layer("bin/.wh.sh"), base], "/bin/sh")).toBe("file");
  });

  test("finds what the same layer brings in place of what it removes", () => {
    expect(lookUp([layer("bin/sh"), layer("bin/.wh..wh..opq", "bin/sh")], "/bin/sh")).toBe("file");
  });

  test("lets a folder or a file take a link's place", () => {
    const base = layer(link("bin", "usr/bin"), "usr/bin/sh");
    expect(lookUp([base, layer(folder("bin/"), ".wh.bin")], "/bin/sh")).toBe("missing");
    expect(lookUp([base, layer("sbin/x", "workspace/predict.sh")], "/bin/sh")).toBe("file");
  });

  test("does not take a folder for a file, nor a file for a folder", () => {
    const layers = [layer(folder("workspace/predict.sh/"), "bin/sh")];
    expect(lookUp(layers, "/workspace/predict.sh")).toBe("directory");
    expect(lookUp(layers, "/bin/sh/x")).toBe("missing");
  });

  test("says unknown where a link leads to a file that is not remembered", () => {
    expect(lookUp([layer(link("workspace/predict.sh", "run.sh"))], "/workspace/predict.sh")).toBe("unknown");
  });

  test("finds hard links", () => {
    const hard = { name: "bin/sh", typeflag: "1", linkName: "bin/busybox" };
    expect(lookUp([layer("bin/busybox", hard)], "/bin/sh")).toBe("file");
  });

  test("refuses to remember more than its budget", () => {
    const budget = new TreeBudget();
    expect(() => budget.spend(100 * 1024 * 1024)).toThrow(/more links and programs/);
    expect(lookUp([emptyLayerFiles()], "/")).toBe("directory");
  });
});
